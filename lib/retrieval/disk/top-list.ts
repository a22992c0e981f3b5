/** The best of many, in a heap whose first entry is the worst of them. `isBefore` is a total order. */
export class TopList<T> {
  private readonly heap: T[] = [];

  constructor(
    private readonly most: number,
    private readonly isBefore: (a: T, b: T) => boolean,
  ) {}

  /** Null while anything would still be taken. */
  get worst(): T | null {
    return this.heap.length < this.most ? null : (this.heap[0] ?? null);
  }

  add(entry: T): void {
    if (this.most <= 0) return;
    if (this.heap.length < this.most) {
      this.heap.push(entry);
      this.rise(this.heap.length - 1);
    } else if (this.heap[0] !== undefined && this.isBefore(entry, this.heap[0])) {
      this.heap[0] = entry;
      this.sink();
    }
  }

  /** Best first. */
  sorted(): T[] {
    return [...this.heap].sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapIfWorse(at, above)) return;
      at = above;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let worst = at;
      for (const below of [at * 2 + 1, at * 2 + 2]) {
        const [a, b] = [this.heap[worst], this.heap[below]];
        if (a !== undefined && b !== undefined && this.isBefore(a, b)) worst = below;
      }
      if (worst === at) return;
      this.swap(at, worst);
      at = worst;
    }
  }

  /** Puts the worse of the two above. */
  private swapIfWorse(at: number, above: number): boolean {
    const [lower, upper] = [this.heap[at], this.heap[above]];
    if (lower === undefined || upper === undefined || !this.isBefore(upper, lower)) return false;
    this.swap(at, above);
    return true;
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.heap[a], this.heap[b]];
    if (first === undefined || second === undefined) return;
    this.heap[a] = second;
    this.heap[b] = first;
  }
}
