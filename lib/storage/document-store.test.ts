import { describe, expect, it, vi } from 'vitest';
import type { DesksideDatabase } from './database';
import { createDocumentStore, type DocumentStore } from './document-store';
import { documentKey, ownerKey } from './keys';
import {
  createClock,
  createDisk,
  DAY,
  jonas,
  maria,
  MINUTE,
  ORIGIN,
  sampleDocument,
  sampleEntry,
  START,
} from '../../tests/storage-samples';
import type { Passage } from '../core/suggestion';
import { wholeRowSchema, type StoredDocument } from './rows';

function setUp() {
  const clock = createClock();
  const disk = createDisk();
  const database = disk.connect();
  const logger = { warn: vi.fn() };
  const store = createDocumentStore({ database, now: clock.now, logger });
  return { clock, disk, database, store, logger };
}

const keyOf = (id: string, owner = maria, sourceId = 'kb') => documentKey(owner, sourceId, id);

async function batchesOf(store: DocumentStore, owners: string[], size = 200): Promise<StoredDocument[][]> {
  const batches: StoredDocument[][] = [];
  for (const owner of owners) {
    let after: string | null = null;
    do {
      const batch: Awaited<ReturnType<DocumentStore['batch']>> = await store.batch(owner, after, size);
      if (batch.documents.length > 0) batches.push(batch.documents);
      after = batch.next;
    } while (after !== null);
  }
  return batches;
}
const all = async (store: DocumentStore, owners = [maria]) => (await batchesOf(store, owners)).flat();
const ids = (documents: StoredDocument[]) => documents.map(({ document }) => document.id);

const countRows = (database: DesksideDatabase) =>
  database.run(async (tables) => {
    const rows = await tables.documents.toArray();
    return {
      documents: rows.length,
      passages: rows.reduce<number>((sum, row) => sum + wholeRowSchema.parse(row).passages.length, 0),
    };
  });

/** Writes a row again with other passages. */
const changePassages = (database: DesksideDatabase, change: (passages: Passage[]) => Passage[]) =>
  database.run(async (tables) => {
    const row = wholeRowSchema.parse(await tables.documents.get(keyOf('bad')));
    await tables.documents.put({ ...row, passages: change(row.passages) });
  });

describe('what is put', () => {
  it('comes back whole, with its passages in their order and its times', async () => {
    const { store } = setUp();
    const blocks = Array.from({ length: 12 }, (_, index) => ({
      kind: 'paragraph' as const,
      text: `Step ${index}`,
    }));
    const entry = sampleEntry(sampleDocument('vpn', { blocks }));
    expect(await store.put([entry])).toMatchObject({ outcomes: ['added'], evicted: [] });
    expect(await store.get(keyOf('vpn'))).toEqual({
      documentKey: keyOf('vpn'),
      owner: maria,
      document: entry.document,
      passages: entry.passages,
      fetchedAt: START,
      expiresAt: START + 60 * MINUTE,
      usedAt: START,
    });
    expect(await store.get(keyOf('mail'))).toBeNull();
  });

  it('replaces the passages of the version before, more or fewer', async () => {
    const { store, database } = setUp();
    const long = sampleDocument('vpn', {
      blocks: [1, 2, 3].map((n) => ({ kind: 'paragraph', text: `Line ${n}` })),
    });
    await store.put([sampleEntry(long)]);
    const short = sampleDocument('vpn', { version: '2', blocks: [{ kind: 'paragraph', text: 'All new' }] });
    expect((await store.put([sampleEntry(short, { fetchedAt: START + 1 })])).outcomes).toEqual(['updated']);
    expect((await store.get(keyOf('vpn')))?.passages.map((passage) => passage.text)).toEqual(['All new']);
    expect(await countRows(database)).toEqual({ documents: 1, passages: 1 });
  });

  it('renews only the times when nothing changed', async () => {
    const { store, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('vpn'))]);
    clock.advance(DAY);
    const again = sampleEntry(sampleDocument('vpn'), { fetchedAt: clock.now() });
    expect((await store.put([again])).outcomes).toEqual(['unchanged']);
    const stored = await store.get(keyOf('vpn'));
    expect(stored).toMatchObject({
      fetchedAt: START + DAY,
      expiresAt: START + DAY + 60 * MINUTE,
      usedAt: START,
    });
  });

  it.each([
    ['few', 3],
    ['many', 30],
  ])('is known again with %s others between', async (_, others) => {
    const { store } = setUp();
    const between = Array.from({ length: others }, (_unused, at) => sampleEntry(sampleDocument(`m${at}`)));
    await store.put([sampleEntry(sampleDocument('a')), sampleEntry(sampleDocument('z')), ...between]);
    const again = ['a', 'new', 'z'].map((id) => sampleEntry(sampleDocument(id), { fetchedAt: START + 1 }));
    expect((await store.put(again)).outcomes).toEqual(['unchanged', 'added', 'unchanged']);
  });

  it.each([
    ['text under the same version', { blocks: [{ kind: 'paragraph' as const, text: 'Edited in silence' }] }],
    ['a label that makes it outdated', { state: 'outdated' as const, labels: ['outdated'] }],
    ['a restriction', { restricted: true }],
  ])('notices %s', async (_, change) => {
    const { store } = setUp();
    await store.put([sampleEntry(sampleDocument('vpn'))]);
    const changed = sampleDocument('vpn', change);
    expect((await store.put([sampleEntry(changed, { fetchedAt: START + 1 })])).outcomes).toEqual(['updated']);
    expect((await store.get(keyOf('vpn')))?.document).toEqual(changed);
  });

  it('may hold one document twice: the later read stays', async () => {
    const { store, database } = setUp();
    const second = sampleDocument('vpn', { version: '2', blocks: [{ kind: 'paragraph', text: 'All new' }] });
    const later = sampleEntry(second, { fetchedAt: START });
    const first = sampleEntry(sampleDocument('vpn'), { fetchedAt: START - 1 });
    expect((await store.put([first, later, later, first])).outcomes).toEqual([
      'added',
      'updated',
      'unchanged',
      'superseded',
    ]);
    expect((await store.get(keyOf('vpn')))?.document).toEqual(second);
    expect(await countRows(database)).toEqual({ documents: 1, passages: 1 });
  });

  it('loses to a later read that is stored already', async () => {
    const { store, clock } = setUp();
    clock.advance(MINUTE);
    await store.put([sampleEntry(sampleDocument('vpn', { version: '2' }), { fetchedAt: START + 500 })]);
    const late = sampleEntry(sampleDocument('vpn', { version: '1' }), { fetchedAt: START + 100 });
    expect((await store.put([late])).outcomes).toEqual(['superseded']);
    expect((await store.get(keyOf('vpn')))?.document.version).toBe('2');
  });

  it('wins over a row whose time is yet to come: the clock was set back', async () => {
    const { store } = setUp();
    await store.put([sampleEntry(sampleDocument('vpn'), { fetchedAt: START + DAY })]);
    const real = sampleEntry(sampleDocument('vpn', { version: '2' }), { fetchedAt: START });
    expect((await store.put([real])).outcomes).toEqual(['updated']);
  });

  it('is refused when its shape is wrong or a passage belongs elsewhere', async () => {
    const { store, database } = setUp();
    const good = sampleEntry(sampleDocument('vpn'));
    await expect(
      store.put([good, { ...good, document: { ...good.document, title: null as never } }]),
    ).rejects.toThrow(expect.objectContaining({ kind: 'bad-answer' }));
    await expect(store.put([{ ...good, owner: jonas }])).rejects.toThrow(
      expect.objectContaining({ kind: 'invalid-query' }),
    );
    expect(await countRows(database)).toEqual({ documents: 0, passages: 0 });
  });

  it('holds for 2,000 documents, in batches and without loss', async () => {
    const { store } = setUp();
    const names = Array.from({ length: 2000 }, (_, index) => `doc|${index}%`);
    await store.put(names.map((name) => sampleEntry(sampleDocument(name))));
    const batches = await batchesOf(store, [maria], 300);
    expect(batches.map((batch) => batch.length)).toEqual([300, 300, 300, 300, 300, 300, 200]);
    expect(new Set(ids(batches.flat()))).toEqual(new Set(names));
    expect(batches.flat().every(({ passages }) => passages.length === 2)).toBe(true);
    expect(await store.stats()).toMatchObject({
      sources: [{ sourceId: 'kb', documents: 2000, passages: 4000 }],
    });
  }, 30_000);
});

describe('owners', () => {
  it('never see each other, whatever they are called', async () => {
    const { store } = setUp();
    const owners = ['maria', 'maria|', 'mari', 'maria%7C', 'm'].map((user) => ownerKey(ORIGIN, user));
    for (const owner of owners)
      await store.put([sampleEntry(sampleDocument(`secret of ${owner}`), { owner })]);
    for (const owner of owners) expect(ids(await all(store, [owner]))).toEqual([`secret of ${owner}`]);
    expect((await all(store, owners)).length).toBe(owners.length);
    expect(await all(store, [])).toEqual([]);
  });

  it('have copies of their own of one document', async () => {
    const { store } = setUp();
    await store.put([sampleEntry(sampleDocument('vpn', { title: 'For Maria' }))]);
    await store.put([sampleEntry(sampleDocument('vpn', { title: 'For Jonas' }), { owner: jonas })]);
    expect((await store.get(keyOf('vpn', maria)))?.document.title).toBe('For Maria');
    expect((await store.get(keyOf('vpn', jonas)))?.document.title).toBe('For Jonas');
    await store.remove([keyOf('vpn', jonas)]);
    expect(ids(await all(store, [maria]))).toEqual(['vpn']);
    expect(await all(store, [jonas])).toEqual([]);
  });

  it('leave nothing behind at sign-out, and the next user at the origin keeps theirs', async () => {
    const { store, database, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('a')), sampleEntry(sampleDocument('b'))]);
    await store.put([sampleEntry(sampleDocument('a'), { owner: jonas })]);
    clock.advance(MINUTE);
    expect((await store.purge({ owner: maria })).sort()).toEqual([keyOf('a'), keyOf('b')]);
    expect(await all(store, [maria])).toEqual([]);
    expect(ids(await all(store, [jonas]))).toEqual(['a']);
    expect(await countRows(database)).toEqual({ documents: 1, passages: 2 });
  });

  it('are not brought back by an answer that was asked for before they left', async () => {
    const { store, clock } = setUp();
    const underWay = sampleEntry(sampleDocument('a'), { fetchedAt: clock.now() });
    clock.advance(1000);
    await store.purge({ owner: maria });
    clock.advance(1000);
    expect((await store.put([underWay])).outcomes).toEqual(['superseded']);
    expect(await all(store)).toEqual([]);
    const signedInAgain = sampleEntry(sampleDocument('a'), { fetchedAt: clock.now() });
    expect((await store.put([signedInAgain])).outcomes).toEqual(['added']);
  });
});

describe('freshness', () => {
  it('tells versions of many documents at once, and leaves out what is not stored', async () => {
    const { store } = setUp();
    await store.put([sampleEntry(sampleDocument('a', { version: '7' })), sampleEntry(sampleDocument('b'))]);
    const wanted = ['a', 'b', 'c'].map((id) => ({ owner: maria, sourceId: 'kb', id }));
    const versions = await store.versions([...wanted, { owner: jonas, sourceId: 'kb', id: 'a' }]);
    expect([...versions.keys()]).toEqual([keyOf('a'), keyOf('b')]);
    expect(versions.get(keyOf('a'))).toEqual({
      version: '7',
      fetchedAt: START,
      expiresAt: START + 60 * MINUTE,
      pinned: false,
    });
  });

  it('names what is expired or missing, and still reads what is expired: there may be no network', async () => {
    const { store, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('short'), { expiresAt: START + MINUTE })]);
    await store.put([sampleEntry(sampleDocument('long'))]);
    const keys = ['short', 'long', 'never'].map((id) => keyOf(id));
    expect(await store.stale(keys)).toEqual([keyOf('never')]);
    clock.advance(MINUTE);
    expect(await store.stale(keys)).toEqual([keyOf('short'), keyOf('never')]);
    expect(ids(await all(store)).sort()).toEqual(['long', 'short']);
  });

  it('reads on without any source after a restart', async () => {
    const { store, database, disk, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('vpn'))]);
    database.close();
    const restarted = createDocumentStore({ database: disk.connect(), now: clock.now });
    expect(ids(await all(restarted))).toEqual(['vpn']);
  });
});

describe('removal', () => {
  it('of a revoked document takes its passages along and outlives answers under way', async () => {
    const { store, database, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('a')), sampleEntry(sampleDocument('a2'))]);
    clock.advance(MINUTE);
    await store.remove([keyOf('a')]);
    expect(await countRows(database)).toEqual({ documents: 1, passages: 2 });
    const late = [sampleEntry(sampleDocument('a')), sampleEntry(sampleDocument('b'))];
    expect((await store.put(late)).outcomes).toEqual(['superseded', 'added']);
    clock.advance(1);
    const granted = sampleEntry(sampleDocument('a'), { fetchedAt: clock.now() });
    expect((await store.put([granted])).outcomes).toEqual(['added']);
  });

  it('by source, by origin or of everything takes exactly that', async () => {
    const { store, database } = setUp();
    const wiki = ownerKey('https://wiki.example.com', 'maria');
    const fill = async () => {
      await store.put([
        sampleEntry(sampleDocument('a')),
        sampleEntry(sampleDocument('b', { sourceId: 'kb2' })),
        sampleEntry(sampleDocument('c'), { owner: wiki, origin: 'https://wiki.example.com' }),
      ]);
    };
    await fill();
    expect(await store.purge({ sourceId: 'kb2' })).toEqual([keyOf('b', maria, 'kb2')]);
    await fill();
    expect((await store.purge({ origin: ORIGIN })).length).toBe(2);
    expect(ids(await all(store, [maria, wiki]))).toEqual(['c']);
    await fill();
    expect((await store.purge({ all: true })).length).toBe(3);
    expect(await countRows(database)).toEqual({ documents: 0, passages: 0 });
  });

  it('by age takes what was not read for so long', async () => {
    const { store, clock } = setUp();
    await store.put([sampleEntry(sampleDocument('old'))]);
    clock.advance(20 * DAY);
    await store.put([sampleEntry(sampleDocument('new'), { fetchedAt: clock.now() })]);
    clock.advance(15 * DAY);
    expect(await store.purgeAged(30)).toEqual([keyOf('old')]);
    expect(await store.purgeAged(30)).toEqual([]);
    expect(ids(await all(store))).toEqual(['new']);
  });

  it('by age or quota spares what is pinned, also after a later read that is not', async () => {
    const { store, clock } = setUp();
    await store.put([
      sampleEntry(sampleDocument('import'), { pinned: true }),
      sampleEntry(sampleDocument('page')),
    ]);
    const changed = sampleDocument('import', {
      version: '2',
      blocks: [{ kind: 'paragraph', text: 'All new' }],
    });
    await store.put([sampleEntry(changed, { fetchedAt: START + 1 })]);
    clock.advance(40 * DAY);
    expect(await store.pinned([keyOf('import'), keyOf('page'), keyOf('none')])).toEqual(
      new Set([keyOf('import')]),
    );
    expect(await store.purgeAged(30)).toEqual([keyOf('page')]);
    expect(await store.purgeToQuota(0)).toEqual([]);
    expect((await store.get(keyOf('import')))?.document).toEqual(changed);
    expect(await store.purge({ sourceId: 'kb' })).toEqual([keyOf('import')]);
  });

  it('by quota takes what was not used longest, and stops as soon as it fits', async () => {
    const { store, clock, database } = setUp();
    for (const id of ['a', 'b', 'c', 'd']) {
      await store.put([sampleEntry(sampleDocument(id))]);
      clock.advance(MINUTE);
    }
    await store.touch([keyOf('a'), keyOf('not there')]);
    const { bytes } = await store.stats();
    expect(await store.purgeToQuota(bytes)).toEqual([]);
    expect(await store.purgeToQuota(bytes / 2)).toEqual([keyOf('b'), keyOf('c')]);
    expect((await store.stats()).bytes).toBe(bytes / 2);
    expect(ids(await all(store))).toEqual(['a', 'd']);
    expect(await countRows(database)).toEqual({ documents: 2, passages: 4 });
  });

  it('forgets its own traces after an hour, so that no user name stays', async () => {
    const { store, clock, database } = setUp();
    const marks = () => database.run((tables) => tables.meta.count());
    await store.purge({ owner: maria });
    expect(await marks()).toBe(1);
    clock.advance(61 * MINUTE);
    await store.purgeAged(30);
    expect(await marks()).toBe(0);
  });
});

it('adds up each source', async () => {
  const { store, clock } = setUp();
  expect(await store.stats()).toEqual({ sources: [], bytes: 0 });
  await store.put([sampleEntry(sampleDocument('a')), sampleEntry(sampleDocument('b', { sourceId: 'kb2' }))]);
  clock.advance(DAY);
  await store.put([sampleEntry(sampleDocument('c'), { fetchedAt: clock.now() })]);
  const { sources, bytes } = await store.stats();
  expect(sources).toEqual([
    {
      sourceId: 'kb',
      documents: 2,
      passages: 4,
      bytes: expect.any(Number),
      oldest: START,
      newest: START + DAY,
    },
    { sourceId: 'kb2', documents: 1, passages: 2, bytes: expect.any(Number), oldest: START, newest: START },
  ]);
  expect(bytes).toBe(sources.reduce((sum, source) => sum + source.bytes, 0));
  expect(bytes).toBeGreaterThan(3 * 500);
});

describe('damage', () => {
  it.each<[string, (database: DesksideDatabase) => Promise<unknown>]>([
    [
      'a field of another type',
      (db) => db.run((t) => t.documents.update(keyOf('bad'), { fetchedAt: 'x' as unknown as number })),
    ],
    ['a document that is another', (db) => db.run((t) => t.documents.update(keyOf('bad'), { owner: jonas }))],
    ['a missing passage', (db) => changePassages(db, (passages) => passages.slice(1))],
    [
      'a passage of somebody else',
      (db) =>
        changePassages(db, ([first, ...rest]) => [{ ...first!, documentKey: keyOf('bad', jonas) }, ...rest]),
    ],
  ])('%s is dropped and reported, not thrown, and the rest is read', async (_, harm) => {
    for (const read of [
      (store: DocumentStore) => all(store),
      (store: DocumentStore) => store.getMany(['bad', 'good'].map((id) => keyOf(id))),
    ]) {
      const { store, database, logger } = setUp();
      await store.put([sampleEntry(sampleDocument('bad')), sampleEntry(sampleDocument('good'))]);
      await harm(database);
      expect(ids(await read(store))).toEqual(['good']);
      expect(logger.warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('1 damaged'));
      expect(await countRows(database)).toEqual({ documents: 1, passages: 2 });
      expect((await store.put([sampleEntry(sampleDocument('bad'))])).outcomes).toEqual(['added']);
    }
  });

  it('is repaired by the next put of the same content', async () => {
    const { store, database } = setUp();
    await store.put([sampleEntry(sampleDocument('bad'))]);
    await changePassages(database, () => []);
    expect((await store.put([sampleEntry(sampleDocument('bad'))])).outcomes).toEqual(['updated']);
    expect((await store.get(keyOf('bad')))?.passages.length).toBe(2);
  });
});
