import { expect, it } from 'vitest';
import { createDisk, maria } from '../../tests/storage-samples';
import { notesOf, pendingOf, removalNote } from './index-rows';
import { createIndexStore } from './index-store';
import { documentKey } from './keys';

const keys = Array.from({ length: 250 }, (_, at) => documentKey(maria, 'kb', `d${at}`));

function setUp() {
  const database = createDisk().connect();
  let runs = 0;
  const store = createIndexStore({
    ...database,
    run: (work) => {
      runs += 1;
      return database.run(work);
    },
  });
  return { database, store, runs: () => runs };
}

const blocks = (names: readonly string[], first: number) =>
  new Map(names.map((name, at) => [name, Uint8Array.of(first + at)]));

it('blocks that are asked for in one go are read in one transaction, each for whoever asked', async () => {
  const { database, store, runs } = setUp();
  await database.run((tables) =>
    tables.blocks.bulkPut([...blocks(['c', 'v'], 1).values(), Uint8Array.of(9)], ['s1/c', 's1/v', 's2/c']),
  );
  const read = await Promise.all([store.read('s1', ['v', 'c']), store.read('s2', ['c', 'v'])]);
  expect(read).toEqual([
    [Uint8Array.of(2), Uint8Array.of(1)],
    [Uint8Array.of(9), undefined],
  ]);
  expect(runs()).toBe(1);
  expect(await store.read('s2', ['c'])).toEqual([Uint8Array.of(9)]);
  expect(runs()).toBe(2);
});

it('notes are settled document by document, and what was noted later stays', async () => {
  const { database, store } = setUp();
  const notes = notesOf(keys);
  expect(notes.map(({ keys: some }) => some.length)).toEqual([200, 50]);
  const removed = removalNote(keys[0] ?? '');
  await database.run((tables) => tables.notes.bulkPut([...notes, removed]));
  expect(await store.pending(maria, 1_000)).toHaveLength(251);
  expect(await store.pending(maria, 100)).toHaveLength(100);

  const pending = pendingOf(notes);
  const commit = (settled: typeof pending) => store.commit({ add: [], update: [], drop: [], settled });
  await commit(pending.slice(0, 120));
  expect((await store.pending(maria, 1_000)).map(({ documentKey: one }) => one).sort()).toEqual(
    [keys[0], ...keys.slice(120)].sort(),
  );
  await commit(pending.slice(120));
  expect(await store.pending(maria, 1_000)).toEqual(pendingOf([removed]));
  await commit(pendingOf([removed]));
  expect(await store.pending(maria, 1_000)).toEqual([]);
});
