import { z } from 'zod';
import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelRecord } from '../core/model';
import { isNotFound, type ModelFolder, type ModelFolders } from './model-folder';

/** In each model's folder, beside its files. */
const STATE_FILE = 'model.json';

const stateSchema = z.object({
  record: modelRecordSchema,
  /** Files that are whole, with what they were found to be: SHA-256 in hex. */
  done: z.record(z.string(), z.string()),
  /** What the server calls the state of a file that has come in part: another one begins anew. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Somebody stopped its download: it does not go on by itself. */
  isPaused: z.boolean().optional(),
  /** How fast it was the last time. */
  measured: z
    .object({ loadMs: z.number(), firstTokenMs: z.number(), tokensPerSecond: z.number() })
    .optional(),
  /** Epoch milliseconds. */
  addedAt: z.number(),
});
type Measured = NonNullable<z.infer<typeof stateSchema>['measured']>;
export type ModelState = z.infer<typeof stateSchema>;

export interface StoredModel {
  readonly record: ModelRecord;
  /** `incomplete`: files are missing, because they never came whole or the browser took them away. */
  readonly state: 'ready' | 'incomplete';
  /** Whether each file is, byte for byte, what its publisher said it was. */
  readonly isVerified: boolean;
  readonly bytes: number;
  readonly addedAt: number;
  readonly isPaused: boolean;
  /** It was whole once: the browser took files away, or somebody who cleared its data did. */
  readonly wasWhole: boolean;
  /** How fast it was the last time; null before the first. */
  readonly measured: Measured | null;
}

/** The models on this device. What a folder holds is looked at each time: browsers take files away without a word. */
export function createModelStore(folders: ModelFolders) {
  const look = async (folder: ModelFolder): Promise<StoredModel | null> => {
    const state = await readState(folder);
    if (state === null) return null;
    const { record, done, addedAt, isPaused = false, measured = null } = state;
    const sizes = await Promise.all(record.files.map(({ name }) => sizeOf(folder, name)));
    const isWhole = record.files.every(({ name, bytes }, at) => name in done && sizes[at] === bytes);
    return {
      record,
      state: isWhole ? 'ready' : 'incomplete',
      isVerified:
        isWhole && record.files.every(({ name, sha256 }) => sha256 !== null && sha256 === done[name]),
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      addedAt,
      isPaused,
      wasWhole: record.files.every(({ name }) => name in done),
      measured,
    };
  };
  const find = async (id: string) => {
    const folder = (await folders.list()).find(({ name }) => name === id);
    return { folder, model: folder ? await look(folder) : null };
  };
  return {
    async list(): Promise<StoredModel[]> {
      const found = await Promise.all((await folders.list()).map(look));
      return found
        .filter((model) => model !== null)
        .sort((a, b) => a.record.title.localeCompare(b.record.title) || a.addedAt - b.addedAt);
    },
    /** Null where it is not there at all. */
    get: async (id: string): Promise<StoredModel | null> => (await find(id)).model,
    /** @throws DesksideError `not-found` where it is not there whole */
    async open(id: string): Promise<{ record: ModelRecord; files: File[] }> {
      const { folder, model } = await find(id);
      if (!folder || model?.state !== 'ready')
        throw new DesksideError('not-found', 'The model is not on this device any more: add it again');
      const { record } = model;
      return { record, files: await Promise.all(record.files.map(({ name }) => folder.open(name))) };
    },
    /** Keeps how fast it was. */
    async measure(id: string, measured: Measured): Promise<void> {
      const { folder } = await find(id);
      const state = folder && (await readState(folder));
      if (folder && state) await writeState(folder, { ...state, measured });
    },
    remove: (id: string) => folders.remove(id),
  };
}
export type ModelStore = ReturnType<typeof createModelStore>;

export async function readState(folder: ModelFolder): Promise<ModelState | null> {
  try {
    return stateSchema.safeParse(JSON.parse((await folder.read(STATE_FILE)) ?? 'null')).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function writeState(folder: ModelFolder, state: ModelState): Promise<void> {
  return folder.write(STATE_FILE, JSON.stringify(state));
}

/** 0 where there is no such file. */
export async function sizeOf(folder: ModelFolder, name: string): Promise<number> {
  try {
    return (await folder.open(name)).size;
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw error;
  }
}
