import type { SearchHit } from '../connectors/connector';
import type { SourceDocument } from '../core/document';
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
}

interface Shelved {
  document: SourceDocument;
  passages: readonly Passage[];
  owner: string;
  fetchedAt: number;
  expiresAt: number;
}

/**
 * What the device holds, on disk and in memory, as one: documents kept in the store are in the index, and the other
 * way round. A user's rows are loaded into memory when that user is first looked for. Where the browser keeps no
 * data, memory alone does.
 */
export function createLibrary(options: LibraryOptions) {
  const { store, retriever, keys, now, logger } = options;
  const shelf = new Map<string, Shelved>();
  const loading = new Map<string, Promise<void>>();
  let settings = { enabled: true };

  const shelve = async (documents: readonly (IndexedDocument & { fetchedAt: number; expiresAt: number })[]) => {
    for (const { documentKey, document, passages, owner, fetchedAt, expiresAt } of documents) {
      shelf.set(documentKey, { document, passages, owner, fetchedAt, expiresAt });
    }
    await retriever.add(documents);
  };
  const loadOwner = async (owner: string) => {
    for await (const batch of store.forOwners([owner])) {
      // What was read meanwhile is newer than what is on disk.
      await shelve(batch.filter((document) => !shelf.has(document.documentKey)));
    }
  };
  /** A disk that fails costs speed, not the answer. */
  const onDisk = async (work: Promise<unknown>) => {
    await work.catch((error: unknown) => {
      if (!isAbort(error)) logger.warn('the cache on disk could not be used', error);
    });
  };
  const unshelve = async (documentKeys: readonly string[]) => {
    for (const key of documentKeys) shelf.delete(key);
    await retriever.remove(documentKeys);
  };

  return {
    configure(next: { enabled: boolean }): void {
      settings = next;
    },
    ownerOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>, user: Identity): string {
      return keys.owner(sessionKeyOf(source), user.userId);
    },
    keyOf: keys.document,

    /** Brings a user's rows into memory, once. */
    async open(owner: string): Promise<void> {
      if (!settings.enabled) return;
      const running = loading.get(owner) ?? loadOwner(owner);
      loading.set(owner, running);
      await onDisk(running);
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

    /** Of these hits, those that are here at the same version, by id. They count as read now. */
    async sameVersion(owner: string, sourceId: string, hits: readonly SearchHit[]): Promise<Set<string>> {
      await this.open(owner);
      const same = hits.filter((hit) => {
        const kept = shelf.get(keys.document(owner, sourceId, hit.id));
        return hit.document === null && kept !== undefined && kept.document.version === hit.version;
      });
      return new Set(same.map((hit) => hit.id));
    },

    /**
     * Returns the keys of those that were here at another version. `fetchedAt`: when the source was asked, in epoch milliseconds; what was removed
     * since then stays removed.
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
        return { documentKey, owner, document, passages: options.chunk(document, documentKey), fetchedAt, expiresAt };
      });
      const changed = entries
        .filter(({ documentKey, document }) => {
          const before = shelf.get(documentKey);
          return before !== undefined && before.document.version !== document.version;
        })
        .map((entry) => entry.documentKey);
      await shelve(entries);
      if (!settings.enabled || entries.length === 0) return changed;
      const { origin } = new URL(source.baseUrl);
      await onDisk(
        store.put(entries.map((entry) => ({ ...entry, origin }))).then(async ({ evicted, outcomes }) => {
          const overtaken = entries.filter((_, index) => outcomes[index] === 'superseded');
          await unshelve([...evicted, ...overtaken.map((entry) => entry.documentKey)]);
          await shelve(await store.getMany(overtaken.map((entry) => entry.documentKey)));
        }),
      );
      return changed;
    },

    /** The source says that this may no longer be shown. */
    async forget(documentKeys: readonly string[]): Promise<void> {
      await unshelve(documentKeys);
      await onDisk(store.remove(documentKeys));
    },

    /** Everything of one user at one origin, of one source, or all. */
    async purge(filter: { owner: string } | { sourceId: string } | { all: true }): Promise<void> {
      const matches = ([, kept]: [string, Shelved]) =>
        'all' in filter ||
        ('owner' in filter ? kept.owner === filter.owner : kept.document.sourceId === filter.sourceId);
      await unshelve([...shelf].filter(matches).map(([key]) => key));
      // Not `onDisk`: whoever purges must hear when it did not work.
      await store.purge(filter);
    },

    async maintain(limits: { maxAgeDays: number; maxBytes: number }): Promise<void> {
      await unshelve(await store.purgeAged(limits.maxAgeDays));
      await unshelve(await store.purgeToQuota(limits.maxBytes));
    },

    facts(documentKey: string): DocumentFacts | null {
      const kept = shelf.get(documentKey);
      return kept ? factsOf(documentKey, kept.document, kept.fetchedAt) : null;
    },
    document(documentKey: string): SourceDocument | null {
      return shelf.get(documentKey)?.document ?? null;
    },
    passages(documentKey: string): readonly Passage[] {
      return shelf.get(documentKey)?.passages ?? [];
    },
    isStale(documentKey: string): boolean {
      const kept = shelf.get(documentKey);
      return kept === undefined || kept.expiresAt <= now();
    },
    /** They were shown: what was not shown longest goes first when room is short. */
    async touch(documentKeys: readonly string[]): Promise<void> {
      if (settings.enabled) await onDisk(store.touch(documentKeys));
    },
    stats: () => store.stats(),
  };
}
export type Library = ReturnType<typeof createLibrary>;

function factsOf(documentKey: string, document: SourceDocument, fetchedAt: number): DocumentFacts {
  const { ticket } = document;
  return {
    documentKey,
    documentId: document.id,
    sourceId: document.sourceId,
    kind: document.kind,
    title: document.title,
    url: document.url,
    version: document.version,
    author: document.author,
    updated: document.updated,
    space: document.space,
    language: document.language,
    state: document.state,
    restricted: document.restricted,
    ticketKey: ticket?.key ?? null,
    ticketResolved: ticket?.resolved ?? false,
    ticketResolvedAt: ticket?.resolvedAt ?? null,
    ticketResolution: ticket?.resolution ?? null,
    fetchedAt,
  };
}
