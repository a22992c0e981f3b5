import { describe, expect, it, vi } from 'vitest';
import { DesksideError } from '../core/errors';
import { wire } from './test-worker';
import { createWorkerCalls, serveCalls, type CallHandlers } from './worker-calls';

type Wire = ReturnType<typeof wire>;

/** Workers whose ends are both here. */
function setUp(handlers: CallHandlers, idleMs = 60_000) {
  const workers: Wire[] = [];
  const calls = createWorkerCalls({
    start() {
      const one = wire();
      workers.push(one);
      serveCalls(one.port, handlers);
      return one.handle;
    },
    idleMs,
  });
  return { calls, workers };
}

describe('calls to a worker', () => {
  it('bring what was said on the way, in order, and the end', async () => {
    const { calls } = setUp({
      async count(input, { emit }) {
        for (let at = 1; at <= Number(input); at += 1) {
          emit(at);
          await Promise.resolve();
        }
        return 'counted';
      },
    });
    const [one, other]: unknown[][] = [[], []];
    const ends = await Promise.all([
      calls.call('count', 3, { onEvent: (event) => one?.push(event) }),
      calls.call('count', 2, { onEvent: (event) => other?.push(event) }),
    ]);
    expect([ends, one, other]).toEqual([
      ['counted', 'counted'],
      [1, 2, 3],
      [1, 2],
    ]);
  });

  it('fail as the worker failed: our words go along, those of others stay inside', async () => {
    const { calls } = setUp({
      ours: () => Promise.reject(new DesksideError('no-room', 'No room')),
      others: () => Promise.reject(new RangeError('a ticket’s text')),
    });
    await expect(calls.call('ours', null)).rejects.toMatchObject({ kind: 'no-room', message: 'No room' });
    await expect(calls.call('others', null)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'RangeError',
    });
    await expect(calls.call('none', null)).rejects.toMatchObject({ name: 'TypeError' });
  });

  it('that nobody waits for any more end at once, here and there', async () => {
    const seen: AbortSignal[] = [];
    const { calls } = setUp({
      hang: (_input, { signal }) => {
        seen.push(signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
    });
    const stop = new AbortController();
    const asked = calls.call('hang', null, { signal: stop.signal });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(seen[0]?.aborted).toBe(true));
    await expect(calls.call('hang', null, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['died', ({ die }: Wire) => die()],
    ['sent what nobody understands', ({ port }: Wire) => port.postMessage({ odd: true })],
  ])('of a worker that %s fail, and the next one starts another', async (_how, end) => {
    let isStuck = true;
    const { calls, workers } = setUp({
      work: () => (isStuck ? new Promise(() => undefined) : Promise.resolve('done')),
    });
    const asked = calls.call('work', null);
    const [first] = workers;
    if (first) end(first);
    await expect(asked).rejects.toThrow('The worker ended');
    isStuck = false;
    expect(await calls.call('work', null)).toBe('done');
    expect(workers).toHaveLength(2);
    expect(first?.terminate).toHaveBeenCalled();
  });

  it('end the worker when nothing was asked for a while', async () => {
    vi.useFakeTimers();
    try {
      const { calls, workers } = setUp({ work: () => Promise.resolve(1) }, 1_000);
      await calls.call('work', null);
      await vi.advanceTimersByTimeAsync(999);
      expect(workers[0]?.terminate).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(2);
      expect(workers[0]?.terminate).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});
