import { expect, test } from 'vitest';
import { createDisk } from '../../tests/storage-samples';
import { syncRowSchema, type SyncRow } from '../core/sync';
import { createSyncStore } from './sync-store';

function row(jobKey: string, change: Partial<SyncRow> = {}): SyncRow {
  const counts = { seen: 0, kept: 0, unchanged: 0, forgotten: 0, failures: 0, generation: 1, restarts: 0 };
  return syncRowSchema.parse({
    jobKey,
    sourceId: 'kb',
    owner: 'maria',
    scope: null,
    what: 'articles',
    state: 'running',
    reason: null,
    waitingUntil: null,
    mode: 'everything',
    phase: 'listing',
    cursor: null,
    since: null,
    startedAt: 1,
    finishedAt: null,
    ...counts,
    failed: [],
    total: null,
    truncated: false,
    syncedAt: null,
    everythingAt: null,
    doubtedAt: null,
    ...change,
  });
}

test('rows are there after a restart, the last one put counts', async () => {
  const disk = createDisk();
  const store = createSyncStore(disk.connect());
  await store.put(row('a'));
  await store.put(row('b'));
  await store.put(row('a', { seen: 50, cursor: 'page 2' }));
  const next = createSyncStore(disk.connect());
  expect(await next.get('a')).toEqual(row('a', { seen: 50, cursor: 'page 2' }));
  expect((await next.all()).map(({ jobKey }) => jobKey)).toEqual(['a', 'b']);
  expect(await next.get('c')).toBeNull();
});

test('members move to the generation they were seen in last, each job has its own', async () => {
  const store = createSyncStore(createDisk().connect());
  await store.mark('a', ['1', '2', '3'], 1);
  await store.mark('b', ['1'], 1);
  await store.mark('a', ['2'], 2);
  await store.unmark('a', ['3', 'none']);
  expect(await store.members('a')).toEqual([
    { id: '1', generation: 1 },
    { id: '2', generation: 2 },
  ]);
  expect(await store.members('b')).toEqual([{ id: '1', generation: 1 }]);
});

test('a job is deleted with its members', async () => {
  const store = createSyncStore(createDisk().connect());
  await store.put(row('a'));
  await store.mark('a', ['1'], 1);
  await store.mark('b', ['1'], 1);
  await store.delete('a');
  expect(await store.get('a')).toBeNull();
  expect(await store.members('a')).toEqual([]);
  expect(await store.members('b')).toHaveLength(1);
});

test('damaged rows are none', async () => {
  const database = createDisk().connect();
  const store = createSyncStore(database);
  await store.put(row('a'));
  await store.put(row('b'));
  await store.mark('a', ['1', '2'], 1);
  await database.run(async (tables) => {
    await tables.table('syncs').update('a', { state: 'torn' });
    await tables.table('syncMembers').update(['a', '1'], { generation: 'torn' });
  });
  expect(await store.get('a')).toBeNull();
  expect((await store.all()).map(({ jobKey }) => jobKey)).toEqual(['b']);
  expect(await store.members('a')).toEqual([{ id: '2', generation: 1 }]);
});
