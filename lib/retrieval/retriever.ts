import type { SourceDocument } from '../core/document';
import type { SearchQuery } from '../core/query';
import type { Passage, Span } from '../core/suggestion';
import type { QuantizedVector } from './disk/forward';

/** A document with the key of the row it is stored under (origin, user, source and id; see storage/keys). */
export interface IndexedDocument {
  readonly documentKey: string;
  /** Origin and signed-in user: a search names the owners it may see. */
  readonly owner: string;
  readonly document: SourceDocument;
  readonly passages: readonly Passage[];
  /** What the index said of the passages when the document was backed up; computed anew where it does not fit. */
  readonly vectors?: KeptVectors | undefined;
}

/** Vectors of a document's passages, in their order, as the index keeps them. */
export interface KeptVectors {
  /** Id of the embedder that made them. */
  readonly embedder: string;
  readonly passages: readonly (QuantizedVector | null)[];
}

export interface PassageHit {
  readonly documentKey: string;
  readonly passage: Passage;
  readonly score: number;
  /** Share of the query's weight that the document covers, 0 to 1: what abstention rests on. */
  readonly coverage: number;
  readonly marks: readonly Span[];
  /** What brought it here, for whoever asks. */
  readonly why?: HitReason;
}

/** How a hit came to its place. */
export interface HitReason {
  /** Places in the two rankings, 1 for the first; null where that one did not bring it. */
  readonly byWords: number | null;
  readonly byMeaning: number | null;
  /** Nearness of meaning of query and passage, -1 to 1; null without vectors. */
  readonly similarity: number | null;
  /** The same as an encoder finds it that read both; left out where none did. */
  readonly byReading?: number | null;
}

/** What the store noted of a document that the index has to follow; `mark` moves with each change of it. */
export interface PendingDocument {
  readonly documentKey: string;
  readonly owner: string;
  readonly mark: string;
}

/** Finds passages. */
export interface Retriever {
  /** Begins with what `add` of the same objects will need, for the time in which their store is waited for. */
  prepare?(documents: readonly IndexedDocument[]): Promise<void>;
  /** `settled`: notes of the store that this call takes care of. */
  add(documents: readonly IndexedDocument[], settled?: readonly PendingDocument[]): Promise<void>;
  remove(documentKeys: readonly string[], settled?: readonly PendingDocument[]): Promise<void>;
  /** Makes later searches read less. Takes a while, and ends without a change when anything else is to be written. */
  consolidate?(): Promise<void>;
  /** Makes ready what is stored of an owner, and whatever a kill left undone. */
  open(owner: string): Promise<void>;
  /** Lets go of what is known of these owners (of all where none is named), once work under way has ended. */
  close(owners?: readonly string[]): Promise<void>;
  /** What is kept of these documents' meanings, by document key; those without are left out. */
  vectors(
    documents: readonly Pick<IndexedDocument, 'documentKey' | 'owner'>[],
  ): Promise<Map<string, KeptVectors>>;
  /** Best passage of each document, best first, at most `k` documents, only of `owners`. Same answer after any restart. */
  search(query: SearchQuery, options: RetrieverSearchOptions): Promise<PassageHit[]>;
}

export interface RetrieverSearchOptions {
  readonly k: number;
  readonly owners: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}
