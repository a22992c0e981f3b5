import type { ListPage, SearchHit } from '../../connectors/connector';
import { DesksideError, isAbort, type ErrorKind } from '../../core/errors';
import type { Identity } from '../../core/source';
import type { SyncRow } from '../../core/sync';
import type { SyncJob, SyncOptions, SyncPolicy } from './sync-contract';
import { endRun, restartRun, stopRun, withOutcome } from './sync-row';
import { beginSweep, sweep } from './sweep';
import { takePage } from './take-page';

/** Nothing we could do by ourselves: somebody has to sign in, open a tab, give a permission or make room. */
const wantsPerson: ReadonlySet<ErrorKind> = new Set([
  'signed-out',
  'needs-open-tab',
  'no-permission',
  'no-room',
]);
/** Waits for a source that limits its rate; each may be an hour. */
const MOST_LIMITS = 24;

export interface RunParts {
  readonly job: SyncJob;
  readonly options: SyncOptions;
  readonly policy: SyncPolicy;
  /** Writes the row down and tells whoever watches. */
  readonly save: (row: SyncRow) => Promise<void>;
}

/**
 * Takes a run from where its row stands to its end, a checkpoint after each page. Gives the last row. Throws what the
 * device itself fails with, and aborts; the row that is written down is then the last whole step.
 */
export async function runJob(row: SyncRow, parts: RunParts): Promise<SyncRow> {
  let at = row;
  let tries = 0;
  let limits = 0;
  while (at.state === 'running') {
    try {
      await restUntilAllowed(at, parts);
      at = await takeStep(at, parts);
      tries = 0;
      limits = 0;
    } catch (error) {
      if (parts.job.signal.aborted || !(error instanceof DesksideError)) throw error;
      parts.options.pauses.note(at.sourceId, error);
      if (error.kind === 'signed-out') parts.options.sessions.doubt(parts.job.source);
      const isLimit = error.kind === 'rate-limited';
      if (isLimit) limits += 1;
      const delay = isLimit ? 0 : parts.policy.retryAfterMs[tries];
      if (!isLimit) tries += 1;
      if (error.retryable && delay !== undefined && limits <= MOST_LIMITS) {
        if (delay > 0) await waitUntil(at, parts.options.now() + delay, parts);
        continue;
      }
      at = afterFailure(at, error);
    }
    await parts.save(at);
  }
  return at;
}

/** A refused cursor is tried once from the first page on: products forget theirs after some days. */
function afterFailure(row: SyncRow, { kind }: DesksideError): SyncRow {
  if (kind === 'invalid-query' && row.cursor !== null && row.restarts === 0) return restartRun(row);
  return stopRun(row, wantsPerson.has(kind) ? 'paused' : 'failed', kind);
}

async function restUntilAllowed(row: SyncRow, parts: RunParts): Promise<void> {
  const pause = parts.options.pauses.reason(row.sourceId);
  if (pause?.kind === 'rate-limited') await waitUntil(row, pause.until, parts);
  else await parts.options.wait(parts.policy.betweenPagesMs, parts.job.signal);
}

/** With the time shown for as long as it lasts. */
async function waitUntil(row: SyncRow, until: number, { options, job, save }: RunParts): Promise<void> {
  const ms = until - options.now();
  if (ms <= 0) return;
  await save({ ...row, waitingUntil: until });
  await options.wait(ms, job.signal);
}

async function takeStep(row: SyncRow, parts: RunParts): Promise<SyncRow> {
  const { job, options } = parts;
  if (row.phase === 'sweeping') {
    await sweep(row, job.signal, options);
    return endRun(row, options.now());
  }
  const user = await ownUser(row, parts);
  if (row.phase === 'retrying') {
    const outcome = await takePage(
      { documents: row.failed.map(toHit), removed: [] },
      row,
      job,
      user,
      options,
    );
    return withOutcome({ ...row, phase: 'listing', failed: [], waitingUntil: null }, outcome);
  }
  return takeNext(row, await askPage(row, user, parts), user, parts);
}

async function takeNext(row: SyncRow, page: ListPage, user: Identity, parts: RunParts): Promise<SyncRow> {
  const { job, options, policy } = parts;
  if (page.next !== null && page.next === row.cursor) {
    throw new DesksideError('bad-answer', 'The listing does not go on');
  }
  const outcome = await takePage(page, row, job, user, options);
  const seen = row.seen + page.documents.length;
  const total = page.total ?? row.total;
  const taken = withOutcome({ ...row, seen, total, cursor: page.next, waitingUntil: null }, outcome);
  const isTooMuch = page.next !== null && seen >= policy.mostDocuments;
  if (page.next !== null && !isTooMuch) return taken;
  // What was not listed to its end says nothing about what is gone.
  if (isTooMuch || row.mode === 'changes') return endRun({ ...taken, truncated: isTooMuch }, options.now());
  const swept = await beginSweep(taken, options, policy);
  return swept.phase === 'sweeping' ? swept : endRun(swept, options.now());
}

function askPage(
  { what, scope, since, cursor }: SyncRow,
  user: Identity,
  parts: RunParts,
): Promise<ListPage> {
  const { connector, source, signal } = parts.job;
  return parts.options.call({ connector, source, signal, user }, async (io) => {
    if (!connector.listDocuments) throw new DesksideError('unsupported', 'This product cannot be listed');
    return connector.listDocuments({ what, scope, since, cursor }, source, io);
  });
}

/** The user whose rows these are, as the source confirms it now; somebody else's documents are not mixed with theirs. */
async function ownUser(row: SyncRow, { job, options }: RunParts): Promise<Identity> {
  const user = await options.sessions.verify(job.connector, job.source, job.signal);
  if (options.target.ownerOf(job.source, user) === row.owner) return user;
  throw new DesksideError('signed-out', 'Another user is signed in than the one this was begun for');
}

/** Without a version it is read again, whatever is kept. */
function toHit({ ref, id, title }: SyncRow['failed'][number]): SearchHit {
  return { ref, id, title, version: '', document: null };
}

/** What an aborted run leaves behind: nothing is wrong with it. */
export function isStop(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (isAbort(error) || error === signal.reason);
}
