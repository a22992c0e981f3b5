import { expect, it } from 'vitest';
import { createDisk, maria, sampleDocument, sampleEntry, START } from '../../tests/storage-samples';
import { schemaVersions } from './database';
import { createDocumentStore } from './document-store';
import { createIndexStore } from './index-store';
import { documentKey } from './keys';
import { prepareEntry } from './write-documents';

const now = () => START;
const key = documentKey(maria, 'kb', 'vpn');
const old = sampleEntry(sampleDocument('vpn'));

it('brings passages that had rows of their own into their documents, and notes as they were', async () => {
  const disk = createDisk();
  const before = disk.connect({ versions: schemaVersions.slice(0, 3) });
  const { passages, ...row } = await prepareEntry(old, START);
  const others = Array.from({ length: 450 }, (_, at) => documentKey(maria, 'kb', `other-${at}`));
  await before.run(async (tables) => {
    await tables.table('documents').bulkPut([row, ...others.map((other) => ({ ...row, key: other }))]);
    await tables.table('passages').bulkPut(
      passages.map((passage, at) => ({
        id: `${key}|00000${at}`,
        documentKey: key,
        owner: maria,
        passage,
      })),
    );
    await tables.table('pending').put({ documentKey: key, owner: maria, mark: row.hash });
  });
  before.close();
  const after = disk.connect();
  expect(await createDocumentStore({ database: after, now }).get(key)).toMatchObject({
    document: old.document,
    passages: old.passages,
  });
  expect(await createIndexStore(after).pending(maria, 10)).toMatchObject([{ documentKey: key }]);
  expect(await after.run((tables) => tables.documents.count())).toBe(451);
  expect(await after.run((tables) => Promise.resolve(tables.tables.map(({ name }) => name)))).not.toContain(
    'passages',
  );
});
