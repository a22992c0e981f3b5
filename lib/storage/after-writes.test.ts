import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAfterWrites } from './after-writes';

describe('after much was written', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp(work = () => Promise.resolve()) {
    const done = vi.fn(work);
    const onTrouble = vi.fn();
    const writes = createAfterWrites({ work: done, enoughBytes: 100, idleMs: 1_000, onTrouble });
    return { done, writes, onTrouble };
  }

  it('waits until nothing more comes', () => {
    const { done, writes } = setUp();
    for (let time = 0; time < 5; time += 1) {
      writes.written(60);
      vi.advanceTimersByTime(900);
    }
    expect(done).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('leaves a little alone, and counts anew after each', () => {
    const { done, writes } = setUp();
    writes.written(99);
    vi.advanceTimersByTime(10_000);
    expect(done).not.toHaveBeenCalled();
    writes.written(1);
    vi.advanceTimersByTime(1_000);
    writes.written(99);
    vi.advanceTimersByTime(10_000);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('tells of a failure', async () => {
    const { writes, onTrouble } = setUp(() => Promise.reject(new Error('no room')));
    writes.written(100);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onTrouble).toHaveBeenCalledTimes(1);
  });
});
