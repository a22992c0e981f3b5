import type { ListPage, SearchHit } from '../../connectors/connector';
import type { SourceDocument } from '../../core/document';
import { DesksideError, type ErrorKind } from '../../core/errors';
import type { Identity } from '../../core/source';
import type { FailedDocument, SyncRow } from '../../core/sync';
import type { SyncJob, SyncOptions } from './sync-contract';
import type { PageOutcome } from './sync-row';

/** Documents that are read one by one: at once, and before what was read is kept. */
const AT_ONCE = 2;
const TOGETHER = 10;

/** About the source, not about the one document: they end the page, which is taken again. */
const ofTheSource: ReadonlySet<ErrorKind> = new Set([
  'signed-out',
  'needs-open-tab',
  'no-permission',
  'rate-limited',
  'unreachable',
]);

type Taken = Pick<ListPage, 'documents' | 'removed'>;

/**
 * Keeps what is new on a page, reads what came without its text, forgets what is gone. May be done twice with the same
 * page: what was kept the first time is unchanged the second time.
 */
export async function takePage(
  page: Taken,
  row: SyncRow,
  job: SyncJob,
  user: Identity,
  options: SyncOptions,
): Promise<PageOutcome> {
  const { target, store } = options;
  const hits = [...new Map(page.documents.map((hit) => [hit.id, hit])).values()];
  const ids = hits.map(({ id }) => id);
  const known = await target.versions(row.owner, row.sourceId, ids);
  const isUnchanged = ({ id, version }: SearchHit) => version !== '' && known.get(id) === version;
  const stale = hits.filter((hit) => !isUnchanged(hit));
  const whole = stale.map(({ document }) => document).filter((document) => document !== null);
  const fetchedAt = options.now();
  if (whole.length > 0) await target.keep(row.owner, job.source, whole, fetchedAt);
  const bare = stale.filter(({ document }) => document === null);
  const read = await readAll(bare, row, job, user, options);
  const gone = [...new Set([...page.removed, ...read.gone])];
  if (gone.length > 0) await forget(gone, row, options);
  const isGone = new Set(gone);
  await store.mark(
    row.jobKey,
    ids.filter((id) => !isGone.has(id)),
    row.generation,
  );
  return {
    kept: whole.length + read.kept,
    unchanged: hits.length - stale.length,
    forgotten: gone.length,
    failed: read.failed,
  };
}

/** Out of the library first: a member without a document is forgotten again, a document without a member never. */
export async function forget(
  ids: readonly string[],
  { jobKey, owner, sourceId }: SyncRow,
  { target, store }: Pick<SyncOptions, 'target' | 'store'>,
): Promise<void> {
  await target.forget(ids.map((id) => target.keyOf(owner, sourceId, id)));
  await store.unmark(jobKey, ids);
}

interface ReadDocuments {
  kept: number;
  readonly gone: string[];
  readonly failed: FailedDocument[];
}

async function readAll(
  hits: readonly SearchHit[],
  row: SyncRow,
  job: SyncJob,
  user: Identity,
  options: SyncOptions,
): Promise<ReadDocuments> {
  const read: ReadDocuments = { kept: 0, gone: [], failed: [] };
  for (let at = 0; at < hits.length; at += TOGETHER) {
    const fetchedAt = options.now();
    const documents: SourceDocument[] = [];
    const queue = hits.slice(at, at + TOGETHER);
    const work = async () => {
      for (let hit = queue.shift(); hit !== undefined; hit = queue.shift()) {
        const document = await readOne(hit, job, user, options, read).catch((error: unknown) => {
          queue.length = 0; // nobody asks on
          throw error;
        });
        if (document) documents.push(document);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    // What was read before a failure need not be read again.
    if (documents.length > 0) await options.target.keep(row.owner, job.source, documents, fetchedAt);
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    read.kept += documents.length;
  }
  return read;
}

async function readOne(
  hit: SearchHit,
  { connector, source, signal }: SyncJob,
  user: Identity,
  options: SyncOptions,
  read: ReadDocuments,
): Promise<SourceDocument | null> {
  try {
    return await options.call({ connector, source, signal, user }, (io) =>
      connector.fetchOne(hit.ref, source, io),
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof DesksideError) || ofTheSource.has(error.kind)) throw error;
    const { id, title, ref } = hit;
    if (error.kind === 'forbidden' || error.kind === 'not-found') read.gone.push(id);
    else read.failed.push({ id, title, kind: error.kind, ref });
    return null;
  }
}
