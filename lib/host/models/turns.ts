/** One thing after the other; of those that wait, what came last goes first. */
export function createTurns() {
  const waiting: (() => Promise<void>)[] = [];
  let isBusy = false;

  const next = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let run = waiting.pop(); run; run = waiting.pop()) await run();
    isBusy = false;
  };
  return {
    /** Rejects at once when the signal says so while it waits; the work itself has to listen when it runs. */
    take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      return new Promise((resolve, reject) => {
        const leave = () => {
          const at = waiting.indexOf(run);
          if (at < 0) return;
          waiting.splice(at, 1);
          reject(signal?.reason as Error);
        };
        const run = async () => {
          signal?.removeEventListener('abort', leave);
          await Promise.resolve().then(work).then(resolve, reject);
        };
        if (signal?.aborted) return reject(signal.reason as Error);
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(run);
        // After whatever else is asked for in this moment.
        queueMicrotask(() => void next());
      });
    },
  };
}
