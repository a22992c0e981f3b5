import { Dexie, type DexieOptions, type EntityTable, type Table, type Transaction } from 'dexie';
import { DesksideError } from '../core/errors';
import type { SyncRow } from '../core/sync';
import type { Logger } from '../platform/logger';
import { isUnavailable, toDesksideError, unavailable, wasClosed } from './database-errors';
import type { EncodingRow } from './encoding-store';
import type { SecretRow } from './secret-store';
import type { SegmentRow } from './index-rows';
import { ownerOfDocument } from './keys';
import { passagesIntoDocuments } from './passages-into-documents';
import type { IdentityRow, MetaRow, NoteRow, WholeRow } from './rows';
import type { SyncMemberRow } from './sync-rows';

export const DATABASE_NAME = 'deskside';

export interface SchemaVersion {
  readonly version: number;
  /** Tables that are new or whose indexes change; null drops one. */
  readonly stores: Record<string, string | null>;
  /** Brings the rows of the version before into this one, inside the upgrade's own transaction. */
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
}

/**
 * Every version there ever was, oldest first. A released one is never edited: a change of tables, indexes or rows
 * is a new entry with the next number, `stores` naming only what changes, and `upgrade` rewriting the rows (or
 * deleting those that can be read again from their source). An upgrade that fails leaves the version before.
 * The compound indexes let sizes and ages be added up from keys alone, without reading a document.
 */
export const schemaVersions: readonly SchemaVersion[] = [
  {
    version: 1,
    stores: {
      documents:
        'key, owner, sourceId, origin, expiresAt, fetchedAt, [usedAt+bytes], [sourceId+fetchedAt+passageCount+bytes]',
      passages: 'id, documentKey, owner',
      identities: 'session',
      meta: 'key',
    },
  },
  {
    // The index of words and meanings. What is stored already gets into it when its owner is next looked for.
    version: 2,
    stores: { segments: 'id, owner', blocks: '', pending: 'documentKey, owner' },
    async upgrade(transaction) {
      const keys = await transaction.table('documents').toCollection().primaryKeys();
      const pending = keys
        .map(String)
        .map((key) => ({ documentKey: key, owner: ownerOfDocument(key), mark: 'stored' }));
      await transaction.table('pending').bulkPut(pending);
    },
  },
  {
    // Copies of whole sources, and documents that upkeep leaves alone: those without `pinned` are not in its index.
    version: 3,
    stores: {
      documents:
        'key, owner, sourceId, origin, expiresAt, fetchedAt, pinned, [usedAt+bytes], [sourceId+fetchedAt+passageCount+bytes]',
      syncs: 'jobKey, sourceId, owner',
      syncMembers: '[jobKey+id], jobKey',
    },
  },
  {
    // A record costs far more than its bytes: passages lie in their document's row, what changed together shares a
    // note, and documents have no index that another one can stand in for.
    version: 4,
    stores: {
      documents: 'key, fetchedAt, pinned, [usedAt+bytes], [sourceId+origin+fetchedAt+passageCount+bytes]',
      passages: null,
      pending: null,
      notes: 'id, owner',
    },
    upgrade: passagesIntoDocuments,
  },
  {
    // What an encoder said of passages that were looked at.
    version: 5,
    stores: { encodings: 'key' },
  },
  {
    // Keys of endpoints: where no content script reads, and no backup does.
    version: 6,
    stores: { secrets: 'name' },
  },
];

/** Rows go in as ours and come out as unknown: what is on a disk is foreign until parsed. */
export type DesksideTables = Dexie & {
  documents: Table<unknown, string, WholeRow>;
  identities: EntityTable<IdentityRow, 'session'>;
  meta: EntityTable<MetaRow, 'key'>;
  segments: Table<unknown, string, SegmentRow>;
  /** By segment and name of the block. */
  blocks: Table<unknown, string, Uint8Array>;
  notes: Table<unknown, string, NoteRow>;
  /** By the key of their document. */
  encodings: Table<unknown, string, EncodingRow>;
  secrets: Table<unknown, string, SecretRow>;
  syncs: Table<unknown, string, SyncRow>;
  syncMembers: Table<unknown, [string, string], SyncMemberRow>;
};

export interface DesksideDatabase {
  /**
   * Runs work on the open database, opening it first where needed. Closed under our feet (an upgrade elsewhere, the
   * browser clearing data), it is opened again and the work done once more, so work must be safe to repeat: one
   * transaction. Browser errors come out as DesksideError; `QuotaExceededError` comes out as it is.
   */
  run<T>(work: (tables: DesksideTables) => Promise<T>): Promise<T>;
  /** For good: later work fails. */
  close(): void;
}

export interface DatabaseOptions {
  /** The browser's; undefined where there is none (a private window, a policy). */
  indexedDB: IDBFactory | undefined;
  IDBKeyRange: typeof IDBKeyRange | undefined;
  name?: string;
  versions?: readonly SchemaVersion[];
  logger?: Logger;
}

/** One connection. Every context has its own; they stay consistent because each change is one transaction. */
export function createDatabase(options: DatabaseOptions): DesksideDatabase {
  const { name = DATABASE_NAME, versions = schemaVersions, logger } = options;
  const newest = Math.max(...versions.map((entry) => entry.version));
  let tables: DesksideTables | null = null;
  let closed = false;

  const connect = (): DesksideTables => {
    if (closed) throw new DesksideError('unsupported', 'The local cache is closed.');
    if (!options.indexedDB || !options.IDBKeyRange) throw unavailable();
    tables ??= define(name, versions, options, logger);
    return tables;
  };
  const attempt = async <T>(work: (tables: DesksideTables) => Promise<T>): Promise<T> => {
    const connection = connect();
    await open(connection);
    const found = Math.floor(connection.backendDB().version / 10);
    if (found > newest) {
      // Dexie opens newer databases too; our schemas would take their rows for damaged and delete them.
      connection.close({ disableAutoOpen: false });
      throw new DesksideError(
        'unsupported',
        'The local cache belongs to a newer version. Reload the extension.',
      );
    }
    return work(connection);
  };

  return {
    async run(work) {
      try {
        return await attempt(work);
      } catch (error) {
        if (!wasClosed(error) || closed) throw toDesksideError(error);
        logger?.warn('the database was closed elsewhere and is opened again', error);
      }
      try {
        return await attempt(work);
      } catch (error) {
        throw toDesksideError(error);
      }
    },
    close() {
      closed = true;
      tables?.close();
    },
  };
}

function define(
  name: string,
  versions: readonly SchemaVersion[],
  options: DatabaseOptions,
  logger: Logger | undefined,
): DesksideTables {
  // No liveQuery here, so no copies of rows in memory for it.
  const settings: DexieOptions = { cache: 'disabled' };
  if (options.indexedDB) settings.indexedDB = options.indexedDB;
  if (options.IDBKeyRange) settings.IDBKeyRange = options.IDBKeyRange;
  const database = new Dexie(name, settings);
  for (const { version, stores, upgrade } of versions) {
    const defined = database.version(version).stores(stores);
    if (upgrade) defined.upgrade(upgrade);
  }
  // Close at once for an upgrade or deletion in another context: it waits for us. The next work opens again.
  // `false` keeps Dexie from writing to the console as well.
  database.on('versionchange', () => {
    database.close({ disableAutoOpen: false });
    return false;
  });
  database.on('blocked', () => {
    logger?.warn('opening the database waits for another context to close it');
    return false;
  });
  return database as DesksideTables;
}

async function open(connection: DesksideTables): Promise<void> {
  try {
    await connection.open();
  } catch (error) {
    throw isUnavailable(error) ? unavailable(error) : error;
  }
}
