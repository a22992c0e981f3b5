import type { Embedder } from '../../lib/retrieval/embedder';
import { ImportProblem } from '../../lib/import/import-problem';
import { isAbort } from '../../lib/core/errors';
import type { Database } from '../database/database';
import { claimFile, renewClaim, settleFile, type ClaimedFile } from '../stores/store-files';
import { indexFile } from './index-file';

export interface WorkerOptions {
  readonly database: Database;
  readonly embedder: Embedder;
  /** A file of this store is searched from now on, or no more. */
  onSettled(file: ClaimedFile, passages: number): void;
  onProblem(what: string, error: unknown): void;
}

/** Files of other processes that died are looked for this often. */
const POLL_MS = 5_000;
/** How often others are told that a file is still being read. */
const RENEW_MS = 15_000;
/** One file, whatever is in it. */
const FILE_MS = 240_000;

/**
 * Reads attached files one after the other, as long as there are any. What a kill interrupts is read again by whoever
 * comes next; what is half read is nowhere.
 */
export function startWorker({ database, embedder, onSettled, onProblem }: WorkerOptions) {
  const closing = new AbortController();
  let wake: () => void = () => undefined;
  let isCalled = false;

  const readOne = async (claimed: ClaimedFile): Promise<void> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(FILE_MS)]);
    const renewing = setInterval(() => {
      renewClaim(database, claimed).catch((error: unknown) => onProblem('a claim was not renewed', error));
    }, RENEW_MS);
    const outcome = await indexFile({ ...claimed, store: claimed.number }, embedder, signal)
      .then(
        (documents) => ({ documents }),
        (error: unknown) => {
          if (closing.signal.aborted) throw error;
          if (!(error instanceof ImportProblem)) onProblem('a file was not read', error);
          return { error: problemOf(error) };
        },
      )
      .finally(() => clearInterval(renewing));
    const isSettled = await settleFile(database, claimed, outcome);
    const documents = 'documents' in outcome ? outcome.documents : [];
    if (isSettled)
      onSettled(
        claimed,
        documents.reduce((sum, { passages }) => sum + passages.length, 0),
      );
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      isCalled = false;
      try {
        const claimed = await claimFile(database);
        if (claimed) {
          await readOne(claimed);
          continue;
        }
      } catch (error) {
        if (closing.signal.aborted) return;
        onProblem('reading attached files failed', error);
      }
      if (!isCalled)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  };
  const running = run();

  return {
    /** Something was attached. */
    call() {
      isCalled = true;
      wake();
    },
    async close() {
      closing.abort();
      wake();
      await running;
    },
  };
}
export type Worker = ReturnType<typeof startWorker>;

function problemOf(error: unknown): { code: string; message: string } {
  if (isAbort(error) || (error instanceof Error && error.name === 'TimeoutError'))
    return { code: 'server_error', message: 'Reading this file took too long.' };
  if (error instanceof ImportProblem) {
    const code = error.kind === 'unsupported-type' ? 'unsupported_file' : 'invalid_file';
    return { code, message: `${error.message} ${error.next}` };
  }
  return { code: 'invalid_file', message: 'This file cannot be read.' };
}
