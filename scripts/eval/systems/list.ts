import { openDense } from './dense';
import { openEngine } from './engine';
import { openLuceneBm25, rankBm25Options } from './lucene-bm25';
import type { OpenSystem } from './system';

/** What is compared, by the name it has in the rows. */
export const systems: Readonly<Record<string, OpenSystem>> = {
  'lucene-bm25': () => openLuceneBm25(),
  'plain-bm25': () => openLuceneBm25(rankBm25Options),
  bm25: () => openEngine(null),
  dense: (embedder) => embedder && openDense(embedder),
  hybrid: (embedder) => embedder && openEngine(embedder),
};
