import type { Embedder } from '../../../lib/retrieval/embedder';

const dimensions = 256;
const coordinates = 8;

/**
 * Vectors without a model: each word has eight coordinates by its hash. They say nothing of meaning and cost little, but
 * take the room of real ones, and every system gets the same to store and compare.
 */
export const hashEmbedder: Embedder = {
  id: 'hash-256',
  dimensions,
  languages: ['en'],
  embed: (texts) => Promise.resolve(texts.map(embedOne)),
};

function embedOne(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.match(/[a-z0-9]+/g) ?? []) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    for (let at = 0; at < coordinates; at += 1) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      const place = (hash >>> 8) % dimensions;
      vector[place] = (vector[place] ?? 0) + hash / 2 ** 31;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
