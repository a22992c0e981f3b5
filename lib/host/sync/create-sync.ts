import { DesksideError, type ErrorKind } from '../../core/errors';
import type { SourceConfig } from '../../core/source';
import type { SyncRow } from '../../core/sync';
import { isStop, runJob } from './run-job';
import { usualPolicy, type SyncOptions, type SyncRequest } from './sync-contract';
import { beginRun, continueRun, emptiedRun, jobKeyOf, stopRun } from './sync-row';

interface Running {
  readonly stop: AbortController;
  readonly end: Promise<void>;
}

/** Upkeep waits so long for a source to say who is signed in. */
const LONGEST_ANSWER_MS = 10_000;

/** Reasons that a person's return takes away. */
const liftedByPerson: ReadonlySet<ErrorKind | 'user'> = new Set([
  'signed-out',
  'needs-open-tab',
  'no-permission',
]);

/**
 * Copies whole sources, or parts of them, for the user who is signed in: one job for each (source, user, scope, what),
 * one at a time on each server. A job stands in the store after every page: whatever ends this process, the next one's
 * `restore` goes on there.
 */
export function createSync(options: SyncOptions) {
  const { store, target, sessions, connectors, now, logger } = options;
  const policy = { ...usualPolicy, ...options.policy };
  const running = new Map<string, Running>();
  /** The end of what is under way at each server. */
  const lanes = new Map<string, Promise<void>>();
  const listeners = new Set<(row: SyncRow) => void>();

  /** Jobs that the device's own trouble stopped: their rows still say that they run, since nothing could be written. */
  const stopped = new Map<string, ErrorKind | null>();
  const shown = (row: SyncRow): SyncRow => {
    const isStopped = row.state === 'running' && stopped.has(row.jobKey);
    return isStopped ? { ...row, state: 'failed', reason: stopped.get(row.jobKey) ?? null } : row;
  };

  const tell = (row: SyncRow) => {
    for (const listener of listeners) listener(row);
  };
  const save = async (row: SyncRow) => {
    await store.put(row);
    tell(row);
  };
  const connectorOf = (source: SourceConfig) => {
    const connector = connectors.find(({ id }) => id === source.product);
    if (connector?.listDocuments) return connector;
    throw new DesksideError('unsupported', 'This product cannot be listed');
  };
  const run = async (row: SyncRow, source: SourceConfig, signal: AbortSignal) => {
    const job = { connector: connectorOf(source), source, signal };
    try {
      signal.throwIfAborted();
      await runJob(row, { job, options, policy, save });
    } catch (error) {
      if (isStop(error, signal)) return;
      // The device's own trouble: the last checkpoint stands, and the next process goes on from it.
      logger.warn('copying a source stopped', error);
      stopped.set(row.jobKey, error instanceof DesksideError ? error.kind : null);
      tell(shown(row));
    }
  };
  const launch = (row: SyncRow, source: SourceConfig) => {
    stopped.delete(row.jobKey);
    const stop = new AbortController();
    const { origin } = new URL(source.baseUrl);
    const before = lanes.get(origin) ?? Promise.resolve();
    const work = () => run(row, source, stop.signal);
    // Whatever became of the one before.
    const end = before.then(work, work).finally(() => {
      if (running.get(row.jobKey)?.stop === stop) running.delete(row.jobKey);
    });
    running.set(row.jobKey, { stop, end });
    lanes.set(origin, end);
  };
  /** Ends a job's work and waits until it has ended. */
  const halt = async (jobKey: string) => {
    const job = running.get(jobKey);
    job?.stop.abort();
    await job?.end;
  };
  const goOn = async (row: SyncRow) => {
    const source = await options.sourceOf(row.sourceId);
    if (running.has(row.jobKey)) return;
    if (!source) return store.delete(row.jobKey);
    const next = continueRun(row);
    await save(next);
    launch(next, source);
  };
  const refreshOne = async (row: SyncRow) => {
    const source = await options.sourceOf(row.sourceId);
    if (!source?.enabled) return;
    const user = await sessions.verify(connectorOf(source), source, AbortSignal.timeout(LONGEST_ANSWER_MS));
    if (target.ownerOf(source, user) !== row.owner || running.has(row.jobKey)) return;
    if (row.state !== 'done') return goOn(row);
    const next = beginRun({ ...row, everything: false }, row, now(), policy);
    await save(next);
    launch(next, source);
  };

  return {
    /**
     * Begins a run, or goes on with one that has not ended. Throws as `identify` does, and `unsupported` for a product
     * or sort of documents that cannot be listed.
     */
    async start(request: SyncRequest, signal: AbortSignal): Promise<SyncRow> {
      const { source, scope, what, everything = false } = request;
      const connector = connectorOf(source);
      if (!connector.lists?.includes(what))
        throw new DesksideError('unsupported', `It has no ${what} to list`);
      const user = await sessions.verify(connector, source, signal);
      const owner = target.ownerOf(source, user);
      const before = await store.get(jobKeyOf(source.id, owner, scope, what));
      if (before && running.has(before.jobKey)) return before;
      if (before && before.state !== 'done' && !everything) {
        await goOn(before);
        return continueRun(before);
      }
      const row = beginRun({ sourceId: source.id, owner, scope, what, everything }, before, now(), policy);
      await save(row);
      if (!running.has(row.jobKey)) launch(row, source);
      return row;
    },
    async pause(jobKey: string): Promise<void> {
      await halt(jobKey);
      const row = await store.get(jobKey);
      if (row && row.state !== 'done') await save(stopRun(row, 'paused', 'user'));
    },
    /** Goes on with what was paused or has failed. */
    async resume(jobKey: string): Promise<void> {
      const row = await store.get(jobKey);
      if (row && row.state !== 'done') await goOn(row);
    },
    /** Forgets the job, not the documents that it brought. */
    async cancel(jobKey: string): Promise<void> {
      await halt(jobKey);
      await store.delete(jobKey);
    },
    /** After a start of the process: goes on with what the last one left running. */
    async restore(): Promise<void> {
      for (const row of await store.all()) if (row.state === 'running') await goOn(row);
    },
    /** Somebody may have signed in: a page of the source was seen. Whose job is not theirs pauses again. */
    async wake(sourceId: string): Promise<void> {
      const rows = (await store.all()).filter((row) => row.sourceId === sourceId && row.state === 'paused');
      for (const row of rows) if (row.reason !== null && liftedByPerson.has(row.reason)) await goOn(row);
    },
    /**
     * Documents were taken out of the library by other hands: what was copied counts no more. Jobs of a source that was
     * taken away end; those of a user who has left begin anew when that user is back.
     */
    async purged(filter: { owner: string } | { sourceId: string } | { all: true }): Promise<void> {
      const isMeant = (row: SyncRow) =>
        'all' in filter ||
        ('owner' in filter ? row.owner === filter.owner : row.sourceId === filter.sourceId);
      for (const { jobKey } of (await store.all()).filter(isMeant)) {
        await halt(jobKey);
        const row = await store.get(jobKey);
        await store.delete(jobKey);
        if (row && 'owner' in filter) await save(emptiedRun(row));
      }
    },
    /** Stops working, as the end of the process would. */
    async close(): Promise<void> {
      await Promise.all([...running.keys()].map(halt));
    },
    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all([...running.values()].map(({ end }) => end));
    },
    /**
     * Brings copies up to date that were finished so long ago, and takes up again what failed in passing; those of other
     * users than the one who is signed in wait. A source that does not answer is asked at the next time.
     */
    async refresh(afterMs: number): Promise<void> {
      for (const row of await store.all()) {
        const isDue = row.finishedAt === null || now() - row.finishedAt >= afterMs;
        const isWanted = row.state === 'done' || (row.state === 'failed' && row.reason !== 'unsupported');
        if (!isDue || !isWanted || running.has(row.jobKey)) continue;
        await refreshOne(row).catch((error: unknown) => {
          if (!(error instanceof DesksideError)) throw error;
          logger.warn('a copy was not brought up to date', error);
        });
      }
    },
    rows: async () => (await store.all()).map(shown),
    /** Each row as it is written down; gives what ends that. */
    watch(listener: (row: SyncRow) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
