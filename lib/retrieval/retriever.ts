import type { SourceDocument } from '../core/document';
import type { SearchQuery } from '../core/query';
import type { Passage, Span } from '../core/suggestion';

/** A document with the key of the row it is stored under (origin, user, source and id; see storage/keys). */
export interface IndexedDocument {
  readonly documentKey: string;
  /** Origin and signed-in user: a search names the owners it may see. */
  readonly owner: string;
  readonly document: SourceDocument;
  readonly passages: readonly Passage[];
}

export interface PassageHit {
  readonly documentKey: string;
  readonly passage: Passage;
  readonly score: number;
  /** Share of the query's weight that the document covers, 0 to 1: what abstention rests on. */
  readonly coverage: number;
  readonly marks: readonly Span[];
}

/** Finds passages. The first one is BM25 in memory; the knowledge engine replaces it behind this contract. */
export interface Retriever {
  add(documents: readonly IndexedDocument[]): Promise<void>;
  remove(documentKeys: readonly string[]): Promise<void>;
  /** Best passage of each document, best first, at most `k` documents, only of `owners`. Same answer after any restart. */
  search(query: SearchQuery, options: RetrieverSearchOptions): Promise<PassageHit[]>;
}

export interface RetrieverSearchOptions {
  readonly k: number;
  readonly owners: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}
