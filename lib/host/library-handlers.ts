import type { Connector } from '../connectors/connector';
import { documentFacts } from '../core/document-facts';
import { DesksideError } from '../core/errors';
import { FILES_SOURCE_ID } from '../core/files-source';
import type { Settings } from '../core/settings';
import type { SourceConfig } from '../core/source';
import type { SyncRow } from '../core/sync';
import type { LibraryHit, ListedDocument } from '../messaging/library-messages';
import type { MessageName } from '../messaging/protocol';
import type { Handlers } from '../messaging/server';
import { buildTextQuery } from '../retrieval/build-query';
import { createBackup } from './backup';
import type { FileImport } from './file-import';
import type { Library } from './library';
import type { ReadableOwners } from './readable-owner';
import type { createSync } from './sync/create-sync';

export type Sync = ReturnType<typeof createSync>;

export interface LibraryParts {
  readonly library: Library;
  readonly files: FileImport;
  readonly sync: Sync;
  readonly connectors: readonly Connector[];
  readonly readableOwners: ReadableOwners;
  quotaBytes(): Promise<number | null>;
  now(): number;
}

type LibraryMessage = Extract<MessageName, `library/${string}` | `sync/${string}`>;

const PAGE = 50;
const MOST_HITS = 20;

/** What the library page asks for. It sees what a look-up would: imported files, and what the signed-in users may read. */
export function createLibraryHandlers(
  parts: LibraryParts,
  settings: () => Settings,
): Pick<Handlers<'host'>, LibraryMessage> {
  const { library, sync, readableOwners } = parts;
  const sourceOf = (sourceId: string): SourceConfig | null =>
    settings().sources.find(({ id }) => id === sourceId) ?? null;
  const ownerOf = async (sourceId: string) => {
    if (sourceId === FILES_SOURCE_ID) return { owner: library.filesOwner, error: null };
    const source = sourceOf(sourceId);
    return source ? readableOwners.ask(source) : { owner: null, error: 'not-found' as const };
  };
  const everybody = async () => {
    const asked = settings().sources.filter(({ enabled }) => enabled);
    const found = await Promise.all(
      asked.map(async (source) => readableOwners.recent(source) ?? (await readableOwners.ask(source)).owner),
    );
    const owners = [library.filesOwner, ...found.filter((owner) => owner !== null)];
    await Promise.all(owners.map(library.open));
    return new Set(owners);
  };

  const backup = createBackup({
    library,
    now: parts.now,
    async readable() {
      const asked = settings().sources.map(async (source) => {
        const { owner } = await readableOwners.ask(source);
        return owner === null ? [] : [{ owner, source }];
      });
      return (await Promise.all(asked)).flat();
    },
  });

  return {
    async 'library/overview'() {
      const [{ sources, bytes }, quotaBytes, syncs] = await Promise.all([
        library.stats(),
        parts.quotaBytes(),
        sync.rows(),
      ]);
      const rows = settings().sources.map(({ id, product }) => ({
        ...(sources.find(({ sourceId }) => sourceId === id) ?? nothingOf(id)),
        lists: [...(parts.connectors.find((connector) => connector.id === product)?.lists ?? [])],
      }));
      // Another user's copies are not shown: what failed of them has their titles.
      const isOwn = ({ sourceId, owner }: SyncRow) => {
        const source = sourceOf(sourceId);
        if (source === null) return false;
        const recent = readableOwners.recent(source);
        // Nobody waits for it: the page asks again soon.
        if (recent === null) void readableOwners.ask(source);
        return recent === owner;
      };
      const files = sources.find(({ sourceId }) => sourceId === FILES_SOURCE_ID);
      const all = files ? [{ ...files, lists: [] }, ...rows] : rows;
      return { sources: all, syncs: syncs.filter(isOwn), bytes, quotaBytes, kept: library.isKept() };
    },
    async 'library/documents'({ sourceId, after, words }) {
      const { owner, error } = await ownerOf(sourceId);
      if (owner === null) return { documents: [], next: null, error };
      const wanted = words.split(/\s+/).filter((word) => word !== '');
      const { rows, next } = await library.list({ owner, sourceId, after, limit: PAGE, words: wanted });
      return { documents: rows.map(listed), next, error: null };
    },
    async 'library/document'({ documentKey }) {
      const row = (await library.load([documentKey])).get(documentKey);
      const readable = row ? (await ownerOf(row.document.sourceId)).owner : null;
      if (!row || row.owner !== readable) return { document: null };
      const facts = documentFacts(documentKey, row.document, row.fetchedAt);
      return { document: { facts, passages: [...row.passages] } };
    },
    async 'library/search'({ words }) {
      const query = buildTextQuery(words);
      const found = await library.search(query, await everybody(), MOST_HITS, new AbortController().signal);
      const hits: LibraryHit[] = found.flatMap(({ documentKey, passage, marks, why }) => {
        const facts = library.facts(documentKey);
        return facts ? [{ facts, passage, marks: [...marks], why: why ?? null }] : [];
      });
      return { hits };
    },
    async 'library/remove'({ documentKeys }) {
      await library.remove(documentKeys);
      return {};
    },
    'library/import': (batch) => parts.files.take(batch),
    'library/remove-file': async ({ path }) => ({ removed: await parts.files.remove(path) }),
    'library/backup': ({ after }) => backup.read(after),
    'library/restore': ({ records }) => backup.restore(records),
    async 'sync/start'({ sourceId, what }) {
      const source = sourceOf(sourceId);
      if (!source) throw new DesksideError('not-found', 'There is no such source');
      const { signal } = new AbortController();
      for (const scope of source.scopes.length > 0 ? source.scopes : [null])
        await sync.start({ source, scope, what }, signal);
      return {};
    },
    async 'sync/pause'({ jobKey }) {
      await sync.pause(jobKey);
      return {};
    },
    async 'sync/resume'({ jobKey }) {
      await sync.resume(jobKey);
      return {};
    },
    async 'sync/cancel'({ jobKey }) {
      await sync.cancel(jobKey);
      return {};
    },
  };
}

function nothingOf(sourceId: string) {
  return { sourceId, documents: 0, passages: 0, bytes: 0, oldest: null, newest: null };
}

function listed({ key, bytes, pinned, document }: ListedRow): ListedDocument {
  const { title, updated, state, ticket, space, sourceId, id } = document;
  const place = sourceId === FILES_SOURCE_ID ? id : (ticket?.key ?? space ?? '');
  return { documentKey: key, title, place, updated, state, bytes, pinned: pinned === 1 };
}
type ListedRow = Awaited<ReturnType<Library['list']>>['rows'][number];
