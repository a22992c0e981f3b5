import { expect, test, vi } from 'vitest';
import { sampleDocument } from '../../tests/storage-samples';
import { DesksideError } from '../core/errors';
import type { FileBatch } from '../messaging/library-messages';
import {
  createImportQueue,
  type ChosenFile,
  type FileProblem,
  type ImportQueueOptions,
} from './import-queue';

const damaged: FileProblem = { kind: 'damaged', text: 'Damaged.', next: 'Mend it.', retryable: false };
class Damaged extends Error {}

const chosen = (path: string): ChosenFile => ({ path, blob: new Blob(['text']), modified: null });
const documents = (count: number, size = 10) =>
  Array.from({ length: count }, (_, index) =>
    sampleDocument(`d${index}`, { blocks: [{ kind: 'paragraph', text: 'x'.repeat(size) }] }),
  );

function queue(
  read: ImportQueueOptions['read'],
  keep: (batch: FileBatch) => Promise<unknown> | undefined = () => undefined,
) {
  const batches: FileBatch[] = [];
  const removed: string[] = [];
  const send = vi.fn(async (name: string, input: unknown) => {
    if (name === 'library/remove-file') {
      removed.push((input as { path: string }).path);
      return { removed: 1 };
    }
    const batch = input as FileBatch;
    await keep(batch);
    batches.push(batch);
    return { added: batch.documents.length, updated: 0, unchanged: 0, removed: 0 };
  });
  const made = createImportQueue({
    send: send as unknown as ImportQueueOptions['send'],
    persist: () => Promise.reject(new Error('not here')),
    read,
    problemOf: (error) => (error instanceof Damaged ? damaged : null),
    now: () => 7,
    onChanged: () => undefined,
  });
  const states = () => made.files().map(({ path, state }) => `${path} ${state}`);
  const idle = () => vi.waitFor(() => expect(made.isBusy()).toBe(false));
  return { ...made, batches, removed, states, idle };
}
const whole = (count = 1, size = 10) =>
  vi.fn<ImportQueueOptions['read']>(async ({ path }) => ({
    path,
    documents: documents(count, size),
    cut: false,
  }));

test('files are added one after the other; one that cannot be read stops none of the others', async () => {
  const { add, states, idle, files } = queue(async ({ path }) => {
    if (path === 'bad.pdf') throw new Damaged();
    return { path, documents: documents(2), cut: path === 'long.txt' };
  });
  add([chosen('bad.pdf'), chosen('long.txt'), chosen('b.md')]);
  await idle();
  expect(states()).toEqual(['bad.pdf failed', 'long.txt done', 'b.md done']);
  expect(files()[0]?.problem).toEqual(damaged);
  expect(files()[1]).toMatchObject({ cut: true, done: 2, total: 2, outcome: { added: 2 } });
});

test('a large file goes in parts of bounded number and size; only the last one says so', async () => {
  const { add, batches, idle, files } = queue(whole(450));
  add([chosen('rows.csv')]);
  await idle();
  expect(batches.map((batch) => [batch.documents.length, batch.isLast])).toEqual([
    [200, false],
    [200, false],
    [50, true],
  ]);
  expect(new Set(batches.map(({ startedAt, path }) => `${path} ${startedAt}`)).size).toBe(1);
  expect(files()[0]?.outcome?.added).toBe(450);
  const big = queue(whole(5, 3_000_000));
  big.add([chosen('big.csv')]);
  await big.idle();
  expect(big.batches.map(({ documents: { length } }) => length)).toEqual([1, 1, 1, 1, 1]);
});

test('a file without documents still says so to the library: what it held goes', async () => {
  const { add, batches, idle } = queue(whole(0));
  add([chosen('rows.csv')]);
  await idle();
  expect(batches).toMatchObject([{ documents: [], isLast: true }]);
});

test('a full disk is named with what to do, and trying again goes on', async () => {
  let isFull = true;
  const { add, retry, states, idle, files } = queue(whole(), () =>
    isFull ? Promise.reject(new DesksideError('no-room', 'full')) : undefined,
  );
  add([chosen('a.md'), chosen('b.md')]);
  await idle();
  expect(states()).toEqual(['a.md failed', 'b.md failed']);
  expect(files()[0]?.problem).toMatchObject({ kind: 'no-room', retryable: true });
  isFull = false;
  retry();
  await idle();
  expect(states()).toEqual(['a.md done', 'b.md done']);
});

test('what will fail again is not tried again', async () => {
  const read = vi.fn<ImportQueueOptions['read']>(() => Promise.reject(new Damaged()));
  const { add, retry, idle } = queue(read);
  add([chosen('a.pdf')]);
  await idle();
  retry();
  await idle();
  expect(read).toHaveBeenCalledTimes(1);
});

test('cancel ends what is under way and what waits, and what is in stays in', async () => {
  const { add, cancel, states, idle, retry } = queue(({ path }, { signal }) => {
    if (path === 'a.md') return Promise.resolve({ path, documents: documents(1), cut: false });
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  });
  add([chosen('a.md'), chosen('slow.pdf'), chosen('c.md')]);
  await vi.waitFor(() => expect(states()[1]).toBe('slow.pdf reading'));
  cancel();
  await idle();
  expect(states()).toEqual(['a.md done', 'slow.pdf cancelled', 'c.md cancelled']);
  retry();
  await vi.waitFor(() => expect(states()[1]).toBe('slow.pdf reading'));
  cancel();
  await idle();
});

test('a file is taken out again as what it was added as; the list can be cleared', async () => {
  const { add, remove, removed, states, idle, files, clear } = queue(async () => ({
    path: 'short/name.md',
    documents: documents(1),
    cut: false,
  }));
  add([chosen('A long name.md')]);
  await idle();
  await remove(files()[0]?.id ?? 0);
  expect(removed).toEqual(['short/name.md']);
  expect(states()).toEqual(['A long name.md removed']);
  clear();
  expect(files()).toEqual([]);
});
