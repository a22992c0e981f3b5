import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { beginFreshLog, LOG_DATABASE_NAME } from './fresh-log';

describe('a fresh log', () => {
  it('is begun by a database that comes and goes', async () => {
    const indexedDB = new IDBFactory();
    const gone = vi.spyOn(indexedDB, 'deleteDatabase');
    await beginFreshLog({ indexedDB, IDBKeyRange });
    expect(gone).toHaveBeenCalledWith(LOG_DATABASE_NAME);
    expect(await indexedDB.databases()).toEqual([]);
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
