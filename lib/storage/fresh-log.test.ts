import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginFreshLog, createFreshLogs, LOG_DATABASE_NAME } from './fresh-log';

describe('a fresh log', () => {
  it('is begun by writing more than the browser keeps back, none of which stays', async () => {
    const indexedDB = new IDBFactory();
    const written = vi.spyOn(crypto, 'getRandomValues');
    await beginFreshLog({ indexedDB, IDBKeyRange });
    const bytes = written.mock.calls.reduce((sum, [values]) => sum + (values?.byteLength ?? 0), 0);
    written.mockRestore();
    expect(bytes).toBeGreaterThan(4 * 1024 * 1024);
    const database = new Dexie(LOG_DATABASE_NAME, { indexedDB, IDBKeyRange });
    await database.open();
    expect(await database.table('filling').count()).toBe(0);
    database.close();
  });

  it('is begun again at the next start', async () => {
    const storage = { indexedDB: new IDBFactory(), IDBKeyRange };
    await beginFreshLog(storage);
    await expect(beginFreshLog(storage)).resolves.toBeUndefined();
  });

  it('is not missed where the browser keeps no data', async () => {
    await expect(beginFreshLog({ indexedDB: undefined, IDBKeyRange: undefined })).resolves.toBeUndefined();
  });
});

describe('after much was written', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp(begin = () => Promise.resolve()) {
    const begun = vi.fn(begin);
    const onTrouble = vi.fn();
    const logs = createFreshLogs({ begin: begun, enoughBytes: 100, idleMs: 1_000, onTrouble });
    return { begun, logs, onTrouble };
  }

  it('waits until nothing more comes, and begins one', () => {
    const { begun, logs } = setUp();
    for (let time = 0; time < 5; time += 1) {
      logs.written(60);
      vi.advanceTimersByTime(900);
    }
    expect(begun).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('leaves a little alone, and counts anew after each', () => {
    const { begun, logs } = setUp();
    logs.written(99);
    vi.advanceTimersByTime(10_000);
    expect(begun).not.toHaveBeenCalled();
    logs.written(1);
    vi.advanceTimersByTime(1_000);
    logs.written(99);
    vi.advanceTimersByTime(10_000);
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('tells of a failure', async () => {
    const { logs, onTrouble } = setUp(() => Promise.reject(new Error('no room')));
    logs.written(100);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onTrouble).toHaveBeenCalledTimes(1);
  });
});
