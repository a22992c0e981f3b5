import { z } from 'zod';
import type { DesksideTables } from './database';
import { blockKey, removalNote } from './index-rows';
import { ownerPrefix, removalMarkKey, type RemovalScope } from './keys';

/** Exactly one of them: an empty filter must never mean everything. */
export type PurgeFilter = { sourceId: string } | { origin: string } | { owner: string } | { all: true };

/** Longer than any request may run: after that no answer can come that was asked for before the removal. */
const MARK_LIFETIME_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Where a document comes from and what it takes, to be added up without reading it. */
export const STATS_INDEX = '[sourceId+origin+fetchedAt+passageCount+bytes]';

/** Above every character that a key can go on with. */
export const LAST_CHARACTER = '\uffff';

/** The tables of a transaction that calls `deleteDocuments`. */
export function deletionTables(tables: DesksideTables) {
  return [tables.documents, tables.encodings, tables.notes, tables.meta];
}

/** Deletes documents, and notes that the index has to follow. */
export async function deleteDocuments(tables: DesksideTables, keys: readonly string[]): Promise<void> {
  await tables.documents.bulkDelete([...keys]);
  await tables.encodings.bulkDelete([...keys]);
  await tables.notes.bulkPut(keys.map(removalNote));
}

/** Removes single documents, and bars answers that are still under way from bringing them back. */
export function removeDocuments(tables: DesksideTables, keys: readonly string[], now: number): Promise<void> {
  return tables.transaction('rw', deletionTables(tables), async () => {
    await deleteDocuments(tables, keys);
    const removed = keys.map((key) => ['document', key] as const);
    await mark(tables, removed, now);
  });
}

/** Removes by filter, with the same bar. Returns the keys that went. */
export function purgeDocuments(tables: DesksideTables, filter: PurgeFilter, now: number): Promise<string[]> {
  const all = [...deletionTables(tables), tables.segments, tables.blocks];
  return tables.transaction('rw', all, async () => {
    if ('all' in filter) {
      const keys = await tables.documents.toCollection().primaryKeys();
      await Promise.all(all.map((table) => table.clear()));
      await mark(tables, [['all', '']], now);
      return keys;
    }
    const { keys, scope, value } = await selectionOf(tables, filter);
    await deleteDocuments(tables, keys);
    if ('owner' in filter) await dropIndexOf(tables, filter.owner);
    await mark(tables, [[scope, value]], now);
    return keys;
  });
}

/** Nothing of a user who left stays behind, not even words. */
async function dropIndexOf(tables: DesksideTables, owner: string): Promise<void> {
  for (const id of await tables.segments.where('owner').equals(owner).primaryKeys())
    await dropSegment(tables, id);
  await tables.notes.where('owner').equals(owner).delete();
}

/** A segment of the index with its blocks. To be called inside a read-write transaction on both tables. */
export async function dropSegment(tables: DesksideTables, id: string): Promise<void> {
  await tables.segments.delete(id);
  await tables.blocks.where(':id').startsWith(blockKey(id, '')).delete();
}

async function selectionOf(
  { documents }: DesksideTables,
  filter: Exclude<PurgeFilter, { all: true }>,
): Promise<{ keys: string[]; scope: RemovalScope; value: string }> {
  if ('owner' in filter) {
    const prefix = ownerPrefix(filter.owner);
    const keys = await documents.where('key').between(prefix, `${prefix}${LAST_CHARACTER}`).primaryKeys();
    return { keys, scope: 'owner', value: filter.owner };
  }
  if ('sourceId' in filter) {
    const { sourceId } = filter;
    const keys = await documents.where(STATS_INDEX).between([sourceId], [sourceId, []]).primaryKeys();
    return { keys, scope: 'source', value: sourceId };
  }
  const keys: string[] = [];
  // Seldom done, so that no document has to carry an index for it.
  await documents.orderBy(STATS_INDEX).eachKey((indexKey, { primaryKey }) => {
    const [, origin] = z.tuple([z.unknown(), z.unknown()]).rest(z.unknown()).parse(indexKey);
    if (origin === filter.origin) keys.push(String(primaryKey));
  });
  return { keys, scope: 'origin', value: filter.origin };
}

/** What was kept on purpose, from the index alone. */
export async function pinnedKeys(tables: DesksideTables): Promise<Set<string>> {
  return new Set(await tables.documents.where('pinned').equals(1).primaryKeys());
}

/** Removes what was not read from its source for so many days, or claims a day that is yet to come; never what is pinned. */
export function purgeAgedDocuments(
  tables: DesksideTables,
  maxAgeDays: number,
  now: number,
): Promise<string[]> {
  return tables.transaction('rw', deletionTables(tables), async () => {
    const aged = await tables.documents
      .where('fetchedAt')
      .below(now - maxAgeDays * DAY_MS)
      .or('fetchedAt')
      .above(now + DAY_MS)
      .primaryKeys();
    const pinned = await pinnedKeys(tables);
    const keys = aged.filter((key) => !pinned.has(key));
    await deleteDocuments(tables, keys);
    await mark(tables, [], now);
    return keys;
  });
}

/**
 * Removes what was not used longest until the estimate is at most `maxBytes`, or so much less as `maxBytes` says. What
 * is pinned counts in neither: it is not the cache's.
 */
export function purgeDocumentsToQuota(
  tables: DesksideTables,
  maxBytes: number | ((totalBytes: number) => number),
): Promise<string[]> {
  return tables.transaction('rw', deletionTables(tables), async () => {
    const pinned = await pinnedKeys(tables);
    const oldestFirst: { key: string; bytes: number }[] = [];
    await tables.documents.orderBy('[usedAt+bytes]').eachKey((indexKey, cursor) => {
      const key = String(cursor.primaryKey);
      const bytes: unknown = Array.isArray(indexKey) ? indexKey[1] : 0;
      if (!pinned.has(key)) oldestFirst.push({ key, bytes: typeof bytes === 'number' ? bytes : 0 });
    });
    let total = oldestFirst.reduce((sum, entry) => sum + entry.bytes, 0);
    const limit = typeof maxBytes === 'number' ? maxBytes : maxBytes(total);
    const going: string[] = [];
    for (const { key, bytes } of oldestFirst) {
      if (total <= limit) break;
      going.push(key);
      total -= bytes;
    }
    await deleteDocuments(tables, going);
    return going;
  });
}

async function mark(
  tables: DesksideTables,
  removed: readonly (readonly [RemovalScope, string])[],
  now: number,
): Promise<void> {
  await tables.meta.filter((row) => Math.abs(now - row.at) > MARK_LIFETIME_MS).delete();
  await tables.meta.bulkPut(
    removed.map(([scope, value]) => ({ key: removalMarkKey(scope, value), at: now })),
  );
}
