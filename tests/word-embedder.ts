import { hash32 } from '../lib/retrieval/disk/hash';
import type { Embedder } from '../lib/retrieval/embedder';

/** Words as directions: enough for two rankings that differ. */
export const wordEmbedder: Embedder = {
  id: 'words-as-directions',
  dimensions: 40,
  languages: ['en'],
  embed: (texts) =>
    Promise.resolve(
      texts.map((one) => {
        const vector = new Float32Array(40);
        for (const word of one.split(/\s+/)) vector[hash32(word.slice(0, 5)) % 40]! += 1;
        const norm = Math.hypot(...vector) || 1;
        return vector.map((value) => value / norm);
      }),
    ),
};
