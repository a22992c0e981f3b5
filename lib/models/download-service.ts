import { z } from 'zod';
import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelRecord } from '../core/model';
import type { CallHandlers } from '../platform/worker-calls';
import { downloadModel, type DownloadOptions } from './download-model';
import type { ModelFolders } from './model-folder';
import { readState, sizeOf, writeState } from './model-store';
import { readGguf, usedContext } from './read-gguf';

export interface DownloadServiceOptions extends Pick<DownloadOptions, 'fetch' | 'now' | 'wait'> {
  readonly folders: ModelFolders;
  /** Bytes that are still free; null where nobody says. */
  room(): Promise<number | null>;
  /** Between two words on how far it is. */
  readonly everyMs?: number;
}

/**
 * The worker's end of downloads: `download` brings one model, `stop` ends when its files are closed. What came stays.
 */
export function createDownloadService(options: DownloadServiceOptions): CallHandlers {
  const { folders, now, everyMs = 200 } = options;
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>();

  const bring = async (record: ModelRecord, signal: AbortSignal, emit: (event: unknown) => void) => {
    await checkRoom(record);
    let said = -Infinity;
    await downloadModel(folders, record, {
      ...options,
      signal,
      onProgress(progress) {
        if (progress.bytes < progress.total && now() - said < everyMs) return;
        said = now();
        emit(progress);
      },
    });
    if (record.engine === 'wllama') await refine(record);
  };
  const checkRoom = async (record: ModelRecord) => {
    const room = await options.room();
    const folder = await folders.folder(record.id);
    const sizes = await Promise.all(record.files.map(({ name }) => sizeOf(folder, name)));
    const missing = record.files.reduce((sum, { bytes }, at) => sum + bytes - (sizes[at] ?? 0), 0);
    if (room === null || missing <= room) return;
    if (sizes.every((size) => size === 0)) await folders.remove(record.id);
    throw new DesksideError(
      'no-room',
      `The model needs ${words(missing)}, and ${words(room)} are free on this device`,
    );
  };
  /** The file says more of a model than its address did. */
  const refine = async (record: ModelRecord) => {
    const folder = await folders.folder(record.id);
    const state = await readState(folder);
    const [file] = record.files;
    if (!state || !file) return;
    const facts = await readGguf(await folder.open(file.name)).catch(async (error: unknown) => {
      await folders.remove(record.id);
      throw error;
    });
    const contextTokens = Math.min(record.contextTokens, usedContext(facts));
    await writeState(folder, {
      ...state,
      record: { ...record, contextTokens, licence: record.licence ?? facts.licence },
    });
  };

  return {
    async download(input, { signal, emit }) {
      const { record } = z.object({ record: modelRecordSchema }).parse(input);
      if (running.has(record.id))
        throw new DesksideError('unsupported', 'The model is being downloaded already');
      const abort = new AbortController();
      const work = bring(record, AbortSignal.any([signal, abort.signal]), emit);
      const ended = work.then(ignore, ignore).then(() => void running.delete(record.id));
      running.set(record.id, { abort, ended });
      await work;
    },
    async stop(input) {
      const { modelId } = z.object({ modelId: z.string() }).parse(input);
      const found = running.get(modelId);
      found?.abort.abort();
      await found?.ended;
    },
  };
}

function ignore(): void {
  // Whoever asked for the download hears how it ended.
}

function words(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
