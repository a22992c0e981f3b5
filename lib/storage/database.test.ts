import { IDBKeyRange } from 'fake-indexeddb';
import type { Transaction } from 'dexie';
import { describe, expect, it, vi } from 'vitest';
import { createDatabase, schemaVersions, type DesksideDatabase, type SchemaVersion } from './database';
import { createDocumentStore } from './document-store';
import { createIdentityStore } from './identity-store';
import { documentKey } from './keys';
import {
  createClock,
  createDisk,
  maria,
  MINUTE,
  sampleDocument,
  sampleEntry,
  START,
} from '../../tests/storage-samples';

const now = () => START + MINUTE;
const key = documentKey(maria, 'kb', 'vpn');

const old = sampleEntry(sampleDocument('vpn', { title: 'Old' }));
const renewed = sampleEntry(
  sampleDocument('vpn', {
    title: 'New',
    version: '2',
    blocks: [1, 2, 3].map((n) => ({ kind: 'paragraph', text: `Line ${n}` })),
  }),
  { fetchedAt: START + 1 },
);

/** Runs `cut` before every nth document row that is written, new or anew, `times` often or until stopped. */
async function cutAtDocument(
  database: DesksideDatabase,
  nth: number,
  cut: (transaction: IDBTransaction) => void,
  times = Infinity,
): Promise<{ stop(): void }> {
  let count = 0;
  let left = times;
  await database.run(async (tables) => {
    const row = (transaction: Transaction) => {
      count += 1;
      if (left === 0 || count % nth !== 0) return;
      left -= 1;
      cut((transaction as unknown as { idbtrans: IDBTransaction }).idbtrans);
    };
    tables.documents.hook('creating', (_key, _row, transaction) => row(transaction));
    tables.documents.hook('updating', (_changes, _key, _row, transaction) => row(transaction));
  });
  return { stop: () => void (left = 0) };
}

describe('a write that is cut', () => {
  it.each<[string, (transaction: IDBTransaction) => void]>([
    [
      'an error',
      () => {
        throw new Error('cut');
      },
    ],
    ['an aborted transaction', (transaction) => transaction.abort()],
  ])('by %s leaves the old state whole, and the next one goes through', async (_, cut) => {
    const disk = createDisk();
    const database = disk.connect();
    const store = createDocumentStore({ database, now });
    await store.put([old]);
    const cutting = await cutAtDocument(database, 2, cut);
    await expect(store.put([sampleEntry(sampleDocument('other')), renewed])).rejects.toThrow();

    const elsewhere = createDocumentStore({ database: disk.connect(), now });
    expect(await elsewhere.get(key)).toMatchObject({ document: old.document, passages: old.passages });
    expect((await elsewhere.stats()).sources).toMatchObject([{ documents: 1, passages: 2 }]);

    cutting.stop();
    await store.put([renewed]);
    expect(await elsewhere.get(key)).toMatchObject({
      document: renewed.document,
      passages: renewed.passages,
    });
    expect((await elsewhere.stats()).sources).toMatchObject([{ documents: 1, passages: 3 }]);
  });

  it('never passes for an abort of the user', async () => {
    const database = createDisk().connect();
    const store = createDocumentStore({ database, now });
    await cutAtDocument(database, 1, (transaction) => transaction.abort());
    await expect(store.put([old])).rejects.toThrow(
      expect.objectContaining({ name: 'DesksideError', kind: 'unsupported' }),
    );
  });
});

describe('two contexts', () => {
  it('that put the same document at once leave it once and whole', async () => {
    const disk = createDisk();
    const one = createDocumentStore({ database: disk.connect(), now });
    const two = createDocumentStore({ database: disk.connect(), now });
    const stores = [one, two];
    const writes = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : two).put([index % 3 === 0 ? old : renewed]),
    );
    await Promise.all(writes);
    for (const store of stores) {
      expect(await store.get(key)).toMatchObject({ document: renewed.document, passages: renewed.passages });
      expect((await store.stats()).sources).toMatchObject([{ documents: 1, passages: 3 }]);
    }
  });

  it('see each other’s removals', async () => {
    const disk = createDisk();
    const one = createDocumentStore({ database: disk.connect(), now });
    const two = createDocumentStore({ database: disk.connect(), now });
    await one.put([old]);
    await two.remove([key]);
    expect(await one.get(key)).toBeNull();
    expect((await one.put([old])).outcomes).toEqual(['superseded']);
  });
});

describe('room', () => {
  const full = () => {
    throw new DOMException('No room', 'QuotaExceededError');
  };

  it('is made once by letting the oldest go', async () => {
    const database = createDisk().connect();
    const logger = { warn: vi.fn() };
    const store = createDocumentStore({ database, now, logger });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      await store.put([sampleEntry(sampleDocument(id))]);
    }
    await cutAtDocument(database, 1, full, 1);
    const { outcomes, evicted } = await store.put([old]);
    expect(outcomes).toEqual(['added']);
    // Twice what is needed, and at least a quarter of all there is.
    expect(evicted).toEqual(['a', 'b', 'c'].map((id) => documentKey(maria, 'kb', id)));
    expect(await store.get(key)).not.toBeNull();
    expect(logger.warn).toHaveBeenCalledOnce();
  });

  it('that cannot be made is an error that says what to do, and harms nothing', async () => {
    const database = createDisk().connect();
    const store = createDocumentStore({ database, now });
    await cutAtDocument(database, 1, full);
    await expect(store.put([old])).rejects.toThrow(/no room left/);
    expect(await store.stats()).toEqual({ sources: [], bytes: 0 });
  });

  it('that did not come is not sought again at once: the cache would be emptied for nothing', async () => {
    const database = createDisk().connect();
    const clock = createClock(now());
    const store = createDocumentStore({ database, now: clock.now });
    await store.put(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => sampleEntry(sampleDocument(id))));
    await cutAtDocument(database, 1, full);
    const documents = () => database.run((tables) => tables.documents.count());
    await expect(store.put([old])).rejects.toThrow(/no room left/);
    expect(await documents()).toBe(5);
    await expect(store.put([old])).rejects.toThrow(/no room left/);
    expect(await documents()).toBe(5);
    clock.advance(11 * MINUTE);
    await expect(store.put([old])).rejects.toThrow(/no room left/);
    expect(await documents()).toBeLessThan(5);
  });
});

describe('the connection', () => {
  const next: SchemaVersion = {
    version: schemaVersions.length + 1,
    stores: { documents: `${schemaVersions[0]?.stores.documents}, [owner+sourceId]` },
    upgrade: async (transaction) => {
      await transaction.table('identities').toCollection().modify({ displayName: 'upgraded' });
    },
  };

  it('opens without IndexedDB only to say so', async () => {
    const database = createDatabase({ indexedDB: undefined, IDBKeyRange: undefined });
    await expect(createDocumentStore({ database, now }).get(key)).rejects.toThrow(
      expect.objectContaining({
        kind: 'unsupported',
        message: expect.stringContaining('keeps no local data'),
      }),
    );
  });

  it('says the same where the browser refuses to open it', async () => {
    const refusing = {
      open: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const database = createDatabase({ indexedDB: refusing, IDBKeyRange });
    await expect(createIdentityStore({ database, now }).load('x')).rejects.toThrow(
      expect.objectContaining({
        kind: 'unsupported',
        message: expect.stringContaining('keeps no local data'),
      }),
    );
  });

  it('gives way to an upgrade elsewhere, keeps the rows, and leaves the newer version alone', async () => {
    const disk = createDisk();
    const before = disk.connect();
    const store = createDocumentStore({ database: before, now });
    await store.put([old]);
    await createIdentityStore({ database: before, now }).save('kb', {
      userId: 'maria',
      displayName: 'Maria',
    });

    const after = disk.connect({ versions: [...schemaVersions, next] });
    expect(await createDocumentStore({ database: after, now }).get(key)).toMatchObject({
      document: old.document,
    });
    expect(await createIdentityStore({ database: after, now }).load('kb')).toEqual({
      userId: 'maria',
      displayName: 'upgraded',
    });
    await expect(store.get(key)).rejects.toThrow(/newer version/);
  });

  it('stays at the version before when an upgrade fails', async () => {
    const disk = createDisk();
    const before = disk.connect();
    await createDocumentStore({ database: before, now }).put([old]);
    before.close();
    const failing: SchemaVersion = { ...next, upgrade: () => Promise.reject(new Error('no')) };
    const after = createDocumentStore({
      database: disk.connect({ versions: [...schemaVersions, failing] }),
      now,
    });
    await expect(after.get(key)).rejects.toThrow();
    expect(await createDocumentStore({ database: disk.connect(), now }).get(key)).not.toBeNull();
  });

  it('lets another context delete everything, and starts anew', async () => {
    const disk = createDisk();
    const store = createDocumentStore({ database: disk.connect(), now });
    await store.put([old]);
    await new Promise<void>((resolve, reject) => {
      const request = disk.indexedDB.deleteDatabase('deskside');
      request.onsuccess = () => resolve();
      request.onerror = () => reject(new Error('not deleted'));
    });
    expect(await store.get(key)).toBeNull();
    expect((await store.put([old])).outcomes).toEqual(['added']);
  });

  it('opens again and repeats the work when it was closed under it', async () => {
    const logger = { warn: vi.fn() };
    const database = createDisk().connect({ logger });
    await createDocumentStore({ database, now }).put([old]);
    let runs = 0;
    const count = await database.run((tables) => {
      runs += 1;
      if (runs === 1) tables.close({ disableAutoOpen: true });
      return tables.documents.count();
    });
    expect([runs, count]).toEqual([2, 1]);
    expect(logger.warn).toHaveBeenCalledOnce();
  });

  it('stays closed when we closed it', async () => {
    const database = createDisk().connect();
    const store = createDocumentStore({ database, now });
    await store.put([old]);
    database.close();
    await expect(store.get(key)).rejects.toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});

describe('identities', () => {
  it('are kept per session until removed', async () => {
    const disk = createDisk();
    const identities = createIdentityStore({ database: disk.connect(), now });
    expect(await identities.load('jira|https://x.test')).toBeNull();
    await identities.save('jira|https://x.test', { userId: 'maria', displayName: null });
    await identities.save('confluence|https://x.test', { userId: 'm.lopez', displayName: 'Maria' });
    await identities.save('jira|https://x.test', { userId: 'jonas', displayName: 'Jonas' });
    const restarted = createIdentityStore({ database: disk.connect(), now });
    expect(await restarted.load('jira|https://x.test')).toEqual({ userId: 'jonas', displayName: 'Jonas' });
    await restarted.remove('jira|https://x.test');
    expect(await identities.load('jira|https://x.test')).toBeNull();
    expect(await identities.load('confluence|https://x.test')).toEqual({
      userId: 'm.lopez',
      displayName: 'Maria',
    });
  });

  it('that are damaged count as nobody', async () => {
    const database = createDisk().connect();
    await database.run((tables) =>
      tables.identities.put({ session: 'x', userId: '', displayName: null, verifiedAt: 0 }),
    );
    expect(await createIdentityStore({ database, now }).load('x')).toBeNull();
  });
});
