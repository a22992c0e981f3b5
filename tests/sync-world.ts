import type { Connector, ListPage, ListRequest, SearchHit } from '../lib/connectors/connector';
import type { SourceDocument } from '../lib/core/document';
import type { Identity, SourceConfig } from '../lib/core/source';
import { syncRowSchema, type SyncRow } from '../lib/core/sync';
import { createSync } from '../lib/host/sync/create-sync';
import type {
  SyncMember,
  SyncOptions,
  SyncPolicy,
  SyncStore,
  SyncTarget,
} from '../lib/host/sync/sync-contract';
import { createPauses } from '../lib/host/pauses';
import { createTestIo, sourceOf } from './connector-io';

/** What a process leaves behind when it ends: rows, members, documents by key. */
export interface Disk {
  readonly rows: Map<string, SyncRow>;
  readonly members: Map<string, Map<string, number>>;
  readonly documents: Map<string, SourceDocument>;
}
export const emptyDisk = (): Disk => ({ rows: new Map(), members: new Map(), documents: new Map() });

/** Called before each thing a job does that can be cut off. */
type Gate = (what: string) => Promise<void>;

function storeOn({ rows, members }: Disk, gate: Gate): SyncStore {
  const membersOf = (jobKey: string) => {
    const known = members.get(jobKey) ?? new Map<string, number>();
    members.set(jobKey, known);
    return known;
  };
  return {
    async get(jobKey) {
      await gate('get');
      return rows.get(jobKey) ?? null;
    },
    async all() {
      await gate('all');
      return [...rows.values()];
    },
    async put(row) {
      await gate('put');
      // As a disk has it: what is not in the schema is not there after a restart.
      rows.set(row.jobKey, syncRowSchema.parse(structuredClone(row)));
    },
    async delete(jobKey) {
      await gate('delete');
      rows.delete(jobKey);
      members.delete(jobKey);
    },
    async mark(jobKey, ids, generation) {
      await gate('mark');
      for (const id of ids) membersOf(jobKey).set(id, generation);
    },
    async members(jobKey) {
      await gate('members');
      return [...membersOf(jobKey)].map(([id, generation]): SyncMember => ({ id, generation }));
    },
    async unmark(jobKey, ids) {
      await gate('unmark');
      for (const id of ids) membersOf(jobKey).delete(id);
    },
  };
}

function targetOn({ documents }: Disk, gate: Gate): SyncTarget {
  const keyOf = (owner: string, sourceId: string, id: string) => `${owner}|${sourceId}|${id}`;
  return {
    ownerOf: (source, user) => `${source.product}:${user.userId}`,
    keyOf,
    async keep(owner, source, read) {
      await gate('keep');
      for (const document of read) documents.set(keyOf(owner, source.id, document.id), document);
    },
    async versions(owner, sourceId, ids) {
      await gate('versions');
      const found = ids.flatMap((id) => documents.get(keyOf(owner, sourceId, id)) ?? []);
      return new Map(found.map(({ id, version }) => [id, version]));
    },
    async forget(keys) {
      await gate('forget');
      for (const key of keys) documents.delete(key);
    },
  };
}

export interface WorldOptions {
  connector: Connector;
  source?: SourceConfig;
  disk?: Disk;
  gate?: Gate;
  /** Who answers when the source is asked who is signed in. */
  user?: () => Promise<Identity>;
  /** What the connector's io is; only connectors over a double look at it. */
  io?: (user: Identity | null) => ReturnType<typeof createTestIo>;
  policy?: Partial<SyncPolicy>;
  /** Epoch milliseconds at the start. */
  now?: number;
}

export const dana: Identity = { userId: 'dana', displayName: 'Dana' };

/** One process that copies, over what the process before it left on disk. Its clock moves only when it waits. */
export function createWorld(options: WorldOptions) {
  const {
    connector,
    disk = emptyDisk(),
    gate = () => Promise.resolve(),
    user = () => Promise.resolve(dana),
  } = options;
  const source = options.source ?? sourceOf(connector.id, 'https://kb.acme.test');
  const clock = { now: options.now ?? Date.UTC(2026, 10, 22) };
  const waits: number[] = [];
  const warnings: string[] = [];
  const io = options.io ?? ((who) => createTestIo(source.baseUrl, () => new Response(), { user: who }));
  const now = () => clock.now;
  const parts: SyncOptions = {
    connectors: [connector],
    sourceOf: (id) => Promise.resolve(id === source.id ? source : null),
    call: async ({ user: who, signal }, work) => {
      await gate('call');
      signal.throwIfAborted();
      return work({ ...io(who), signal });
    },
    sessions: { verify: user, doubt: () => undefined },
    target: targetOn(disk, gate),
    store: storeOn(disk, gate),
    pauses: createPauses({ now }),
    now,
    async wait(ms, signal) {
      await gate('wait');
      signal.throwIfAborted();
      waits.push(ms);
      clock.now += ms;
    },
    logger: { warn: (what) => warnings.push(what) },
    policy: { betweenPagesMs: 0, ...options.policy },
  };
  const sync = createSync(parts);
  const signal = new AbortController().signal;
  const start = (more: { scope?: string | null; what?: 'articles' | 'tickets'; everything?: boolean } = {}) =>
    sync.start({ source, scope: null, what: 'articles', ...more }, signal);
  return {
    sync,
    disk,
    source,
    clock,
    waits,
    warnings,
    start,
    /** Starts, and gives the row when the run has ended. */
    async run(more: Parameters<typeof start>[0] = {}): Promise<SyncRow> {
      const { jobKey } = await start(more);
      await sync.idle();
      const row = disk.rows.get(jobKey);
      if (!row) throw new Error('the job has no row');
      return row;
    },
    titles: () => [...disk.documents.values()].map(({ title, version }) => `${title} v${version}`).sort(),
  };
}

/** An article of the scripted product. */
export function articleOf(source: Pick<SourceConfig, 'id'>, id: string, version = '1'): SourceDocument {
  return {
    id,
    sourceId: source.id,
    kind: 'article',
    ref: { kind: 'article', id, idType: 'id', within: null },
    title: `Article ${id}`,
    url: `https://kb.acme.test/${id}`,
    blocks: [{ kind: 'paragraph', text: `Text of ${id}, version ${version}` }],
    version,
    author: null,
    created: null,
    updated: null,
    space: null,
    language: null,
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
}

/** A product as a list: what is in it, and how each call is answered. */
export interface Shelf {
  /** Id -> version, in the order of the listing. */
  readonly articles: Map<string, string>;
  /** Listed without their text. */
  readonly bare: Set<string>;
  /** What reading one of them throws. */
  readonly unreadable: Map<string, Error>;
  /** Called for each page; throws what that page is answered with. */
  beforePage: (request: ListRequest) => void;
  readonly asked: ListRequest[];
  readonly read: string[];
  /** Changed since the last listing, for requests with `since`. */
  changed: string[];
  removed: string[];
}

const PAGE = 4;

/** A connector that lists a shelf in pages of four. */
export function shelfConnector(): { shelf: Shelf; connector: Connector } {
  const shelf: Shelf = {
    articles: new Map(),
    bare: new Set(),
    unreadable: new Map(),
    beforePage: () => undefined,
    asked: [],
    read: [],
    changed: [],
    removed: [],
  };
  const connector: Connector = {
    id: 'shelf',
    name: 'Shelf',
    scopeNoun: null,
    pageToken: null,
    candidates: () => [],
    probe: () => Promise.resolve(null),
    identify: () => Promise.resolve(dana),
    search: () => Promise.resolve([]),
    async fetchOne(ref, source) {
      shelf.read.push(ref.id);
      const failure = shelf.unreadable.get(ref.id);
      if (failure) throw failure;
      return articleOf(source, ref.id, shelf.articles.get(ref.id));
    },
    lists: ['articles'],
    async listDocuments(request, source): Promise<ListPage> {
      shelf.asked.push(request);
      shelf.beforePage(request);
      const ids = [...shelf.articles.keys()].filter(
        (id) => request.since === null || shelf.changed.includes(id),
      );
      const start = Number(request.cursor ?? 0);
      const documents = ids.slice(start, start + PAGE).map((id): SearchHit => {
        const document = articleOf(source, id, shelf.articles.get(id));
        const { ref, title, version } = document;
        return { ref, id, title, version, document: shelf.bare.has(id) ? null : document };
      });
      const next = start + PAGE < ids.length ? String(start + PAGE) : null;
      return { documents, removed: request.since === null ? [] : shelf.removed, next, total: ids.length };
    },
  };
  return { shelf, connector };
}

export function fill({ articles }: Shelf, count: number): void {
  for (let at = 1; at <= count; at += 1) articles.set(`A${at}`, '1');
}
