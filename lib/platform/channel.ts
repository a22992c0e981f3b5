/** Values pushed by several workers, read in order by one `for await`. Unread values wait; `fail` ends with a throw. */
export function createChannel<T>() {
  const waiting: T[] = [];
  let over = false;
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => undefined;

  const signal = () => {
    wake();
  };
  async function* read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift() as T;
      if (failure) throw failure.error;
      if (over) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    push(value: T): void {
      waiting.push(value);
      signal();
    },
    end(): void {
      over = true;
      signal();
    },
    fail(error: unknown): void {
      failure = { error };
      signal();
    },
    values: read(),
  };
}
