import type { RestoreOutcome } from '../core/backup';
import { readBackup, writeBackup } from '../platform/backup-file';
import type { Backend } from './backend';

/** What is restored in one message: records, or their characters. */
const MOST_TOGETHER = 50;
const MOST_CHARACTERS = 8_000_000;

export interface BackupOptions {
  readonly send: Backend['send'];
  readonly signal: AbortSignal;
  /** Documents so far. */
  readonly onProgress: (documents: number) => void;
}

/** The library as a file: everything the person at the desk may read, with vectors. Rejects with what the host says. */
export function backUpLibrary({ send, signal, onProgress }: BackupOptions, now: number): Promise<Blob> {
  async function* records() {
    let after: string | null = null;
    let count = 0;
    do {
      signal.throwIfAborted();
      const page: Awaited<ReturnType<typeof ask>> = await ask(after);
      yield* page.records;
      count += page.records.length;
      onProgress(count);
      after = page.next;
    } while (after !== null);
  }
  const ask = (after: string | null) => send('library/backup', { after });
  return writeBackup(records(), { createdAt: new Date(now).toISOString() });
}

/**
 * Puts a backup back, some documents at a time: what was restored before a failure or a cancel stays, and doing it once
 * more goes on. `onProgress` also has the counts so far.
 */
export async function restoreLibrary(
  file: Blob,
  {
    send,
    signal,
    onProgress,
  }: Omit<BackupOptions, 'onProgress'> & { onProgress: (soFar: RestoreOutcome) => void },
): Promise<RestoreOutcome> {
  let soFar: RestoreOutcome = { restored: 0, kept: 0, refused: 0 };
  const put = async (records: unknown[]) => {
    signal.throwIfAborted();
    const { restored, kept, refused } = await send('library/restore', { records });
    soFar = {
      restored: soFar.restored + restored,
      kept: soFar.kept + kept,
      refused: soFar.refused + refused,
    };
    onProgress(soFar);
  };
  let waiting: unknown[] = [];
  let size = 0;
  try {
    for await (const { record, characters } of readBackup(file, signal)) {
      waiting.push(record);
      size += characters;
      if (waiting.length < MOST_TOGETHER && size < MOST_CHARACTERS) continue;
      const records = waiting;
      [waiting, size] = [[], 0];
      await put(records);
    }
  } finally {
    // Also what stood before the damage of a damaged file.
    if (waiting.length > 0 && !signal.aborted) await put(waiting);
  }
  return soFar;
}
