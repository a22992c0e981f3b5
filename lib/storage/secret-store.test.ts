import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createDatabase } from './database';
import { createSecretStore } from './secret-store';

const open = () => createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });

test('a secret is given to the address that it is for, and to no other, until it is removed', async () => {
  const store = createSecretStore(open());
  expect(await store.read('key', 'https://one.test')).toBeNull();
  await store.save('key', 'sk-1', 'https://one.test');
  expect(await store.read('key', 'https://one.test')).toBe('sk-1');
  expect(await store.read('key', 'https://two.test')).toBeNull();
  await store.save('key', 'sk-2', 'https://two.test');
  expect(await store.read('key', 'https://one.test')).toBeNull();
  await store.remove('key');
  expect(await store.read('key', 'https://two.test')).toBeNull();
});

test('a damaged row is none', async () => {
  const database = open();
  await database.run((tables) => tables.secrets.put({ name: 'key', value: 7, belongsTo: null } as never));
  expect(await createSecretStore(database).read('key', 'https://one.test')).toBeNull();
});
