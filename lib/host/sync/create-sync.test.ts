import { describe, expect, it } from 'vitest';
import { articleOf, createWorld, dana, emptyDisk, fill, shelfConnector } from '../../../tests/sync-world';
import { DesksideError, type ErrorKind } from '../../core/errors';
import type { SyncRow } from '../../core/sync';
import { usualPolicy } from './sync-contract';

const failure = (kind: ErrorKind, init = {}) => new DesksideError(kind, 'scripted', init);
const DAY = 24 * 60 * 60_000;

function shelfOf(count: number) {
  const made = shelfConnector();
  fill(made.shelf, count);
  return { ...made, world: createWorld(made) };
}

describe('a first run', () => {
  it('keeps every document, whether its text was listed or has to be read', async () => {
    const { shelf, world } = shelfOf(10);
    for (const id of ['A2', 'A3', 'A9']) shelf.bare.add(id);
    const row = await world.run();
    expect(world.titles()).toHaveLength(10);
    expect(shelf.read.sort()).toEqual(['A2', 'A3', 'A9']);
    expect(row).toMatchObject({
      state: 'done',
      mode: 'everything',
      seen: 10,
      kept: 10,
      unchanged: 0,
      total: 10,
      failures: 0,
      syncedAt: row.startedAt,
      everythingAt: row.startedAt,
    });
  });

  it('tells each step as it is written down', async () => {
    const { world } = shelfOf(10);
    const seen: number[] = [];
    world.sync.watch((row) => seen.push(row.seen));
    await world.run();
    expect(seen).toEqual([0, 4, 8, 10, 10]);
  });

  it('reads two documents at once and no more', async () => {
    const { shelf, connector } = shelfConnector();
    fill(shelf, 10);
    for (const id of shelf.articles.keys()) shelf.bare.add(id);
    let [reading, most] = [0, 0];
    const slow: typeof connector = {
      ...connector,
      async fetchOne(ref, source) {
        most = Math.max(most, (reading += 1));
        await new Promise((resolve) => setImmediate(resolve));
        reading -= 1;
        return articleOf(source, ref.id);
      },
    };
    await createWorld({ connector: slow }).run();
    expect(most).toBe(2);
  });

  it('names what could not be read, and reads it again the next time', async () => {
    const { shelf, world } = shelfOf(5);
    shelf.bare.add('A2').add('A5');
    shelf.unreadable.set('A2', failure('bad-answer'));
    const row = await world.run();
    expect(row).toMatchObject({ state: 'done', kept: 4, failures: 1 });
    expect(row.failed).toMatchObject([{ id: 'A2', title: 'Article A2', kind: 'bad-answer' }]);
    shelf.unreadable.clear();
    const next = await world.run();
    expect(next).toMatchObject({ mode: 'changes', kept: 1, failures: 0, failed: [] });
    expect(world.titles()).toContain('Article A2 v1');
  });

  it('ends at the most documents, and forgets nothing for it', async () => {
    const { shelf, connector } = shelfConnector();
    fill(shelf, 12);
    const disk = emptyDisk();
    await createWorld({ connector, disk }).run();
    shelf.articles.delete('A12');
    const world = createWorld({ connector, disk, policy: { mostDocuments: 8 } });
    const row = await world.run({ everything: true });
    expect(row).toMatchObject({ state: 'done', truncated: true, forgotten: 0, seen: 8 });
    expect(world.titles()).toHaveLength(12);
  });
});

describe('a later run', () => {
  it('asks for changes since the last one, some minutes earlier', async () => {
    const { shelf, world } = shelfOf(6);
    const first = await world.run();
    shelf.articles.set('A3', '2');
    shelf.changed = ['A3', 'A4'];
    world.clock.now += DAY;
    const row = await world.run();
    expect(shelf.asked.at(-1)?.since).toBe(new Date(first.startedAt - usualPolicy.overlapMs).toISOString());
    expect(row).toMatchObject({ mode: 'changes', kept: 1, unchanged: 1, seen: 2 });
    expect(world.titles()).toContain('Article A3 v2');
  });

  it('forgets what the product says is gone, and what may no longer be read', async () => {
    const { shelf, world } = shelfOf(6);
    await world.run();
    shelf.removed = ['A1'];
    shelf.changed = ['A2', 'A3'];
    for (const id of shelf.changed) {
      shelf.bare.add(id);
      shelf.articles.set(id, '2');
    }
    shelf.unreadable.set('A2', failure('forbidden')).set('A3', failure('not-found'));
    const row = await world.run();
    expect(row).toMatchObject({ state: 'done', forgotten: 3, failures: 0 });
    expect([...(world.disk.members.get(row.jobKey)?.keys() ?? [])]).toEqual(['A4', 'A5', 'A6']);
    expect(world.titles()).toEqual(['Article A4 v1', 'Article A5 v1', 'Article A6 v1']);
  });

  it('lists everything again after some days, and forgets what is not there any more', async () => {
    const { shelf, world } = shelfOf(10);
    await world.run();
    shelf.articles.delete('A7');
    world.clock.now += DAY;
    expect(await world.run()).toMatchObject({ mode: 'changes', forgotten: 0 });
    world.clock.now += usualPolicy.everythingAfterMs;
    expect(await world.run()).toMatchObject({ mode: 'everything', forgotten: 1, unchanged: 9 });
    expect(world.titles()).toHaveLength(9);
  });

  it('leaves alone what other jobs and searches have kept', async () => {
    const { shelf, world } = shelfOf(4);
    await world.run();
    const found = articleOf(world.source, 'Z1');
    world.disk.documents.set('shelf:dana|shelf-1|Z1', found);
    shelf.articles.delete('A1');
    await world.run({ everything: true });
    expect(world.titles()).toEqual(['Article A2 v1', 'Article A3 v1', 'Article A4 v1', 'Article Z1 v1']);
  });
});

describe('a listing that misses too much', () => {
  it.each([
    ['nothing at all', 6, 0],
    ['less than half of what there was', 60, 20],
  ])('%s: nothing is forgotten until another one says so a day later', async (_, before, after) => {
    const { shelf, world } = shelfOf(before);
    await world.run();
    const all = [...shelf.articles];
    for (const [id] of all.slice(after)) shelf.articles.delete(id);
    const doubted = await world.run({ everything: true });
    expect(doubted).toMatchObject({ state: 'done', forgotten: 0, doubtedAt: doubted.startedAt });
    world.clock.now += 60_000;
    expect(await world.run()).toMatchObject({ mode: 'everything', forgotten: 0 });
    expect(world.titles()).toHaveLength(before);
    world.clock.now += usualPolicy.doubtMs;
    expect(await world.run()).toMatchObject({ forgotten: before - after, doubtedAt: null });
    expect(world.titles()).toHaveLength(after);
  });

  it('and was wrong is no more in doubt', async () => {
    const { shelf, world } = shelfOf(6);
    await world.run();
    const all = [...shelf.articles];
    shelf.articles.clear();
    await world.run({ everything: true });
    for (const [id, version] of all) shelf.articles.set(id, version);
    expect(await world.run()).toMatchObject({ mode: 'everything', forgotten: 0, doubtedAt: null });
    expect(await world.run()).toMatchObject({ mode: 'changes' });
  });
});

describe('a source that fails', () => {
  it('that limits its rate is asked again when it said, with the time shown', async () => {
    const { shelf, world } = shelfOf(10);
    const rows: SyncRow[] = [];
    world.sync.watch((row) => rows.push(row));
    let limits = 2;
    shelf.beforePage = ({ cursor }) => {
      if (cursor === '4' && (limits -= 1) >= 0) throw failure('rate-limited', { retryAfterMs: 90_000 });
    };
    const begun = world.clock.now;
    expect(await world.run()).toMatchObject({ state: 'done', kept: 10, waitingUntil: null });
    expect(world.waits.filter((ms) => ms > 0)).toEqual([90_000, 90_000]);
    const shown = rows.map(({ waitingUntil }) => waitingUntil).filter((until) => until !== null);
    expect(shown).toEqual([begun + 90_000, begun + 180_000]);
  });

  it('limits the reading of documents: what was read before is not read again', async () => {
    const { shelf, world } = shelfOf(4);
    for (const id of shelf.articles.keys()) shelf.bare.add(id);
    shelf.unreadable.set('A4', failure('rate-limited', { retryAfterMs: 1_000 }));
    world.sync.watch(({ waitingUntil }) => {
      if (waitingUntil !== null) shelf.unreadable.clear();
    });
    expect(await world.run()).toMatchObject({ state: 'done', seen: 4 });
    expect(shelf.read.filter((id) => id === 'A1')).toHaveLength(1);
    expect(world.titles()).toHaveLength(4);
  });

  it.each<[ErrorKind, 'paused' | 'failed']>([
    ['signed-out', 'paused'],
    ['needs-open-tab', 'paused'],
    ['no-permission', 'paused'],
    ['forbidden', 'failed'],
    ['server', 'failed'],
    ['unreachable', 'failed'],
    ['bad-answer', 'failed'],
  ])('with %s leaves the job %s where it was', async (kind, state) => {
    const { shelf, world } = shelfOf(10);
    shelf.beforePage = ({ cursor }) => {
      if (cursor === '8') throw failure(kind);
    };
    const row = await world.run();
    expect(row).toMatchObject({ state, reason: kind, cursor: '8', seen: 8, syncedAt: null });
    expect(world.titles()).toHaveLength(8);
    shelf.beforePage = () => undefined;
    const asked = shelf.asked.length;
    if (state === 'paused') await world.sync.wake(world.source.id);
    else await world.sync.resume(row.jobKey);
    await world.sync.idle();
    expect(world.disk.rows.get(row.jobKey)).toMatchObject({ state: 'done', seen: 10, kept: 10 });
    expect(shelf.asked.slice(asked).map(({ cursor }) => cursor)).toEqual(['8']);
  });

  it('in passing is asked again, each time later', async () => {
    const { shelf, world } = shelfOf(10);
    let failures = 3;
    shelf.beforePage = () => {
      if ((failures -= 1) >= 0) throw failure('server');
    };
    expect(await world.run()).toMatchObject({ state: 'done' });
    expect(world.waits.filter((ms) => ms > 0)).toEqual(usualPolicy.retryAfterMs);
  });

  it('that does not know its cursor any more is listed from the first page, once', async () => {
    const { shelf, world } = shelfOf(10);
    const cursors: (string | null)[] = [];
    shelf.beforePage = ({ cursor }) => {
      cursors.push(cursor);
      if (cursor === '4' && cursors.length === 2) throw failure('invalid-query');
    };
    expect(await world.run()).toMatchObject({ state: 'done', seen: 10, restarts: 1 });
    expect(cursors).toEqual([null, '4', null, '4', '8']);
    shelf.beforePage = ({ cursor }) => {
      if (cursor === '4') throw failure('invalid-query');
    };
    expect(await world.run({ everything: true })).toMatchObject({ state: 'failed', reason: 'invalid-query' });
  });
});

describe('the user', () => {
  it('who is another one by now gets nothing, and the job goes on when the first is back', async () => {
    const { shelf, connector } = shelfConnector();
    fill(shelf, 10);
    let user = dana;
    const world = createWorld({ connector, user: () => Promise.resolve(user) });
    shelf.beforePage = ({ cursor }) => {
      if (cursor === '4') user = { userId: 'sam', displayName: 'Sam' };
    };
    const row = await world.run();
    expect(row).toMatchObject({ state: 'paused', reason: 'signed-out', seen: 8 });
    await world.sync.wake(world.source.id);
    await world.sync.idle();
    expect(world.disk.rows.get(row.jobKey)).toMatchObject({ state: 'paused', seen: 8 });
    [user, shelf.beforePage] = [dana, () => undefined];
    await world.sync.wake(world.source.id);
    await world.sync.idle();
    expect(world.disk.rows.get(row.jobKey)).toMatchObject({ state: 'done', seen: 10 });
    expect([...world.disk.documents.keys()].every((key) => key.startsWith('shelf:dana|'))).toBe(true);
  });

  it('who left, and whose documents went with them, gets everything anew', async () => {
    const { world } = shelfOf(10);
    const { jobKey, owner } = await world.run();
    world.disk.documents.clear();
    await world.sync.purged({ owner });
    expect(world.disk.members.get(jobKey)?.size ?? 0).toBe(0);
    expect(await world.run()).toMatchObject({ mode: 'everything', kept: 10 });
  });
});

describe('a person', () => {
  it('pauses and resumes it where it was; a sign-in does not resume it', async () => {
    const { shelf, world } = shelfOf(20);
    const pauses: Promise<void>[] = [];
    world.sync.watch(({ jobKey, seen }) => {
      if (seen === 8 && pauses.length === 0) pauses.push(world.sync.pause(jobKey));
    });
    const { jobKey } = await world.start();
    await world.sync.idle();
    await Promise.all(pauses);
    expect(world.disk.rows.get(jobKey)).toMatchObject({ state: 'paused', reason: 'user', cursor: '8' });
    await world.sync.wake(world.source.id);
    await world.sync.restore();
    await world.sync.idle();
    expect(world.disk.rows.get(jobKey)?.state).toBe('paused');
    const asked = shelf.asked.length;
    await world.sync.resume(jobKey);
    await world.sync.idle();
    expect(world.disk.rows.get(jobKey)).toMatchObject({ state: 'done', seen: 20 });
    expect(shelf.asked[asked]?.cursor).toBe('8');
  });

  it('cancels it: the job goes, the documents stay', async () => {
    const { world } = shelfOf(6);
    const { jobKey } = await world.run();
    await world.sync.cancel(jobKey);
    expect(await world.sync.rows()).toEqual([]);
    expect(world.titles()).toHaveLength(6);
  });

  it('cannot start what cannot be listed', async () => {
    const { world } = shelfOf(1);
    await expect(world.start({ what: 'tickets' })).rejects.toMatchObject({ kind: 'unsupported' });
  });

  it('who starts it twice has it once', async () => {
    const { shelf, world } = shelfOf(10);
    await Promise.all([world.start(), world.start(), world.start()]);
    await world.sync.idle();
    expect(shelf.asked).toHaveLength(3);
  });
});

it('a source that was taken away takes its jobs along', async () => {
  const { connector, shelf } = shelfConnector();
  fill(shelf, 10);
  const disk = emptyDisk();
  const world = createWorld({ connector, disk });
  const row = await world.run();
  disk.rows.set(row.jobKey, { ...row, state: 'running', sourceId: 'gone' });
  await createWorld({ connector, disk }).sync.restore();
  expect(disk.rows.size).toBe(0);
});

it('one job at a time asks each server', async () => {
  const { shelf, world } = shelfOf(10);
  await Promise.all([world.start({ scope: 'A' }), world.start({ scope: 'B' })]);
  await world.sync.idle();
  expect(shelf.asked.map(({ scope }) => scope)).toEqual(['A', 'A', 'A', 'B', 'B', 'B']);
});

it('a process that closes leaves its jobs to the next one', async () => {
  const { connector, shelf } = shelfConnector();
  fill(shelf, 20);
  const disk = emptyDisk();
  const first = createWorld({ connector, disk });
  const closing: Promise<void>[] = [];
  first.sync.watch(({ seen }) => {
    if (seen === 8 && closing.length === 0) closing.push(first.sync.close());
  });
  const { jobKey } = await first.start();
  await first.sync.idle();
  await Promise.all(closing);
  expect(disk.rows.get(jobKey)).toMatchObject({ state: 'running', seen: 8 });
  expect(first.warnings).toEqual([]);
  const second = createWorld({ connector, disk });
  await second.sync.restore();
  await second.sync.idle();
  expect(disk.rows.get(jobKey)).toMatchObject({ state: 'done', seen: 20, kept: 20 });
});

it('a listing that does not go on is an error, not a loop', async () => {
  const { connector, shelf } = shelfConnector();
  fill(shelf, 10);
  const stuck: typeof connector = {
    ...connector,
    listDocuments: async (request, source, io) => {
      const page = await connector.listDocuments?.(request, source, io);
      if (!page) throw new Error('the shelf lists');
      return { ...page, next: '4' };
    },
  };
  expect(await createWorld({ connector: stuck }).run()).toMatchObject({
    state: 'failed',
    reason: 'bad-answer',
  });
});
