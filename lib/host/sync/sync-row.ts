import type { ListedKind } from '../../connectors/connector';
import type { ErrorKind } from '../../core/errors';
import { MOST_NAMED_FAILURES, type FailedDocument, type SyncRow } from '../../core/sync';
import type { SyncPolicy } from './sync-contract';

export function jobKeyOf(sourceId: string, owner: string, scope: string | null, what: ListedKind): string {
  return JSON.stringify([sourceId, owner, scope, what]);
}

/** The row of a new run, after `before`, the row of the last one; `everything` where that is asked for or due. */
export function beginRun(
  job: { sourceId: string; owner: string; scope: string | null; what: ListedKind; everything: boolean },
  before: SyncRow | null,
  now: number,
  policy: SyncPolicy,
): SyncRow {
  const { sourceId, owner, scope, what } = job;
  const lastEverything = before?.everythingAt ?? null;
  const isDue =
    lastEverything === null || before?.doubtedAt != null || now - lastEverything >= policy.everythingAfterMs;
  const syncedAt = before?.syncedAt ?? null;
  const mode = job.everything || isDue || syncedAt === null ? 'everything' : 'changes';
  const failed = before?.failed ?? [];
  return {
    jobKey: jobKeyOf(sourceId, owner, scope, what),
    sourceId,
    owner,
    scope,
    what,
    state: 'running',
    reason: null,
    waitingUntil: null,
    mode,
    phase: failed.length > 0 ? 'retrying' : 'listing',
    cursor: null,
    since: mode === 'everything' ? null : new Date((syncedAt ?? 0) - policy.overlapMs).toISOString(),
    startedAt: now,
    finishedAt: null,
    ...noCounts,
    failed,
    generation: (before?.generation ?? 0) + (mode === 'everything' ? 1 : 0),
    restarts: 0,
    truncated: false,
    syncedAt,
    everythingAt: lastEverything,
    doubtedAt: before?.doubtedAt ?? null,
  };
}

const noCounts = { seen: 0, kept: 0, unchanged: 0, forgotten: 0, failures: 0, total: null };

/** The cursor was refused: the same listing from its first page. */
export function restartRun(row: SyncRow): SyncRow {
  return { ...row, ...noCounts, failed: [], cursor: null, restarts: row.restarts + 1 };
}

/** What it brought is gone, with its user: everything again, once they are back. */
export function emptiedRun(row: SyncRow): SyncRow {
  const restarted = { ...restartRun(row), mode: 'everything', phase: 'listing', since: null } as const;
  const unknown = { restarts: 0, syncedAt: null, everythingAt: null, doubtedAt: null };
  const emptied = { ...restarted, ...unknown };
  return row.state === 'done' || row.reason === 'user' ? emptied : stopRun(emptied, 'paused', 'signed-out');
}

export function stopRun(row: SyncRow, state: 'paused' | 'failed', reason: ErrorKind | 'user'): SyncRow {
  return { ...row, state, reason, waitingUntil: null };
}

/** Goes on where a run stopped. */
export function continueRun(row: SyncRow): SyncRow {
  return { ...row, state: 'running', reason: null, waitingUntil: null };
}

export function endRun(row: SyncRow, now: number): SyncRow {
  const isWhole = row.mode === 'everything' && row.doubtedAt === null && !row.truncated;
  return {
    ...continueRun(row),
    state: 'done',
    phase: 'listing',
    cursor: null,
    finishedAt: now,
    syncedAt: row.startedAt,
    everythingAt: isWhole ? row.startedAt : row.everythingAt,
  };
}

/** What became of the documents of one page. */
export interface PageOutcome {
  readonly kept: number;
  readonly unchanged: number;
  readonly forgotten: number;
  readonly failed: readonly FailedDocument[];
}

/** Pages repeat documents: each failure is named once. */
export function withOutcome(row: SyncRow, outcome: PageOutcome): SyncRow {
  const named = new Map([...row.failed, ...outcome.failed].map((each) => [each.id, each]));
  return {
    ...row,
    kept: row.kept + outcome.kept,
    unchanged: row.unchanged + outcome.unchanged,
    forgotten: row.forgotten + outcome.forgotten,
    failures: row.failures + outcome.failed.length,
    failed: [...named.values()].slice(0, MOST_NAMED_FAILURES),
  };
}
