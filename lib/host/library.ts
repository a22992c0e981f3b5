import type { SearchHit } from '../connectors/connector';
import type { SourceDocument } from '../core/document';
import { documentFacts } from '../core/document-facts';
import { DesksideError, isAbort } from '../core/errors';
import { FILES_SOURCE_ID, FILES_USER_ID } from '../core/files-source';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import type { DocumentFacts, Passage } from '../core/suggestion';
import type { IndexedDocument, PassageHit, PendingDocument } from '../retrieval/retriever';
import { readVersions } from './known-versions';
import type { KeepOptions, LibraryOptions } from './library-options';
import { createRemovals, isCovered, type PurgeFilter } from './removals';
import { sessionKeyOf } from './sessions';

interface Shelved extends IndexedDocument {
  readonly fetchedAt: number;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * What the device holds, as one: documents in the store, an index of them beside it, and those used lately in memory.
 * What the store notes as changed the index follows, at once or, after a kill, when the user is next looked for. Where
 * the browser keeps no data, memory alone does.
 */
export function createLibrary(options: LibraryOptions) {
  const { store, keys, now, logger, mostInMemory = 5_000 } = options;
  const shelf = new Map<string, Shelved>();
  const removals = createRemovals(now);
  /** Purges that the disk did not take, for the next upkeep. */
  const unfinished: PurgeFilter[] = [];
  let enabled = true;
  let revision = 0;

  const shelve = async (rows: readonly Shelved[]) => {
    for (const row of rows) {
      shelf.delete(row.documentKey); // to the end: what was read last goes last
      shelf.set(row.documentKey, row);
    }
    const tooMany = [...shelf.keys()].slice(0, Math.max(0, shelf.size - mostInMemory));
    for (const key of tooMany) shelf.delete(key);
    if (!enabled && tooMany.length > 0) await retriever.remove(tooMany);
  };
  /** A disk that fails costs speed, not the answer. */
  const onDisk = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (isAbort(error)) throw error;
      logger.warn('the cache on disk could not be used', error);
      return null;
    }
  };
  /** From memory, else from disk, without what may no longer be shown. */
  const documents = async (wanted: readonly string[]): Promise<ReadonlyMap<string, Shelved>> => {
    const missing = wanted.filter((key) => !shelf.has(key));
    if (enabled && missing.length > 0) {
      const read = (await onDisk(() => store.getMany(missing))) ?? [];
      // What was read from its source meanwhile is newer than what is on disk.
      await shelve(read.filter((row) => !shelf.has(row.documentKey) && removals.mayStay(row)));
    }
    return new Map(
      wanted.flatMap((key) => {
        const row = shelf.get(key);
        return row && removals.mayStay(row) ? [[key, row] as const] : [];
      }),
    );
  };
  const retriever = options.createRetriever({ documents, isKept: () => enabled });

  /** Out of memory and index; from disk they are gone, or on their way. */
  const unshelve = async (documentKeys: readonly string[]) => {
    if (documentKeys.length === 0) return;
    for (const key of documentKeys) shelf.delete(key);
    revision += 1;
    await retriever.remove(documentKeys, documentKeys.map(removedNote));
    revision += 1;
  };
  /** The note that the store leaves of a document that is gone. */
  const removedNote = (documentKey: string): PendingDocument => ({
    documentKey,
    owner: keys.ofDocument(documentKey),
    mark: 'removed',
  });
  const remove = async (documentKeys: readonly string[]) => {
    removals.forgotten(documentKeys);
    for (const key of documentKeys) shelf.delete(key);
    revision += 1;
    options.onForgotten?.(documentKeys);
    try {
      await store.remove(documentKeys);
    } finally {
      await unshelve(documentKeys);
    }
  };
  const purgeDisk = async (filter: PurgeFilter) => {
    const owners = 'all' in filter ? undefined : 'owner' in filter ? [filter.owner] : null;
    try {
      // Before, so that no work under way writes back what goes; after, as it may have been opened again meanwhile.
      if (owners !== null) await retriever.close(owners);
      const gone = await store.purge(filter);
      if (owners !== null) await retriever.close(owners);
      else await unshelve(gone);
    } catch (error) {
      unfinished.push(filter);
      throw error;
    }
  };
  const purge = async (filter: PurgeFilter) => {
    removals.purged(filter);
    const held = [...shelf].filter(([, kept]) => isCovered(kept, filter)).map(([key]) => key);
    for (const key of held) shelf.delete(key);
    revision += 1;
    if (!enabled) await retriever.remove(held);
    // Not `onDisk`: whoever purges must hear when it did not work.
    await purgeDisk(filter);
  };
  const versionsOf = (wanted: Parameters<typeof readVersions>[0]) =>
    readVersions(
      wanted,
      (key) => shelf.get(key)?.document.version,
      async (missing) => (enabled ? onDisk(() => store.versions(missing)) : null),
    );
  /** Stores what was read, and makes the index follow. */
  const write = async (
    rows: readonly (Shelved & { expiresAt: number })[],
    of: { origin: string; pinned: boolean; durable: boolean },
    before: ReadonlyMap<string, string>,
  ): Promise<void> => {
    const isNew = (row: Shelved) => before.get(row.documentKey) !== row.document.version;
    const put = () => {
      // While the disk writes. What goes wrong here goes wrong in `add`, too, and is told there.
      retriever.prepare?.(rows.filter(isNew)).catch(() => undefined);
      return store.put(rows.map((row) => ({ ...row, ...of })));
    };
    // First, or opening would find these as left undone, and do them without their vectors.
    if (of.durable) await retriever.open(rows[0]?.owner ?? '');
    const stored = of.durable ? await put() : enabled ? await onDisk(put) : null;
    if (stored === null) return retriever.add(rows);
    const { outcomes, evicted, pending } = stored;
    const written = new Set(rows.map((row) => row.documentKey));
    await unshelve(evicted.filter((key) => !written.has(key))); // an older copy made room for this one
    const news = new Set(pending.map(({ documentKey }) => documentKey));
    const added = rows.filter((row) => news.has(row.documentKey));
    await retriever.add(added, pending);
    // Something newer is stored, or it was removed meanwhile: the disk knows.
    for (const [at, row] of rows.entries()) {
      if (outcomes[at] === 'superseded') shelf.delete(row.documentKey);
      else if (shelf.has(row.documentKey)) shelf.set(row.documentKey, row);
    }
  };

  return {
    /** A cache that is switched off is emptied: what was kept must not outlast the permission to keep it. */
    async configure(next: { enabled: boolean }): Promise<void> {
      if (next.enabled === enabled) return;
      enabled = next.enabled;
      if (!enabled) return purge({ all: true });
      // What was read in between is on no disk: it is read, and kept, anew.
      shelf.clear();
      revision += 1;
      await retriever.close();
    },
    /** Whether anything may be kept on disk. */
    isKept: () => enabled,
    /** Moves with every change of what a search may find. */
    revision: () => revision,
    ownerOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>, user: Identity): string {
      return keys.owner(sessionKeyOf(source), user.userId);
    },
    keyOf: keys.document,
    /** Whose the imported files are: of whoever uses this browser profile. */
    filesOwner: keys.owner(FILES_SOURCE_ID, FILES_USER_ID),

    /** Makes a user's rows ready to be searched. */
    async open(owner: string): Promise<void> {
      if (enabled) await onDisk(() => retriever.open(owner));
    },

    /** Puts together what searches read, while nothing else is to be done. */
    async consolidate(): Promise<void> {
      if (enabled) await onDisk(async () => retriever.consolidate?.());
    },

    async search(
      query: SearchQuery,
      owners: ReadonlySet<string>,
      k: number,
      signal: AbortSignal,
    ): Promise<PassageHit[]> {
      if (query.terms.length === 0 || owners.size === 0) return [];
      return (await onDisk(() => retriever.search(query, { owners, k, signal }))) ?? [];
    },

    /** Of these hits, those that are here at the same version, by id. */
    async sameVersion(owner: string, sourceId: string, hits: readonly SearchHit[]): Promise<Set<string>> {
      const asked = hits
        .filter(({ document }) => document === null)
        .map((hit) => ({ ...hit, owner, sourceId, documentKey: keys.document(owner, sourceId, hit.id) }));
      const versions = await versionsOf(asked);
      return new Set(
        asked.filter((hit) => versions.get(hit.documentKey) === hit.version).map((hit) => hit.id),
      );
    },

    /**
     * Returns the keys of those that were here at another version. `fetchedAt`: when the source was asked, in epoch
     * milliseconds; what was removed since then stays removed.
     */
    async keep(
      owner: string,
      source: Pick<SourceConfig, 'id' | 'baseUrl' | 'ttlMinutes'>,
      read: readonly SourceDocument[],
      fetchedAt: number,
      { pinned = false, durable = pinned, vectors }: KeepOptions = {},
    ): Promise<string[]> {
      if (durable && !enabled)
        throw new DesksideError('unsupported', 'Nothing is kept while the cache is off. Turn it on first.');
      const expiresAt = fetchedAt + source.ttlMinutes * 60_000;
      const entries = read.map((document) => {
        const documentKey = keys.document(owner, source.id, document.id);
        return { documentKey, owner, sourceId: source.id, id: document.id, document };
      });
      const before = await versionsOf(entries);
      const rows = entries
        .map(({ documentKey, document }) => {
          const passages = options.chunk(document, documentKey);
          const own = vectors?.get(document.id);
          return { documentKey, owner, document, passages, fetchedAt, expiresAt, vectors: own };
        })
        .filter(removals.mayStay);
      // A copy of a whole source must not push out of memory what people look at.
      if (!pinned) await shelve(rows);
      const { origin } = new URL(source.baseUrl);
      if (rows.length > 0) await write(rows, { origin, pinned, durable }, before);
      // Not before the index has them: what was searched until then is searched again.
      revision += 1;
      return entries
        .filter(
          ({ documentKey, document }) => (before.get(documentKey) ?? document.version) !== document.version,
        )
        .map(({ documentKey }) => documentKey);
    },

    /** The source says that this may no longer be shown. */
    async forget(documentKeys: readonly string[]): Promise<void> {
      await onDisk(() => remove(documentKeys));
    },
    /** The same; rejects where the disk did not take it. They are not shown all the same. */
    remove,

    /** Everything of one user at one origin, of one source, or all. Throws where the disk did not take it. */
    purge,

    /** Upkeep; `sourceIds` are the sources there are: rows of others were left behind. */
    async maintain(limits: {
      maxAgeDays: number;
      maxBytes: number;
      sourceIds: readonly string[];
    }): Promise<void> {
      const oldest = now() - limits.maxAgeDays * DAY_MS;
      const aged = [...shelf].filter(([, kept]) => kept.fetchedAt < oldest).map(([key]) => key);
      const pinned = enabled ? await onDisk(() => store.pinned(aged)) : null;
      await unshelve(aged.filter((key) => !pinned?.has(key)));
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
      if (enabled) await onDisk(() => store.touch(documentKeys));
    },
    stats: () => store.stats(),
    /** Documents themselves, from memory or disk; those that are not there are left out. */
    load: documents,
    list: store.list,
    storedVersions: store.versions,
    /** Documents of one owner behind that key; see the store. */
    batch: store.batch,
    vectors: retriever.vectors.bind(retriever),
  };
}
export type Library = ReturnType<typeof createLibrary>;
