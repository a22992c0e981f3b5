import type { Logger } from '../platform/logger';
import type { DesksideDatabase } from './database';
import { isQuotaExceeded, outOfRoom } from './database-errors';
import { documentKey } from './keys';
import { listDocuments, type DocumentList, type ListRequest } from './list-documents';
import {
  pinnedKeys,
  purgeAgedDocuments,
  purgeDocuments,
  purgeDocumentsToQuota,
  removeDocuments,
  type PurgeFilter,
} from './purge-documents';
import {
  deleteDamaged,
  readBatch,
  readDocuments,
  readRows,
  readStats,
  touchRows,
  type SourceStats,
} from './read-documents';
import { readIndexBytes } from './index-store';
import type { PendingRow, StoredDocument } from './rows';
import { prepareEntry, writeEntries, type PutEntry, type PutOutcome } from './write-documents';

export interface StoredVersion {
  readonly version: string;
  readonly fetchedAt: number;
  readonly expiresAt: number;
  /** Kept on purpose: upkeep leaves it alone. */
  readonly pinned: boolean;
}

export interface DocumentStore {
  /**
   * All of them or none. `evicted` are keys that had to go for want of room, `pending` what the index has to learn.
   */
  put(
    entries: readonly PutEntry[],
  ): Promise<{ outcomes: PutOutcome[]; evicted: string[]; pending: PendingRow[] }>;
  get(key: string): Promise<StoredDocument | null>;
  /** In the order of the keys, without those that are not there. */
  getMany(keys: readonly string[]): Promise<StoredDocument[]>;
  /** Up to `size` documents of one owner behind that key, expired or not; `next` is null after the last one. */
  batch(
    owner: string,
    after: string | null,
    size: number,
  ): Promise<{ documents: StoredDocument[]; next: string | null }>;
  /** What is stored of these documents, by document key; those that are not stored are left out. */
  versions(
    wanted: readonly { owner: string; sourceId: string; id: string }[],
  ): Promise<Map<string, StoredVersion>>;
  /** Those among the keys that upkeep leaves alone. */
  pinned(keys: readonly string[]): Promise<Set<string>>;
  /** What one owner has of one source, a page at a time; no passage is read. */
  list(request: ListRequest): Promise<DocumentList>;
  /** Those among the keys that are expired or not there. */
  stale(keys: readonly string[]): Promise<string[]>;
  /** They were shown: what was not shown longest goes first when room is short. */
  touch(keys: readonly string[]): Promise<void>;
  /** The source said 403 or 404: they go, and answers still under way do not bring them back. */
  remove(keys: readonly string[]): Promise<void>;
  /** Each returns the keys that went, for the index in memory. */
  purge(filter: PurgeFilter): Promise<string[]>;
  purgeAged(maxAgeDays: number): Promise<string[]>;
  purgeToQuota(maxBytes: number): Promise<string[]>;
  /** `bytes` counts the index, too. */
  stats(): Promise<{ sources: SourceStats[]; bytes: number }>;
}

/**
 * Chromium frees what was deleted only when it compacts its files, some time later (seen with a quota set by the
 * debugger, Chromium 156): deleting more at every write until then would empty the cache for nothing.
 */
const EVICTION_PAUSE_MS = 10 * 60_000;

/** The cache of documents and their passages. Every change is one transaction, so a kill leaves the old or the new. */
export function createDocumentStore(options: {
  database: DesksideDatabase;
  /** Epoch milliseconds. */
  now: () => number;
  logger?: Logger;
}): DocumentStore {
  const { database, now, logger } = options;
  let evictionFailedAt = -Infinity;

  /** Damaged rows are a cache miss: dropped and reported, never thrown. */
  const dropDamaged = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const dropped = await database.run((tables) => deleteDamaged(tables, keys));
    if (dropped > 0) logger?.warn(`${dropped} damaged document(s) were dropped from the cache`);
  };
  const getMany = async (keys: readonly string[]): Promise<StoredDocument[]> => {
    const { found, damaged } = await database.run((tables) => readDocuments(tables, keys));
    await dropDamaged(damaged);
    return found;
  };

  return {
    async put(entries) {
      const prepared = await Promise.all(entries.map((entry) => prepareEntry(entry, now())));
      const write = () => database.run((tables) => writeEntries(tables, prepared, now()));
      try {
        return { ...(await write()), evicted: [] };
      } catch (error) {
        if (!isQuotaExceeded(error)) throw error;
        if (Math.abs(now() - evictionFailedAt) < EVICTION_PAUSE_MS) throw outOfRoom(error);
        logger?.warn('the browser has no room left: the oldest documents go', error);
      }
      const needed = prepared.reduce((sum, { bytes }) => sum + bytes, 0);
      try {
        const evicted = await database.run((tables) =>
          purgeDocumentsToQuota(tables, (total) => Math.min(total * 0.75, total - 2 * needed)),
        );
        return { ...(await write()), evicted };
      } catch (error) {
        if (!isQuotaExceeded(error)) throw error;
        evictionFailedAt = now();
        throw outOfRoom(error);
      }
    },
    getMany,
    async get(key) {
      return (await getMany([key]))[0] ?? null;
    },
    async batch(owner, after, size) {
      const { found, damaged, next } = await database.run((tables) => readBatch(tables, owner, after, size));
      await dropDamaged(damaged);
      return { documents: found, next };
    },
    async versions(wanted) {
      const keys = wanted.map(({ owner, sourceId, id }) => documentKey(owner, sourceId, id));
      const rows = await database.run((tables) => readRows(tables, keys));
      return new Map(
        rows.map(({ key, document, fetchedAt, expiresAt, pinned }) => [
          key,
          { version: document.version, fetchedAt, expiresAt, pinned: pinned === 1 },
        ]),
      );
    },
    async pinned(keys) {
      const pinned = await database.run(pinnedKeys);
      return new Set(keys.filter((key) => pinned.has(key)));
    },
    list: (request) => database.run((tables) => listDocuments(tables, request)),
    async stale(keys) {
      const time = now();
      const fresh = new Set(
        (await database.run((tables) => readRows(tables, keys)))
          .filter((row) => row.expiresAt > time)
          .map((row) => row.key),
      );
      return keys.filter((key) => !fresh.has(key));
    },
    async touch(keys) {
      if (keys.length > 0) await database.run((tables) => touchRows(tables, keys, now()));
    },
    async remove(keys) {
      if (keys.length > 0) await database.run((tables) => removeDocuments(tables, keys, now()));
    },
    purge: (filter) => database.run((tables) => purgeDocuments(tables, filter, now())),
    purgeAged: (maxAgeDays) => database.run((tables) => purgeAgedDocuments(tables, maxAgeDays, now())),
    async purgeToQuota(maxBytes) {
      const [sources, index] = await Promise.all([database.run(readStats), database.run(readIndexBytes)]);
      const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
      // The index shrinks with what it was made of.
      const share = (maxBytes * total) / Math.max(1, total + index);
      return database.run((tables) => purgeDocumentsToQuota(tables, share));
    },
    async stats() {
      const [sources, index] = await Promise.all([database.run(readStats), database.run(readIndexBytes)]);
      return { sources, bytes: sources.reduce((sum, source) => sum + source.bytes, index) };
    },
  };
}
