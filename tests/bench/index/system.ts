import type { Embedder } from '../../../lib/retrieval/embedder';
import type { BenchPassage } from './passages';

/** The browser's, or one in memory. */
export interface Storage {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

/** An index that is kept in IndexedDB. */
export interface BenchIndex {
  add(passages: readonly BenchPassage[]): Promise<void>;
  /** Brings to disk what is not there yet; called once, after all passages. */
  save(): Promise<void>;
  /** What is done later, while nothing else is: everything is found and kept without it. */
  tidy?(): Promise<void>;
  /** The best ten, best first, with their text: what a panel would show. */
  search(query: string): Promise<BenchPassage[]>;
  close(): void;
}

/** Opens what is on disk, an empty one where nothing is. */
export type OpenIndex = (storage: Storage, embedder: Embedder) => Promise<BenchIndex>;

export const resultCount = 10;
