import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelRecord } from '../core/model';
import { ggufId } from './gguf-id';
import type { ModelFolder, ModelFolders } from './model-folder';
import { writeState } from './model-store';
import { readGguf, usedContext } from './read-gguf';
import { CHAT_CONFIG, readMlcFolder, type LibraryChoice } from './read-mlc-folder';

export interface ImportOptions {
  readonly signal: AbortSignal;
  /** Share that is done, 0 to 1. */
  onProgress(share: number): void;
  /** Epoch milliseconds. */
  now(): number;
  /** Read, hashed and written in one go. */
  readonly strokeBytes?: number;
  /** For models of WebLLM: the libraries that they may run by. */
  readonly libraries: LibraryChoice;
}

/** What people chose: one file, or the files of a folder. */
export interface ChosenFiles {
  /** The folder's name, else the file's. */
  readonly name: string;
  readonly files: readonly File[];
}

/**
 * Copies a GGUF file, or a folder with a model of WebLLM, into the models on this device. What was begun and not
 * finished is taken away again.
 * @throws DesksideError `bad-answer` for what is no model, `no-room`, `unsupported` without a library; AbortError
 */
export async function importModel(
  folders: ModelFolders,
  chosen: ChosenFiles,
  options: ImportOptions,
): Promise<ModelRecord> {
  const { record, files } = await recognise(chosen, options.libraries);
  options.signal.throwIfAborted();
  await folders.remove(record.id);
  const folder = await folders.folder(record.id);
  try {
    const addedAt = options.now();
    await writeState(folder, { record, done: {}, addedAt });
    const done = await copyAll(folder, record, files, options);
    await writeState(folder, { record, done, addedAt });
    return record;
  } catch (error) {
    await folders.remove(record.id);
    throw asDesksideError(error);
  }
}

async function recognise(
  { name, files }: ChosenFiles,
  libraries: LibraryChoice,
): Promise<{ record: ModelRecord; files: readonly File[] }> {
  if (files.some((file) => file.name === CHAT_CONFIG)) return readMlcFolder(name, files, libraries);
  const ggufs = files.filter((file) => /\.gguf$/i.test(file.name));
  const file = files.length === 1 ? files[0] : ggufs.length === 1 ? ggufs[0] : undefined;
  if (!file)
    throw new DesksideError(
      'bad-answer',
      `The folder holds no model: there is neither one GGUF file nor a ${CHAT_CONFIG} in it`,
    );
  const facts = await readGguf(file);
  const base = file.name.replace(/\.gguf$/i, '');
  const record = modelRecordSchema.parse({
    id: ggufId(base, file.size),
    engine: 'wllama',
    task: facts.task,
    title: base.slice(0, 200) || 'Model',
    files: [{ name: 'model.gguf', url: null, bytes: file.size, sha256: null }],
    contextTokens: usedContext(facts),
    licence: facts.licence,
  });
  return { record, files: [file] };
}

/** Gives each file's hash by its name. */
async function copyAll(
  folder: ModelFolder,
  record: ModelRecord,
  files: readonly File[],
  { signal, onProgress, strokeBytes = 4 * 1024 * 1024 }: ImportOptions,
): Promise<Record<string, string>> {
  const done: Record<string, string> = {};
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let copied = 0;
  for (const [at, file] of files.entries()) {
    const name = record.files[at]?.name ?? file.name;
    const hash = sha256.create();
    const target = await folder.append(name);
    try {
      for (let from = 0; from < file.size; from += strokeBytes) {
        signal.throwIfAborted();
        const bytes = new Uint8Array(await file.slice(from, from + strokeBytes).arrayBuffer());
        hash.update(bytes);
        target.write(bytes);
        copied += bytes.length;
        onProgress(Math.min(1, copied / total));
      }
    } finally {
      target.close();
    }
    done[name] = bytesToHex(hash.digest());
  }
  return done;
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
