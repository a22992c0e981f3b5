import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wait } from './wait';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('waiting', () => {
  test('ends after the time, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    let over = false;
    const waiting = wait(100, signal).then(() => (over = true));
    await vi.advanceTimersByTimeAsync(99);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('ends at once with the reason of an abort, and its timer with it', async () => {
    const controller = new AbortController();
    const waiting = wait(100_000, controller.signal);
    const reason = new DOMException('moved on', 'AbortError');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin under a signal that has aborted', async () => {
    await expect(wait(1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
