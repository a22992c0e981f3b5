/** Shares of 0 to 1. `ranked` are keys, best first; `relevant` holds the keys that answer. */

/** 1 when one of the first `k` is relevant. */
export function hitAt(k: number, ranked: readonly string[], relevant: ReadonlySet<string>): number {
  return ranked.slice(0, k).some((key) => relevant.has(key)) ? 1 : 0;
}

export function recallAt(k: number, ranked: readonly string[], relevant: ReadonlySet<string>): number {
  if (relevant.size === 0) return 0;
  return ranked.slice(0, k).filter((key) => relevant.has(key)).length / relevant.size;
}

/** One over the place of the first relevant one, 0 where none is among the first `k`. */
export function reciprocalRankAt(
  k: number,
  ranked: readonly string[],
  relevant: ReadonlySet<string>,
): number {
  const place = ranked.slice(0, k).findIndex((key) => relevant.has(key));
  return place < 0 ? 0 : 1 / (place + 1);
}

/** nDCG with binary grades: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002). */
export function ndcgAt(k: number, ranked: readonly string[], relevant: ReadonlySet<string>): number {
  let gain = 0;
  for (const [index, key] of ranked.slice(0, k).entries())
    if (relevant.has(key)) gain += 1 / Math.log2(index + 2);
  let ideal = 0;
  for (let index = 0; index < Math.min(k, relevant.size); index += 1) ideal += 1 / Math.log2(index + 2);
  return ideal === 0 ? 0 : gain / ideal;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
