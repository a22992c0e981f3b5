import { expect, test } from 'vitest';
import { createDisk, maria, ORIGIN, sampleDocument, sampleEntry, START } from '../../tests/storage-samples';
import { createDocumentStore } from './document-store';
import { createEncodingStore, type EncodingRow } from './encoding-store';
import { documentKey } from './keys';

const document = sampleDocument('KB1');
const key = documentKey(maria, document.sourceId, document.id);
const row = (change: Partial<EncodingRow> = {}): EncodingRow => ({
  key,
  encoder: 'encoder',
  passages: [{ ordinal: 0, hash: 'abc', scale: 0.5, values: Int8Array.of(1, -2, 127) }],
  ...change,
});

async function setUp() {
  const disk = createDisk();
  const database = disk.connect();
  const documents = createDocumentStore({ database, now: () => START });
  await documents.put([sampleEntry(document)]);
  return { disk, database, documents, encodings: createEncodingStore(database) };
}

test('what an encoder said is there after a restart', async () => {
  const { disk, encodings } = await setUp();
  await encodings.write([row()]);
  const [read] = await createEncodingStore(disk.connect()).read([key, 'other']);
  expect(read).toEqual(row());
});

test('nothing is written of a document that is not stored', async () => {
  const { encodings } = await setUp();
  const other = documentKey(maria, document.sourceId, 'KB2');
  await encodings.write([row({ key: other })]);
  expect(await encodings.read([other])).toEqual([]);
});

test('it goes with its document, and when the document changes', async () => {
  const { documents, encodings } = await setUp();
  await encodings.write([row()]);
  await documents.put([sampleEntry(document, { fetchedAt: START + 1 })]);
  expect(await encodings.read([key])).toHaveLength(1);
  const changed = { ...document, title: 'Another title', version: '2' };
  await documents.put([sampleEntry(changed, { fetchedAt: START + 2 })]);
  expect(await encodings.read([key])).toEqual([]);
  await encodings.write([row()]);
  await documents.remove([key]);
  expect(await encodings.read([key])).toEqual([]);
});

test.each([
  ['of a user', { owner: maria }],
  ['of an origin', { origin: ORIGIN }],
  ['of a source', { sourceId: document.sourceId }],
  ['of everybody', { all: true as const }],
])('it goes with all %s', async (_what, filter) => {
  const { documents, encodings } = await setUp();
  await encodings.write([row()]);
  await documents.purge(filter);
  expect(await encodings.read([key])).toEqual([]);
});

test('a damaged row is none', async () => {
  const { database, encodings } = await setUp();
  const damaged = [{ key }, { ...row(), passages: [{ ordinal: -1 }] }, { ...row(), encoder: 7 }];
  for (const one of damaged) {
    await database.run((tables) => tables.encodings.put(one as never));
    expect(await encodings.read([key])).toEqual([]);
  }
});
