import { expect, test } from 'vitest';
import {
  createClock,
  createDisk,
  jonas,
  maria,
  sampleDocument,
  sampleEntry,
} from '../../tests/storage-samples';
import { createDocumentStore } from './document-store';
import { documentKey } from './keys';

async function filled() {
  const database = createDisk().connect();
  const store = createDocumentStore({ database, now: createClock().now });
  await store.put([
    ...['a', 'b', 'c', 'd', 'e'].map((id) => sampleEntry(sampleDocument(id))),
    sampleEntry(sampleDocument('vpn', { title: 'VPN error 809', space: 'Networks' })),
    sampleEntry(sampleDocument('a', { sourceId: 'kb2' })),
    sampleEntry(sampleDocument('secret'), { owner: jonas }),
  ]);
  const ids = async (after: string | null, limit: number, words: string[] = []) => {
    const { rows, next } = await store.list({ owner: maria, sourceId: 'kb', after, limit, words });
    return { ids: rows.map(({ document }) => document.id), next };
  };
  return { database, ids };
}

test('pages of what one owner has of one source, in the order of the ids', async () => {
  const { ids } = await filled();
  const first = await ids(null, 4);
  expect(first.ids).toEqual(['a', 'b', 'c', 'd']);
  expect(await ids(first.next, 4)).toEqual({ ids: ['e', 'vpn'], next: null });
});

test.each([
  ['809 vpn', ['vpn']],
  ['networks', ['vpn']],
  ['fix', ['a', 'b', 'c', 'd', 'e']],
  ['fix vpn', []],
])('words look in title, id and space: %s', async (words, expected) => {
  const { ids } = await filled();
  expect(await ids(null, 50, words.split(' '))).toEqual({ ids: expected, next: null });
});

test('a damaged row is left out, and the page goes on after it', async () => {
  const { ids, database } = await filled();
  const key = documentKey(maria, 'kb', 'b');
  await database.run((tables) => tables.table('documents').update(key, { document: 'torn' }));
  const first = await ids(null, 2);
  expect(first.ids).toEqual(['a', 'c']);
  expect((await ids(first.next, 2)).ids).toEqual(['d', 'e']);
});
