import { Dexie } from 'dexie';
import type { DatabaseOptions } from './database';

export const LOG_DATABASE_NAME = 'deskside-log';

/** More than Chromium keeps in memory before it writes a table and begins another log: 4 MB. */
const BYTES = 5 * 1024 * 1024;
/** Larger values are kept as files of their own, beside the log. */
const BYTES_OF_A_VALUE = 32 * 1024;
const VALUES_AT_ONCE = 32;

/**
 * Makes Chromium begin a new log for what this extension stores. Whatever is written goes into a log, which the next
 * run of the browser reads and goes on with. Was the last run killed in the middle of a write, half a record lies at
 * the end of that log; what is written behind it cannot be read by the run after that, and Chromium then drops every
 * database of the extension. A new log leaves the half record behind. It also makes the next start faster, which has
 * less to read again.
 * @see tests/e2e/torn-log.test.ts, which shows it
 */
export async function beginFreshLog({
  indexedDB,
  IDBKeyRange,
}: Pick<DatabaseOptions, 'indexedDB' | 'IDBKeyRange'>): Promise<void> {
  if (!indexedDB || !IDBKeyRange) return;
  const database = new Dexie(LOG_DATABASE_NAME, { indexedDB, IDBKeyRange, cache: 'disabled' });
  database.version(1).stores({ filling: '' });
  const filling = database.table<Uint8Array, number>('filling');
  const places = Array.from({ length: VALUES_AT_ONCE }, (_, at) => at);
  try {
    for (let written = 0; written < BYTES; written += BYTES_OF_A_VALUE * VALUES_AT_ONCE) {
      // By chance, or it would be packed into next to nothing.
      const values = places.map(() => crypto.getRandomValues(new Uint8Array(BYTES_OF_A_VALUE)));
      await filling.bulkPut(values, places);
    }
  } finally {
    await filling.clear().catch(() => undefined);
    database.close();
  }
}

export interface FreshLogsOptions {
  begin(): Promise<void>;
  /** So much written makes the next start slow enough to be worth a new log. */
  enoughBytes: number;
  /** No new log while more may be on its way. */
  idleMs: number;
  onTrouble(error: unknown): void;
}

/** Begins a new log when much was written and then nothing for a while: the next start has little to read again. */
export function createFreshLogs({ begin, enoughBytes, idleMs, onTrouble }: FreshLogsOptions) {
  let written = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;
  return {
    written(bytes: number): void {
      written += bytes;
      if (written < enoughBytes) return;
      clearTimeout(idle);
      idle = setTimeout(() => {
        written = 0;
        begin().catch(onTrouble);
      }, idleMs);
    },
  };
}
