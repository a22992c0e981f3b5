import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DesksideError } from '../core/errors';
import type { ModelRecord } from '../core/model';
import type { ModelFolders } from './model-folder';
import { writeState } from './model-store';
import { readGguf } from './read-gguf';

/** A longer context takes memory for every token, whether it is used or not. */
const MOST_CONTEXT = 4096;
const FILE_NAME = 'model.gguf';

export interface ImportOptions {
  readonly signal: AbortSignal;
  /** Share that is done, 0 to 1. */
  onProgress(share: number): void;
  /** Epoch milliseconds. */
  now(): number;
  /** Read, hashed and written in one go. */
  readonly strokeBytes?: number;
}

/**
 * Copies a GGUF file into the models on this device. What was begun and not finished is taken away again.
 * @throws DesksideError `bad-answer` for what is no model, `no-room`; AbortError
 */
export async function importModel(
  folders: ModelFolders,
  file: File,
  { signal, onProgress, now, strokeBytes = 4 * 1024 * 1024 }: ImportOptions,
): Promise<ModelRecord> {
  const facts = await readGguf(file);
  const base = file.name.replace(/\.gguf$/i, '');
  const record: ModelRecord = {
    id: idOf(base, file.size),
    engine: 'wllama',
    title: base.slice(0, 200) || 'Model',
    files: [{ name: FILE_NAME, url: null, bytes: file.size, sha256: null }],
    contextTokens: Math.min(MOST_CONTEXT, Math.max(512, facts.contextTokens ?? MOST_CONTEXT)),
    licence: facts.licence,
  };
  signal.throwIfAborted();
  await folders.remove(record.id);
  const folder = await folders.folder(record.id);
  try {
    const addedAt = now();
    await writeState(folder, { record, done: {}, addedAt });
    const hash = sha256.create();
    const target = await folder.append(FILE_NAME);
    try {
      for (let at = 0; at < file.size; at += strokeBytes) {
        signal.throwIfAborted();
        const bytes = new Uint8Array(await file.slice(at, at + strokeBytes).arrayBuffer());
        hash.update(bytes);
        target.write(bytes);
        onProgress(Math.min(1, (at + bytes.length) / file.size));
      }
    } finally {
      target.close();
    }
    await writeState(folder, { record, done: { [FILE_NAME]: bytesToHex(hash.digest()) }, addedAt });
    return record;
  } catch (error) {
    await folders.remove(record.id);
    throw asDesksideError(error);
  }
}

function asDesksideError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'QuotaExceededError')
    return new DesksideError('no-room', 'There is not enough room on this device for the model', {
      cause: error,
    });
  if (error.name === 'NotReadableError' || error.name === 'NotFoundError')
    return new DesksideError('not-found', 'The file changed or went away while it was read', {
      cause: error,
    });
  return error;
}

/** The same file gets the same id, and no other one does that has another name or size. */
function idOf(name: string, bytes: number): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${words.slice(0, 60) || 'model'}-${bytes.toString(36)}`;
}
