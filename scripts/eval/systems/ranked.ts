export interface Ranked {
  readonly key: string;
  readonly score: number;
}

/** Score, then the key, so that equals come out the same every time. */
export function isBetter(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
