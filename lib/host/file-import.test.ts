import { expect, test } from 'vitest';
import { browser, source } from '../../tests/library-world';
import { sampleDocument } from '../../tests/storage-samples';
import { FILES_SOURCE_ID } from '../core/files-source';
import type { FileBatch } from '../messaging/library-messages';
import { createFileImport } from './file-import';

const row = (id: string, version = '1') =>
  sampleDocument(id, { sourceId: FILES_SOURCE_ID, url: '', version });

function setUp() {
  const { start, clock } = browser();
  const host = start();
  const files = createFileImport(host.library);
  const take = (path: string, ids: string[], change: Partial<FileBatch> = {}, version?: string) =>
    files.take({
      path,
      startedAt: clock.now(),
      documents: ids.map((id) => row(id, version)),
      isLast: true,
      ...change,
    });
  const held = () => host.found(host.library.filesOwner);
  return { ...host, start, clock, take, held };
}

test('a file is there after a restart, and nobody has to be signed in for it', async () => {
  const { take, start } = setUp();
  expect(await take('a.pdf', ['a.pdf'])).toEqual({ added: 1, updated: 0, unchanged: 0, removed: 0 });
  const { library, found } = start();
  expect(await found(library.filesOwner)).toEqual(['a.pdf']);
});

test('the same batch once more, as after a kill, changes nothing', async () => {
  const { take, held } = setUp();
  await take('a.csv', ['a.csv#1', 'a.csv#2'], { isLast: false });
  expect(await take('a.csv', ['a.csv#1', 'a.csv#2'], { isLast: false })).toMatchObject({
    added: 0,
    unchanged: 2,
  });
  await take('a.csv', ['a.csv#3']);
  expect(await held()).toEqual(['a.csv#1', 'a.csv#2', 'a.csv#3']);
});

test('a file read again loses the rows that it holds no more, and those of no other file', async () => {
  const { take, held, clock } = setUp();
  await take('a.csv', ['a.csv#1', 'a.csv#2', 'a.csv#3']);
  await take('a.csv.md', ['a.csv.md']);
  await take('b.csv', ['b.csv#2']);
  clock.advance(1_000);
  const outcome = await take('a.csv', ['a.csv#1', 'a.csv#4']);
  expect(outcome).toEqual({ added: 1, updated: 0, unchanged: 1, removed: 2 });
  expect(await held()).toEqual(['a.csv#1', 'a.csv#4', 'a.csv.md', 'b.csv#2']);
});

test('nothing goes before the last batch: a reading that is cut off leaves the old rows', async () => {
  const { take, held, clock } = setUp();
  await take('a.csv', ['a.csv#1', 'a.csv#2']);
  clock.advance(1_000);
  expect(await take('a.csv', ['a.csv#1'], { isLast: false }, '2')).toMatchObject({ updated: 1, removed: 0 });
  expect(await held()).toEqual(['a.csv#1', 'a.csv#2']);
});

test('taken out again, it goes with all its rows and nothing else does', async () => {
  const { held, library, start } = setUp();
  const files = createFileImport(library);
  const batch = { startedAt: 1, isLast: true };
  await files.take({ ...batch, path: 'a.csv', documents: [row('a.csv#1'), row('a.csv#2')] });
  await files.take({ ...batch, path: 'a.csv.md', documents: [row('a.csv.md')] });
  expect(await files.remove('a.csv')).toBe(2);
  expect(await held()).toEqual(['a.csv.md']);
  expect(await start().found(library.filesOwner)).toEqual(['a.csv.md']);
});

test('many rows that went are found page by page', async () => {
  const { take, held, clock } = setUp();
  const ids = Array.from({ length: 1_100 }, (_, index) => `a.csv#${index}`);
  await take('a.csv', ids);
  clock.advance(1_000);
  expect(await take('a.csv', ['a.csv#7'])).toMatchObject({ unchanged: 1, removed: 1_099 });
  expect(await held()).toEqual(['a.csv#7']);
});

test('a full disk is heard of, and what was there stays', async () => {
  const { start } = browser((store) => ({
    put: (entries) =>
      entries.some(({ document }) => document.id === 'big.pdf')
        ? Promise.reject(new Error('no room'))
        : store.put(entries),
  }));
  const { library, found } = start();
  const files = createFileImport(library);
  const batch = { startedAt: 1, isLast: true };
  await files.take({ ...batch, path: 'a.pdf', documents: [row('a.pdf')] });
  await expect(files.take({ ...batch, path: 'big.pdf', documents: [row('big.pdf')] })).rejects.toThrow(
    'no room',
  );
  expect(await found(library.filesOwner)).toEqual(['a.pdf']);
});

test('whatever source a document says it is of, it is a file', async () => {
  const { library, ann, found, clock } = setUp();
  const files = createFileImport(library);
  await files.take({
    path: 'a',
    startedAt: clock.now(),
    documents: [sampleDocument('a', { sourceId: source.id })],
    isLast: true,
  });
  expect(await found(ann)).toEqual([]);
  expect(await found(library.filesOwner)).toEqual(['a']);
});
