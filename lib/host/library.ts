import type { SearchHit } from '../connectors/connector';
import type { SourceDocument } from '../core/document';
import { documentFacts } from '../core/document-facts';
import { isAbort } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import type { DocumentFacts, Passage } from '../core/suggestion';
import type { Logger } from '../platform/logger';
import type { IndexedDocument, PassageHit, Retriever } from '../retrieval/retriever';
import type { DocumentStore } from '../storage/document-store';
import { sessionKeyOf } from './sessions';

export interface LibraryOptions {
  store: DocumentStore;
  retriever: Retriever;
  chunk(document: SourceDocument, documentKey: string): Passage[];
  /** The storage's own key functions: this folder knows no key format. */
  keys: {
    owner(session: string, userId: string): string;
    document(owner: string, sourceId: string, documentId: string): string;
  };
  now(): number;
  logger: Logger;
  /** A source took documents back: whoever shows them has to stop. */
  onForgotten?(documentKeys: readonly string[]): void;
  /** Documents held in memory, disk or no disk: beyond that, what was read longest ago goes. */
  mostInMemory?: number;
}

export type PurgeFilter = { owner: string } | { sourceId: string } | { all: true };

interface Shelved {
  document: SourceDocument;
  passages: readonly Passage[];
  owner: string;
  fetchedAt: number;
  expiresAt: number;
}

interface Removal {
  at: number;
  covers(documentKey: string, row: Pick<Shelved, 'owner' | 'document'>): boolean;
}
/** Longer than any read takes, second chances included: until then an answer may come in that was asked for before. */
const REMOVAL_COUNTS_MS = 2 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * What the device holds, on disk and in memory, as one: documents kept in the store are in the index, and the other
 * way round. A user's rows are loaded into memory when that user is first looked for. Where the browser keeps no
 * data, memory alone does.
 */
export function createLibrary(options: LibraryOptions) {
  const { store, retriever, keys, now, logger, mostInMemory = 20_000 } = options;
  const shelf = new Map<string, Shelved>();
  const loading = new Map<string, Promise<void>>();
  let removals: Removal[] = [];
  /** Purges that the disk did not take, for the next upkeep. */
  const unfinished: PurgeFilter[] = [];
  let enabled = true;
  let revision = 0;

  const remember = (covers: Removal['covers']) => {
    const at = now();
    removals = [...removals.filter((removal) => at - removal.at < REMOVAL_COUNTS_MS), { at, covers }];
  };
  /** `asOf`: when these were asked for, in epoch milliseconds: what was removed since then stays away. */
  const shelve = async (
    documents: readonly (IndexedDocument & { fetchedAt: number; expiresAt: number })[],
    asOf: (document: { fetchedAt: number }) => number,
  ) => {
    const wanted = documents.filter(
      (entry) => !removals.some(({ at, covers }) => at > asOf(entry) && covers(entry.documentKey, entry)),
    );
    if (wanted.length === 0) return;
    for (const { documentKey, document, passages, owner, fetchedAt, expiresAt } of wanted) {
      shelf.delete(documentKey); // to the end: what was read last goes last
      shelf.set(documentKey, { document, passages, owner, fetchedAt, expiresAt });
    }
    revision += 1;
    await retriever.add(wanted);
    const tooMany = shelf.size - mostInMemory;
    if (tooMany > 0) await unshelve([...shelf.keys()].slice(0, tooMany));
  };
  const loadOwner = async (owner: string) => {
    const startedAt = now() - 1; // a removal of this very millisecond counts
    for await (const batch of store.forOwners([owner])) {
      // What was read meanwhile is newer than what is on disk.
      await shelve(
        batch.filter((document) => !shelf.has(document.documentKey)),
        () => startedAt,
      );
    }
  };
  /** A disk that fails costs speed, not the answer. */
  const onDisk = async (work: Promise<unknown>) => {
    await work.catch((error: unknown) => {
      if (!isAbort(error)) logger.warn('the cache on disk could not be used', error);
    });
  };
  const unshelve = async (documentKeys: readonly string[]) => {
    if (documentKeys.length === 0) return;
    for (const key of documentKeys) shelf.delete(key);
    revision += 1;
    await retriever.remove(documentKeys);
  };
  const purgeDisk = async (filter: PurgeFilter) => {
    try {
      await unshelve(await store.purge(filter));
    } catch (error) {
      unfinished.push(filter);
      throw error;
    }
  };
  const purge = async (filter: PurgeFilter) => {
    const covers = coveredBy(filter);
    remember(covers);
    await unshelve([...shelf].filter(([key, kept]) => covers(key, kept)).map(([key]) => key));
    // Not `onDisk`: whoever purges must hear when it did not work.
    await purgeDisk(filter);
  };

  return {
    /** A cache that is switched off is emptied: what was kept must not outlast the permission to keep it. */
    async configure(next: { enabled: boolean }): Promise<void> {
      if (next.enabled === enabled) return;
      enabled = next.enabled;
      loading.clear();
      if (!enabled) await purge({ all: true });
      // What was read in between is on no disk: it is read, and kept, anew.
      else await unshelve([...shelf.keys()]);
    },
    /** Whether anything may be kept on disk. */
    isKept: () => enabled,
    /** Moves with every change of what a search may find. */
    revision: () => revision,
    ownerOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>, user: Identity): string {
      return keys.owner(sessionKeyOf(source), user.userId);
    },
    keyOf: keys.document,

    /** Brings a user's rows into memory, once. */
    async open(owner: string): Promise<void> {
      if (!enabled) return;
      const running = loading.get(owner) ?? loadOwner(owner);
      loading.set(owner, running);
      await onDisk(
        running.catch((error: unknown) => {
          // Not loaded is not "nothing there": the next look-up tries again.
          if (loading.get(owner) === running) loading.delete(owner);
          throw error;
        }),
      );
    },

    async search(
      query: SearchQuery,
      owners: ReadonlySet<string>,
      k: number,
      signal: AbortSignal,
    ): Promise<PassageHit[]> {
      if (query.terms.length === 0 || owners.size === 0) return [];
      return retriever.search(query, { owners, k, signal });
    },

    /** Of these hits, those that are here at the same version, by id. */
    async sameVersion(owner: string, sourceId: string, hits: readonly SearchHit[]): Promise<Set<string>> {
      await this.open(owner);
      const same = hits.filter((hit) => {
        const kept = shelf.get(keys.document(owner, sourceId, hit.id));
        return hit.document === null && kept !== undefined && kept.document.version === hit.version;
      });
      return new Set(same.map((hit) => hit.id));
    },

    /**
     * Returns the keys of those that were here at another version. `fetchedAt`: when the source was asked, in epoch
     * milliseconds; what was removed since then stays removed.
     */
    async keep(
      owner: string,
      source: SourceConfig,
      documents: readonly SourceDocument[],
      fetchedAt: number,
    ): Promise<string[]> {
      const expiresAt = fetchedAt + source.ttlMinutes * 60_000;
      const entries = documents.map((document) => {
        const documentKey = keys.document(owner, source.id, document.id);
        return {
          documentKey,
          owner,
          document,
          passages: options.chunk(document, documentKey),
          fetchedAt,
          expiresAt,
        };
      });
      const changed = entries
        .filter(({ documentKey, document }) => {
          const before = shelf.get(documentKey);
          return before !== undefined && before.document.version !== document.version;
        })
        .map((entry) => entry.documentKey);
      await shelve(entries, (entry) => entry.fetchedAt);
      if (!enabled || entries.length === 0) return changed;
      const { origin } = new URL(source.baseUrl);
      await onDisk(
        store.put(entries.map((entry) => ({ ...entry, origin }))).then(async ({ evicted, outcomes }) => {
          const overtaken = entries.filter((_, index) => outcomes[index] === 'superseded');
          const written = new Set(entries.map((entry) => entry.documentKey));
          const went = evicted.filter((key) => !written.has(key)); // an older copy made room for this one
          await unshelve([...went, ...overtaken.map((entry) => entry.documentKey)]);
          const askedAt = now();
          const newer = await store.getMany(overtaken.map((entry) => entry.documentKey));
          await shelve(newer, () => askedAt - 1);
        }),
      );
      return changed;
    },

    /** The source says that this may no longer be shown. */
    async forget(documentKeys: readonly string[]): Promise<void> {
      const gone = new Set(documentKeys);
      remember((key) => gone.has(key));
      await unshelve(documentKeys);
      options.onForgotten?.(documentKeys);
      await onDisk(store.remove(documentKeys));
    },

    /** Everything of one user at one origin, of one source, or all. Throws where the disk did not take it. */
    purge,

    /** Upkeep; `sourceIds` are the sources there are: rows of others were left behind. */
    async maintain(limits: {
      maxAgeDays: number;
      maxBytes: number;
      sourceIds: readonly string[];
    }): Promise<void> {
      const oldest = now() - limits.maxAgeDays * DAY_MS;
      await unshelve([...shelf].filter(([, kept]) => kept.fetchedAt < oldest).map(([key]) => key));
      for (let left = unfinished.length; left > 0; left -= 1) {
        const [filter] = unfinished.splice(0, 1); // back at the end of the list when it fails again
        if (filter) await purge(filter);
      }
      const { sources } = await store.stats();
      for (const { sourceId } of sources) if (!limits.sourceIds.includes(sourceId)) await purge({ sourceId });
      await unshelve(await store.purgeAged(limits.maxAgeDays));
      await unshelve(await store.purgeToQuota(limits.maxBytes));
    },

    facts(documentKey: string): DocumentFacts | null {
      const kept = shelf.get(documentKey);
      return kept ? documentFacts(documentKey, kept.document, kept.fetchedAt) : null;
    },
    document(documentKey: string): SourceDocument | null {
      return shelf.get(documentKey)?.document ?? null;
    },
    passages(documentKey: string): readonly Passage[] {
      return shelf.get(documentKey)?.passages ?? [];
    },
    /** They were shown: what was not shown longest goes first when room is short. */
    async touch(documentKeys: readonly string[]): Promise<void> {
      if (enabled) await onDisk(store.touch(documentKeys));
    },
    stats: () => store.stats(),
  };
}
export type Library = ReturnType<typeof createLibrary>;

function coveredBy(filter: PurgeFilter): Removal['covers'] {
  if ('all' in filter) return () => true;
  if ('owner' in filter) return (_key, row) => row.owner === filter.owner;
  return (_key, row) => row.document.sourceId === filter.sourceId;
}
