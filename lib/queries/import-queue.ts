import type { SourceDocument } from '../core/document';
import { DesksideError, isAbort } from '../core/errors';
import type { FileOutcome } from '../messaging/library-messages';
import type { Backend } from './backend';

/** A file that somebody chose. */
export interface ChosenFile {
  /** With its folders, relative to what was chosen. */
  readonly path: string;
  readonly blob: Blob;
  /** Epoch milliseconds, as the file system says. */
  readonly modified: number | null;
}

export interface FileProblem {
  readonly kind: string;
  /** What happened, and what to do about it: a sentence each. */
  readonly text: string;
  readonly next: string;
  /** Whether doing the same again may end otherwise. */
  readonly retryable: boolean;
}

export interface QueuedFile {
  readonly id: number;
  readonly path: string;
  readonly bytes: number;
  readonly state: 'waiting' | 'reading' | 'adding' | 'done' | 'failed' | 'cancelled' | 'removed';
  /** Pages or rows that are read, or documents that are added, of `total`; 0 of 0 while that is not known. */
  readonly done: number;
  readonly total: number;
  readonly outcome: FileOutcome | null;
  /** The file went on beyond what is read. */
  readonly cut: boolean;
  readonly problem: FileProblem | null;
}

export interface ReadFile {
  /** Id of the file: its documents' ids begin with it. */
  readonly path: string;
  readonly documents: readonly SourceDocument[];
  readonly cut: boolean;
}

export interface ImportQueueOptions {
  readonly send: Backend['send'];
  readonly persist: Backend['persist'];
  /** Reads a file's documents. Rejects with what `problemOf` can name. */
  read(
    file: ChosenFile,
    tools: { signal: AbortSignal; onProgress(done: number, total: number): void },
  ): Promise<ReadFile>;
  /** What keeps this file from being read, where the reader says so; null for any other failure. */
  problemOf(error: unknown): FileProblem | null;
  readonly now: () => number;
  /** The library has changed. */
  onChanged(): void;
}

/** Documents that are kept in one message: together they are whole or not there. */
const MOST_TOGETHER = 200;
const MOST_CHARACTERS = 4_000_000;

/**
 * Files on their way into the library, one after the other: one that cannot be read stops none of the others, and what
 * was added stays whatever happens next. A store for `useSyncExternalStore`.
 */
export function createImportQueue(options: ImportQueueOptions) {
  const { send, now } = options;
  const chosen = new Map<number, ChosenFile>();
  /** What they were added as. */
  const paths = new Map<number, string>();
  const listeners = new Set<() => void>();
  let files: readonly QueuedFile[] = [];
  let stop: AbortController | null = null;
  let lastId = 0;
  let isPersisted = false;

  const change = (id: number, to: Partial<QueuedFile>) => {
    files = files.map((file) => (file.id === id ? { ...file, ...to } : file));
    for (const listener of listeners) listener();
  };

  const add = async (id: number, { path, documents, cut }: ReadFile, signal: AbortSignal) => {
    const startedAt = now();
    paths.set(id, path);
    const sum = { added: 0, updated: 0, unchanged: 0, removed: 0 };
    let done = 0;
    for (const [batch, isLast] of batchesOf(documents)) {
      signal.throwIfAborted();
      change(id, { state: 'adding', done, total: documents.length });
      const outcome = await send('library/import', { path, startedAt, documents: batch, isLast });
      for (const name of ['added', 'updated', 'unchanged', 'removed'] as const) sum[name] += outcome[name];
      done += batch.length;
    }
    change(id, { state: 'done', done, total: documents.length, outcome: sum, cut });
  };

  const take = async (id: number, signal: AbortSignal) => {
    const file = chosen.get(id);
    if (!file) return;
    change(id, { state: 'reading', problem: null, done: 0, total: 0 });
    try {
      const onProgress = (done: number, total: number) => change(id, { done, total });
      await add(id, await options.read(file, { signal, onProgress }), signal);
    } catch (error) {
      if (signal.aborted || isAbort(error)) change(id, { state: 'cancelled' });
      else change(id, { state: 'failed', problem: options.problemOf(error) ?? otherProblem(error) });
    }
  };

  const run = async () => {
    if (stop) return;
    stop = new AbortController();
    const { signal } = stop;
    for (;;) {
      const next = files.find(({ state }) => state === 'waiting');
      if (!next || signal.aborted) break;
      await take(next.id, signal);
      options.onChanged();
    }
    stop = null;
    if (files.some(({ state }) => state === 'waiting')) void run();
  };

  const enqueue = (ids: ReadonlySet<number>) => {
    files = files.map((file) => (ids.has(file.id) ? { ...file, state: 'waiting', problem: null } : file));
    for (const listener of listeners) listener();
    void run();
  };

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    files: () => files,
    isBusy: () => stop !== null,
    add(more: readonly ChosenFile[]): void {
      if (!isPersisted && more.length > 0) {
        isPersisted = true;
        // Where the browser says no, what is kept may go when the device runs short of room: still better than nothing.
        void options.persist().catch(() => false);
      }
      const rows = more.map((file): QueuedFile => {
        lastId += 1;
        chosen.set(lastId, file);
        const nothing = { done: 0, total: 0, outcome: null, cut: false, problem: null };
        return { id: lastId, path: file.path, bytes: file.blob.size, state: 'waiting', ...nothing };
      });
      files = [...files, ...rows];
      enqueue(new Set());
    },
    /** Ends the file under way and those that wait; what is in stays in. */
    cancel(): void {
      files = files.map((file) => (file.state === 'waiting' ? { ...file, state: 'cancelled' } : file));
      stop?.abort();
      for (const listener of listeners) listener();
    },
    /** Once more, all that failed or were cancelled. */
    retry(): void {
      const again = files.filter(
        ({ state, problem }) => state === 'cancelled' || (state === 'failed' && problem?.retryable),
      );
      enqueue(new Set(again.map(({ id }) => id)));
    },
    /** Takes a file out of the library again. Rejects when that did not work. */
    async remove(id: number): Promise<void> {
      const path = paths.get(id);
      if (path === undefined) return;
      await send('library/remove-file', { path });
      change(id, { state: 'removed' });
      options.onChanged();
    },
    /** Forgets the list; the library stays as it is. */
    clear(): void {
      files = files.filter(({ state }) => state === 'waiting' || state === 'reading' || state === 'adding');
      for (const listener of listeners) listener();
    },
  };
}
export type ImportQueue = ReturnType<typeof createImportQueue>;

function otherProblem(error: unknown): FileProblem {
  if (error instanceof DesksideError && error.kind === 'no-room') {
    const next = 'Make room on the device, or remove what is not needed, and try again.';
    return { kind: error.kind, text: 'There is no room left on this device.', next, retryable: true };
  }
  const text = error instanceof DesksideError ? error.message : 'It could not be added.';
  return { kind: 'other', text, next: 'Try again.', retryable: true };
}

/** Each with whether it is the last; one empty batch where there are no documents, so that old ones go. */
function* batchesOf(documents: readonly SourceDocument[]): Generator<[SourceDocument[], boolean]> {
  let batch: SourceDocument[] = [];
  let size = 0;
  for (const document of documents) {
    const length = JSON.stringify(document).length;
    if (batch.length > 0 && (batch.length >= MOST_TOGETHER || size + length > MOST_CHARACTERS)) {
      yield [batch, false];
      [batch, size] = [[], 0];
    }
    batch.push(document);
    size += length;
  }
  yield [batch, true];
}
