import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DesksideError } from '../core/errors';
import type { DownloadProgress, ModelFile, ModelRecord } from '../core/model';
import { retryAfterMs } from '../platform/retry-after';
import type { Appending, ModelFolder, ModelFolders } from './model-folder';
import { readState, sizeOf, writeState, type ModelState } from './model-store';

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  /** Aborted to pause: what has come stays, and the next call goes on from there. */
  readonly signal: AbortSignal;
  onProgress(progress: DownloadProgress): void;
  /** Epoch milliseconds. */
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Tries in a row that bring nothing, before it fails. */
  readonly mostTries?: number;
  /** Without a byte for so long, the connection counts as lost. */
  readonly stallMs?: number;
}

const READ_BACK = 4 * 1024 * 1024;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Brings a model's files to this device, each from where the last try or the last process left it, and checks each
 * against its hash. Nothing counts as there before it is whole and verified.
 * @throws DesksideError `not-found`, `forbidden`; `bad-answer` for a web page, another length or another hash (the
 *   file is thrown away); `unreachable` or `server` when tries bring nothing more (what came stays); `no-room`; AbortError
 */
export async function downloadModel(
  folders: ModelFolders,
  record: ModelRecord,
  options: DownloadOptions,
): Promise<void> {
  const folder = await folders.folder(record.id);
  const before = await readState(folder);
  const isSame = JSON.stringify(before?.record.files) === JSON.stringify(record.files);
  const state: ModelState = {
    record,
    done: isSame && before ? await stillThere(folder, before) : {},
    tags: isSame ? (before?.tags ?? {}) : {},
    addedAt: before?.addedAt ?? options.now(),
  };
  try {
    await bringFiles(folder, state, isSame, options);
  } catch (error) {
    // A kill leaves it as it is, and the next start of the host goes on.
    if (options.signal.aborted) await writeState(folder, { ...state, isPaused: true });
    throw error;
  }
}

/** Files that came whole before, without those that the browser has taken away since. */
async function stillThere(folder: ModelFolder, { record, done }: ModelState): Promise<ModelState['done']> {
  const kept: ModelState['done'] = {};
  for (const { name, bytes } of record.files) {
    const hash = done[name];
    if (hash !== undefined && (await sizeOf(folder, name)) === bytes) kept[name] = hash;
  }
  return kept;
}

async function bringFiles(
  folder: ModelFolder,
  state: ModelState,
  isSame: boolean,
  options: DownloadOptions,
): Promise<void> {
  const { record } = state;
  await writeState(folder, state);
  const total = record.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let past = 0;
  for (const file of record.files) {
    const base = past;
    past += file.bytes;
    if (file.name in state.done) continue;
    const onProgress = (bytes: number) => options.onProgress({ bytes: base + bytes, total });
    const hash = await new FileDownload(folder, state, file, { ...options, isSame, onProgress }).run();
    state.done[file.name] = hash;
    await writeState(folder, state);
  }
  options.onProgress({ bytes: total, total });
}

interface FileOptions extends Omit<DownloadOptions, 'onProgress'> {
  /** Whether what is there belongs to this record. */
  readonly isSame: boolean;
  onProgress(bytes: number): void;
}

/** Nothing came of a try; another one may bring more. */
class Interrupted extends Error {
  constructor(
    readonly kind: 'unreachable' | 'server' | 'rate-limited',
    readonly waitMs: number | undefined,
  ) {
    super(kind);
  }
}

class FileDownload {
  private hash = sha256.create();

  constructor(
    private readonly folder: ModelFolder,
    private readonly state: ModelState,
    private readonly file: ModelFile,
    private readonly options: FileOptions,
  ) {}

  /** Gives the file's hash. */
  async run(): Promise<string> {
    const target = await this.folder.append(this.file.name);
    try {
      if (!this.options.isSame || target.size > this.file.bytes) target.clear();
      this.readBack(target);
      await this.complete(target);
      const found = bytesToHex(this.hash.digest());
      if (this.file.sha256 === null || this.file.sha256 === found) return found;
      target.clear();
      throw new DesksideError(
        'bad-answer',
        'A file of the model is not what its publisher says it is. It was thrown away',
      );
    } catch (error) {
      throw asNoRoom(error);
    } finally {
      target.close();
    }
  }

  private readBack(target: Appending): void {
    const part = new Uint8Array(READ_BACK);
    for (let at = 0; at < target.size;) {
      const count = target.readAt(at, part);
      if (count === 0) break;
      this.hash.update(part.subarray(0, count));
      at += count;
    }
  }

  private async complete(target: Appending): Promise<void> {
    const { signal, mostTries = 6, wait } = this.options;
    for (let tries = 1; target.size < this.file.bytes;) {
      const before = target.size;
      try {
        await this.ask(target);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Interrupted)) throw error;
        tries = target.size > before ? 1 : tries + 1;
        if (tries > mostTries)
          throw new DesksideError(
            error.kind,
            'The download was interrupted. Resume it when the network is back',
            {
              cause: error,
            },
          );
        const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
        await wait(error.waitMs ?? backOff, signal);
      }
    }
  }

  /** One request, from where the file ends. */
  private async ask(target: Appending): Promise<void> {
    const { url, bytes } = this.file;
    if (url === null) throw new DesksideError('not-found', 'The model names no place to download it from');
    const from = target.size;
    const stall = new AbortController();
    const signal = AbortSignal.any([this.options.signal, stall.signal]);
    // No If-Range: servers that let other pages read them seldom allow that header to be sent.
    const headers = new Headers(from > 0 ? { range: `bytes=${from}-` } : {});
    let timer = this.stallTimer(stall);
    try {
      const response = await this.options
        .fetch(url, { headers, signal, credentials: 'omit', cache: 'no-store' })
        .catch((error: unknown) => {
          throw this.lost(error);
        });
      await this.check(response, target, from);
      const reader = response.body?.getReader();
      for (;;) {
        const { done, value } = (await reader?.read().catch((error: unknown) => {
          throw this.lost(error);
        })) ?? { done: true, value: undefined };
        if (done) break;
        clearTimeout(timer);
        timer = this.stallTimer(stall);
        if (target.size + value.length > bytes) {
          await reader?.cancel();
          target.clear();
          throw new DesksideError('bad-answer', 'The server sends more than the model is large');
        }
        this.hash.update(value);
        target.write(value);
        this.options.onProgress(target.size);
        this.options.signal.throwIfAborted();
      }
    } finally {
      clearTimeout(timer);
    }
    if (target.size < bytes) throw new Interrupted('unreachable', undefined);
  }

  private stallTimer(stall: AbortController) {
    return setTimeout(() => stall.abort(), this.options.stallMs ?? 30_000);
  }

  private lost(error: unknown): unknown {
    return this.options.signal.aborted ? error : new Interrupted('unreachable', undefined);
  }

  /** Whether what follows goes on where the file ends; a server that begins anew is followed. */
  private async check(response: Response, target: Appending, from: number): Promise<void> {
    const { status, headers } = response;
    const refuse = async (kind: DesksideError['kind'], words: string): Promise<never> => {
      await response.body?.cancel();
      throw new DesksideError(kind, words, { status });
    };
    if (status === 404 || status === 410)
      await refuse('not-found', 'There is no such file on the server any more');
    if (status === 401 || status === 403)
      await refuse('forbidden', 'The server does not give the file to everybody');
    if (status === 429 || status >= 500) {
      await response.body?.cancel();
      const kind = status === 429 ? 'rate-limited' : 'server';
      throw new Interrupted(kind, retryAfterMs(headers, this.options.now()));
    }
    if (/^text\/html\b/i.test(headers.get('content-type') ?? ''))
      await refuse('bad-answer', 'The server sends a web page in place of the model');
    const isPart = status === 206;
    // A weak tag does not promise the same bytes; without a tag the hash has the last word.
    const tag = headers.get('etag')?.replace(/^W\/.*$/, '') ?? '';
    const before = this.state.tags?.[this.file.name] ?? '';
    const isOther = isPart && tag !== '' && before !== '' && tag !== before;
    if (status === 416 || isOther || (isPart && startOf(headers) !== from)) {
      // What is here does not fit to what is there: from the beginning.
      await response.body?.cancel();
      this.restart(target);
      throw new Interrupted('server', undefined);
    }
    if (!response.ok) await refuse('bad-answer', 'The server does not understand the request');
    if (!isPart && from > 0) this.restart(target);
    this.state.tags = { ...this.state.tags, [this.file.name]: tag };
    await writeState(this.folder, this.state);
  }

  private restart(target: Appending): void {
    target.clear();
    this.hash = sha256.create();
  }
}

function startOf(headers: Headers): number {
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
}

function asNoRoom(error: unknown): unknown {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
    ? new DesksideError(
        'no-room',
        'There is not enough room on this device for the model. What has come so far stays',
        {
          cause: error,
        },
      )
    : error;
}
