import { expect, test } from 'vitest';
import type { Identity } from '../core/source';
import { keepIdentities } from './keep-identities';

const ann: Identity = { userId: 'ann', displayName: 'Ann' };

function world(broken = false) {
  const rows = new Map<string, Identity>([['jira', ann]]);
  const warnings: string[] = [];
  const settings = { kept: true };
  const onDisk = async <T>(work: () => T): Promise<T> => {
    if (broken) throw new Error('no disk');
    return work();
  };
  const store = keepIdentities({
    store: {
      load: (key) => onDisk(() => rows.get(key) ?? null),
      save: (key, identity) => onDisk(() => void rows.set(key, identity)),
      remove: (key) => onDisk(() => void rows.delete(key)),
    },
    isKept: () => settings.kept,
    logger: { warn: (what) => void warnings.push(what) },
  });
  return { store, rows, warnings, settings };
}

test('who was signed in last is known after a restart', async () => {
  const { store, rows } = world();
  expect(await store.load('jira')).toEqual(ann);
  await store.save('wiki', ann);
  await store.remove('jira');
  expect([...rows.keys()]).toEqual(['wiki']);
});

test('where nothing may be kept nobody is, not even those of before', async () => {
  const { store, rows, settings } = world();
  settings.kept = false;
  expect(await store.load('jira')).toBeNull();
  await store.save('wiki', ann);
  expect(rows.size).toBe(0);
});

test('a browser without a disk is no reason to fail', async () => {
  const { store, warnings } = world(true);
  expect(await store.load('jira')).toBeNull();
  await store.save('jira', ann);
  await store.remove('jira');
  expect(warnings).toHaveLength(3);
});
