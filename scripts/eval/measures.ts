/** Keys that answer: a set of them, or their grades. */
export interface Relevant {
  readonly size: number;
  has(key: string): boolean;
}

/** All are shares of 0 to 1. `ranked` are keys, best first. */

/** 1 when one of the first `k` is relevant. */
export function hitAt(k: number, ranked: readonly string[], relevant: Relevant): number {
  return ranked.slice(0, k).some((key) => relevant.has(key)) ? 1 : 0;
}

export function recallAt(k: number, ranked: readonly string[], relevant: Relevant): number {
  if (relevant.size === 0) return 0;
  return ranked.slice(0, k).filter((key) => relevant.has(key)).length / relevant.size;
}

/** One over the place of the first relevant one, 0 where none is among the first `k`. */
export function reciprocalRankAt(k: number, ranked: readonly string[], relevant: Relevant): number {
  const place = ranked.slice(0, k).findIndex((key) => relevant.has(key));
  return place < 0 ? 0 : 1 / (place + 1);
}

/**
 * nDCG with the grade as gain, as trec_eval has it: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
 * techniques" (2002).
 */
export function ndcgAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const discounted = (gains: readonly number[]) =>
    gains.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ideal = discounted([...grades.values()].sort((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(ranked.map((key) => grades.get(key) ?? 0)) / ideal;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
