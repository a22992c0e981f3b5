import { Dexie } from 'dexie';
import type { DatabaseOptions } from './database';

export const LOG_DATABASE_NAME = 'deskside-log';

/**
 * Makes Chromium begin a new log for what this extension stores. Whatever is written goes into a log, which the next
 * run of the browser reads and goes on with. Was the last run killed in the middle of a write, half a record lies at
 * the end of that log; what is written behind it cannot be read by the run after that, and Chromium then drops every
 * database of the extension. A new log leaves the half record behind. It also makes the next start faster, which has
 * less to read again. A database that is deleted does it, however small: what it held is compacted, and before that
 * everything in the log becomes a table.
 * @see tests/e2e/torn-log.test.ts, which shows it
 */
export async function beginFreshLog({
  indexedDB,
  IDBKeyRange,
}: Pick<DatabaseOptions, 'indexedDB' | 'IDBKeyRange'>): Promise<void> {
  if (!indexedDB || !IDBKeyRange) return;
  const database = new Dexie(LOG_DATABASE_NAME, { indexedDB, IDBKeyRange, cache: 'disabled' });
  database.version(1).stores({ filling: '' });
  await database.open();
  await database.delete();
}
