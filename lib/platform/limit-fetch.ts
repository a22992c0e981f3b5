/**
 * A fetch with at most `perOrigin` requests in flight to one origin: what a person's click may cost a server.
 * Waiting requests go in order and leave the queue when their signal aborts.
 */
export function limitFetch(fetch: typeof globalThis.fetch, perOrigin: number): typeof globalThis.fetch {
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();

  const enter = (origin: string, signal: AbortSignal | null): Promise<void> => {
    const lane = lanes.get(origin) ?? { running: 0, waiting: [] };
    lanes.set(origin, lane);
    if (lane.running < perOrigin) {
      lane.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        lane.waiting = lane.waiting.filter((waiter) => waiter !== go);
        reject(reasonOf(signal));
      };
      signal?.addEventListener('abort', leave, { once: true });
      lane.waiting.push(go);
    });
  };
  const exit = (origin: string) => {
    const lane = lanes.get(origin);
    if (!lane) return;
    const next = lane.waiting.shift();
    if (next) return next();
    lane.running -= 1;
    if (lane.running === 0) lanes.delete(origin);
  };

  return async (input, init) => {
    const isRequest = input instanceof Request;
    const { origin } = new URL(isRequest ? input.url : input);
    const signal = init?.signal ?? (isRequest ? input.signal : null);
    // An abort that has already happened is never told again: it would wait for a turn it does not want.
    if (signal?.aborted) throw reasonOf(signal);
    await enter(origin, signal);
    try {
      return await fetch(input, init);
    } finally {
      exit(origin);
    }
  };
}

function reasonOf(signal: AbortSignal | null): Error {
  return signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError');
}
