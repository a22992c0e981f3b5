import type { Connector, SearchHit } from '../connectors/connector';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import type { CallConnector } from './connector-calls';
import type { Library } from './library';
import type { Sessions } from './sessions';

/** Documents of one source read at once; the source's own rate limit sits below this. */
const PARALLEL_READS = 3;

export interface SourceSearchResult {
  /** Keys of the documents found, in the source's order. */
  documentKeys: string[];
  /** Those of them that were cached at another version. */
  changedKeys: string[];
  owner: string;
  /** What part of the search came to, where another part answered; null when all of it worked. */
  failure: unknown;
}

/**
 * Searches one source live, as its signed-in user: hits that the cache already holds at the same version are taken
 * from there, the rest are read; all of it ends up in the library under that user.
 */
export function createSourceSearch(options: {
  call: CallConnector;
  sessions: Sessions;
  library: Library;
  now(): number;
}) {
  const { call, sessions, library } = options;

  const readHit = async (
    hit: SearchHit,
    target: { connector: Connector; source: SourceConfig; user: Identity; signal: AbortSignal },
  ): Promise<SourceDocument | null> => {
    if (hit.document) return hit.document;
    try {
      return await call(target, (io) => target.connector.fetchOne(hit.ref, target.source, io));
    } catch (error) {
      // Deleted or closed between search and read: one hit fewer, not a failed source.
      if (error instanceof DesksideError && (error.kind === 'not-found' || error.kind === 'forbidden'))
        return null;
      throw error;
    }
  };

  /** Somebody else may have signed in while we read: what was read then belongs to nobody we know. */
  const confirm = async (target: {
    connector: Connector;
    source: SourceConfig;
    user: Identity;
    signal: AbortSignal;
  }) => {
    const still = await sessions.verify(target.connector, target.source, target.signal);
    if (still.userId !== target.user.userId) throw new DesksideError('signed-out', 'Another user signed in');
    target.signal.throwIfAborted();
  };

  return {
    async search(
      connector: Connector,
      source: SourceConfig,
      query: SearchQuery,
      want: { tickets: boolean; signal: AbortSignal },
    ): Promise<SourceSearchResult> {
      const { signal } = want;
      const askedAt = options.now();
      const user = await sessions.verify(connector, source, signal);
      const target = { connector, source, signal, user };
      const wanted: Promise<SearchHit[]>[] = [call(target, (io) => connector.search(query, source, io))];
      const similarTickets = connector.similarTickets?.bind(connector);
      if (want.tickets && similarTickets)
        wanted.push(call(target, (io) => similarTickets(query, source, io)));
      const { hits, failure } = await gather(wanted);
      const owner = library.ownerOf(source, user);
      const cached = await library.sameVersion(owner, source.id, hits);
      const missing = hits.filter((hit) => !cached.has(hit.id));
      const documents = await mapLimited(missing, PARALLEL_READS, (hit) => readHit(hit, target));
      await confirm(target);
      const readNow = documents.filter((document) => document !== null);
      const changedKeys = await library.keep(owner, source, readNow, askedAt);
      const documentKeys = hits.map((hit) => library.keyOf(owner, source.id, hit.id));
      return { owner, changedKeys, documentKeys, failure };
    },

    /** Reads one document again. Null, and gone from the library, when it may no longer be shown. */
    async revalidate(
      connector: Connector,
      source: SourceConfig,
      ref: DocumentRef,
      documentKey: string,
      signal: AbortSignal,
    ): Promise<SourceDocument | null> {
      const askedAt = options.now();
      const user = await sessions.verify(connector, source, signal);
      const target = { connector, source, signal, user };
      try {
        const document = await call(target, (io) => connector.fetchOne(ref, source, io));
        await confirm(target);
        await library.keep(library.ownerOf(source, user), source, [document], askedAt);
        return document;
      } catch (error) {
        if (error instanceof DesksideError && (error.kind === 'not-found' || error.kind === 'forbidden')) {
          await library.forget([documentKey]);
          return null;
        }
        throw error;
      }
    },
  };
}
export type SourceSearch = ReturnType<typeof createSourceSearch>;

/** All hits of the searches that worked, without repeats. A failure is thrown only where it left nothing to show. */
async function gather(searches: Promise<SearchHit[]>[]): Promise<{ hits: SearchHit[]; failure: unknown }> {
  const settled = await Promise.allSettled(searches);
  const hits = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed && hits.length === 0) throw failed.reason;
  return { hits: [...new Map(hits.map((hit) => [hit.id, hit])).values()], failure: failed?.reason ?? null };
}

async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results.set(index, await work(items[index] as T));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return items.flatMap((_, index) => (results.has(index) ? [results.get(index) as R] : []));
}
