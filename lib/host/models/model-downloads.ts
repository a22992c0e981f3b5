import { DesksideError, isAbort } from '../../core/errors';
import { downloadProgressSchema, type ModelRecord } from '../../core/model';
import type { ModelDownload } from '../../messaging/model-messages';
import type { ModelStore } from '../../models/model-store';
import type { Logger } from '../../platform/logger';
import type { WorkerCalls } from '../../platform/worker-calls';

export interface ModelDownloadsOptions {
  readonly store: ModelStore;
  /** The worker of `createDownloadService`. */
  readonly worker: WorkerCalls;
  /** Epoch milliseconds. */
  now(): number;
  readonly logger: Logger;
}

/** Speeds are means over so long. */
const SPEED_OVER_MS = 4_000;

/** Models on their way to this device. What a kill interrupted goes on with the next start. */
export function createModelDownloads({ store, worker, now, logger }: ModelDownloadsOptions) {
  const all = new Map<string, ModelDownload>();
  const speeds = new Map<string, { at: number; bytes: number }[]>();

  const change = (id: string, change: Partial<ModelDownload>) => {
    const known = all.get(id);
    if (known) all.set(id, { ...known, ...change });
  };
  const speedOf = (id: string, bytes: number): number | null => {
    const at = now();
    const marks = [...(speeds.get(id) ?? []), { at, bytes }].filter((mark) => at - mark.at <= SPEED_OVER_MS);
    speeds.set(id, marks);
    const first = marks[0];
    return first && at - first.at >= 500 ? ((bytes - first.bytes) * 1000) / (at - first.at) : null;
  };
  const start = (record: ModelRecord): void => {
    if (all.get(record.id)?.state === 'running') return;
    const total = record.files.reduce((sum, { bytes }) => sum + bytes, 0);
    speeds.delete(record.id);
    const bytes = all.get(record.id)?.bytes ?? 0;
    all.set(record.id, {
      modelId: record.id,
      title: record.title,
      state: 'running',
      bytes,
      total,
      bytesPerSecond: null,
      problem: null,
    });
    worker
      .call(
        'download',
        { record },
        {
          onEvent(event) {
            const { bytes } = downloadProgressSchema.parse(event);
            change(record.id, { bytes, bytesPerSecond: speedOf(record.id, bytes) });
          },
        },
      )
      .then(
        () => all.delete(record.id),
        (error: unknown) => {
          if (isAbort(error)) return change(record.id, { state: 'paused', bytesPerSecond: null });
          logger.warn('a model was not downloaded', error);
          const problem =
            error instanceof DesksideError ? error.message : 'The download broke off. Resume it to go on';
          change(record.id, { state: 'failed', problem, bytesPerSecond: null });
        },
      );
  };
  const stop = (modelId: string) => worker.call('stop', { modelId });

  return {
    list: (): ModelDownload[] => [...all.values()],
    start,
    /** What came stays, also over restarts. */
    async pause(modelId: string): Promise<void> {
      await stop(modelId);
    },
    /** @throws DesksideError `not-found` where nothing of it is here */
    async resume(modelId: string): Promise<void> {
      const model = await store.get(modelId);
      if (!model) throw new DesksideError('not-found', 'Nothing of the model is on this device any more');
      start(model.record);
    },
    /** Ends it, so that its files can be removed. */
    async forget(modelId: string): Promise<void> {
      if (all.has(modelId)) await stop(modelId);
      all.delete(modelId);
    },
    /** After a start of the host: takes up what was under way. */
    async restore(): Promise<void> {
      for (const { record, state, isPaused, wasWhole, bytes } of await store.list()) {
        const canGoOn = state === 'incomplete' && record.files.every(({ url }) => url !== null);
        if (!canGoOn || all.has(record.id)) continue;
        const total = record.files.reduce((sum, file) => sum + file.bytes, 0);
        const modelId = record.id;
        all.set(modelId, {
          modelId,
          title: record.title,
          state: 'paused',
          bytes,
          total,
          bytesPerSecond: null,
          problem: null,
        });
        // What the browser took away is fetched again when somebody says so: it may be gigabytes.
        if (!isPaused && !wasWhole) start(record);
      }
    },
  };
}
export type ModelDownloads = ReturnType<typeof createModelDownloads>;
