import type { SourceDocument } from '../core/document';
import type { Passage } from '../core/suggestion';
import type { Logger } from '../platform/logger';
import type { IndexedDocument, KeptVectors, Retriever } from '../retrieval/retriever';
import type { DocumentStore } from '../storage/document-store';

export interface LibraryOptions {
  store: DocumentStore;
  /** Given a way to the documents, and whether anything may be kept on disk. */
  createRetriever(parts: {
    documents(keys: readonly string[]): Promise<ReadonlyMap<string, IndexedDocument>>;
    isKept(): boolean;
  }): Retriever;
  chunk(document: SourceDocument, documentKey: string): Passage[];
  /** The storage's own key functions: this folder knows no key format. */
  keys: {
    owner(session: string, userId: string): string;
    document(owner: string, sourceId: string, documentId: string): string;
    ofDocument(documentKey: string): string;
  };
  now(): number;
  logger: Logger;
  /** A source took documents back: whoever shows them has to stop. */
  onForgotten?(documentKeys: readonly string[]): void;
  /** Documents held in memory: beyond that, what was read longest ago goes. Without a disk it is gone for good. */
  mostInMemory?: number;
}

export interface KeepOptions {
  /** On purpose: upkeep leaves it alone. */
  pinned?: boolean;
  /** It is on the disk when this resolves, or it rejects; as it is for what is pinned. */
  durable?: boolean;
  /** By document id, where they are known. */
  vectors?: ReadonlyMap<string, KeptVectors>;
}
