import { resultCount } from './system';

/** Places of the nearest vectors by brute force over all of them: vectors of unit length, so cosine is their product. */
export function nearest(asked: Float32Array, vectors: readonly ArrayLike<number>[]): number[] {
  const scores = vectors.map((vector, at) => {
    let score = 0;
    for (let place = 0; place < asked.length; place += 1) score += (asked[place] ?? 0) * (vector[place] ?? 0);
    return { at, score };
  });
  return scores
    .sort((a, b) => b.score - a.score)
    .slice(0, resultCount)
    .map(({ at }) => at);
}
