import type { Embedder } from '../../lib/retrieval/embedder';

/** What a system may work with. */
export interface Models {
  /** The table: every passage has its vector. */
  readonly embedder: Embedder | null;
  /** Reads what was found, and puts it in order. */
  readonly encoder: Embedder | null;
}

export const wordsAlone: Models = { embedder: null, encoder: null };
