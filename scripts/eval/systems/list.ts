import { wordsAlone } from '../models';
import { openDense } from './dense';
import { openEngine } from './engine';
import { openLuceneBm25, rankBm25Options } from './lucene-bm25';
import { openServerSearch } from './server-search';
import type { OpenSystem } from './system';

/** What is compared, by the name it has in the rows. */
export const systems: Readonly<Record<string, OpenSystem>> = {
  'lucene-bm25': () => openLuceneBm25(),
  'plain-bm25': () => openLuceneBm25(rankBm25Options),
  bm25: () => openEngine(wordsAlone),
  dense: ({ embedder }) => embedder && openDense(embedder),
  // The instant answer; `hybrid` is what the encoder makes of it.
  'hybrid-table': ({ embedder }) => embedder && openEngine({ embedder, encoder: null }),
  // Our own endpoint: the same words and table, passages of PGlite in place of segments.
  server: ({ embedder }) => embedder && openServerSearch(embedder),
  hybrid: (models) => models.embedder && openEngine(models),
};
