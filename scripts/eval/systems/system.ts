import type { SearchQuery } from '../../../lib/core/query';
import type { IndexedDocument } from '../../../lib/retrieval/retriever';
import type { Models } from '../models';

/** One that ranks documents. */
export interface System {
  /** Name the models it works with, null without. */
  readonly embedder: string | null;
  readonly reranker: string | null;
  /** Called with documents in the order in which they come into being; more may follow after a search. */
  add(documents: readonly IndexedDocument[]): Promise<void>;
  /** Keys of the best `k`, best first. */
  search(query: SearchQuery & { readonly text: string }, k: number): Promise<readonly string[]>;
}

/** Opens an empty one; null where it cannot do without a model that is not there. */
export type OpenSystem = (models: Models) => System | null;
