import { describe, expect, test } from 'vitest';
import { createDisk } from '../../tests/storage-samples';
import type { AssistUpdate } from '../assist/assist';
import type { Connector } from '../connectors/connector';
import { DesksideError } from '../core/errors';
import { FILES_SOURCE_ID } from '../core/files-source';
import { settingsSchema, type Settings } from '../core/settings';
import type { SourceDocument } from '../core/document';
import { chunkDocument } from '../retrieval/chunk';
import { DiskRetriever } from '../retrieval/disk-retriever';
import { sourceDocument, ticketContext, ticketFields } from '../retrieval/test-documents';
import { createDocumentStore } from '../storage/document-store';
import { createIndexStore } from '../storage/index-store';
import { documentKey, ownerKey, ownerOfDocument } from '../storage/keys';
import type { CallConnector } from './connector-calls';
import { createLibrary } from './library';
import { createLookUps, shareOut } from './look-up';
import { createPauses } from './pauses';
import { createSessions, type IdentityStore } from './sessions';
import { createSourceSearch } from './source-search';

const context = ticketContext({
  key: 'INC1',
  title: 'VPN error 809 at home',
  description: 'The VPN shows error 809 since Monday.',
});
const fails = (kind: DesksideError['kind'], retryAfterMs?: number) =>
  Promise.reject<never>(new DesksideError(kind, kind, retryAfterMs === undefined ? {} : { retryAfterMs }));

/** One product at one address: who is signed in, and what each person may read. */
interface Server {
  user: string;
  documents: Record<string, SourceDocument[]>;
  /** Answers instead of the server, where set. */
  trouble: {
    identify?: () => Promise<never>;
    search?: () => Promise<never>;
    fetchOne?: () => Promise<never>;
  };
  asked: string[];
}
const article = (sourceId: string, id: string, title = 'VPN error 809') =>
  sourceDocument({
    id,
    sourceId,
    title: `${title} (${id})`,
    url: `https://${sourceId}.example/${id}`,
    blocks: [
      { kind: 'paragraph', text: `Error 809 means that the VPN gateway was not reached, says ${id}.` },
    ],
  });
const resolved = (sourceId: string, id: string) => ({
  ...article(sourceId, id),
  kind: 'ticket' as const,
  ticket: ticketFields({ key: id, title: 'VPN error 809', resolved: true, resolution: 'Restarted the VPN.' }),
});

function world(names: string[] = ['wiki'], identities?: Partial<IdentityStore>) {
  const clock = { now: 1_000_000 };
  const servers: Record<string, Server> = {};
  for (const name of names) {
    servers[name] = { user: 'ann', documents: { ann: [article(name, `${name}-1`)] }, trouble: {}, asked: [] };
  }
  const serverOf = (name: string) => servers[name] ?? expect.fail(name);
  const seen = (name: string, kind: SourceDocument['kind']) => {
    const { user, documents } = serverOf(name);
    return (documents[user] ?? [])
      .filter((document) => document.kind === kind)
      .map((document) => ({
        id: document.id,
        ref: document.ref,
        title: document.title,
        version: document.version,
        document,
      }));
  };
  const parts: Partial<Connector> = {
    id: 'product',
    name: 'Product',
    pageToken: null,
    async identify({ id }) {
      serverOf(id).asked.push('identify');
      await serverOf(id).trouble.identify?.();
      return { userId: serverOf(id).user, displayName: null };
    },
    async search(_query, { id }) {
      serverOf(id).asked.push('search');
      await serverOf(id).trouble.search?.();
      return seen(id, 'article');
    },
    async similarTickets(_query, { id }) {
      serverOf(id).asked.push('tickets');
      return seen(id, 'ticket');
    },
    async fetchOne(ref, { id }) {
      serverOf(id).asked.push(`read ${ref.id}`);
      await serverOf(id).trouble.fetchOne?.();
      const found = (serverOf(id).documents[serverOf(id).user] ?? []).find(
        (document) => document.id === ref.id,
      );
      return found ?? fails('not-found');
    },
  };
  const connector = parts as Connector;
  const call: CallConnector = (options, work) => {
    options.signal.throwIfAborted();
    return work({} as never);
  };
  const disk = createDisk();
  const now = () => clock.now;
  const warnings: string[] = [];
  const logger = { warn: (what: string) => void warnings.push(what) };
  const rows = new Map<string, { userId: string; displayName: string | null }>();
  let searches = 0;
  const database = disk.connect();
  const library = createLibrary({
    store: createDocumentStore({ database, now }),
    createRetriever(parts) {
      let segments = 0;
      const retriever = new DiskRetriever({
        ...parts,
        store: createIndexStore(database),
        embedder: null,
        newId: () => `${(segments += 1)}`.padStart(6, '0'),
        onTrouble: (what) => void warnings.push(what),
      });
      const search = retriever.search.bind(retriever);
      retriever.search = (query, options) => {
        searches += 1;
        return search(query, options);
      };
      return retriever;
    },
    chunk: chunkDocument,
    keys: { owner: ownerKey, document: documentKey, ofDocument: ownerOfDocument },
    now,
    logger,
  });
  const sessions = createSessions({
    call,
    store: {
      load: async (key) => rows.get(key) ?? null,
      save: async (key, identity) => void rows.set(key, identity),
      remove: async (key) => void rows.delete(key),
      ...identities,
    },
    now,
    onUserLeft: (source, userId) =>
      library.purge({ owner: library.ownerOf(source, { userId, displayName: null }) }),
  });
  const pauses = createPauses({ now });
  const search = createSourceSearch({ call, sessions, library, now });
  const lookUps = createLookUps({
    connectors: [connector],
    sessions,
    library,
    pauses,
    search,
    meaningLanguages: ['en'],
    readingOrders: null,
    now,
    logger,
  });
  const settings: Settings = settingsSchema.parse({
    sources: names.map((name) => ({
      id: name,
      product: 'product',
      name,
      baseUrl: `https://${name}.example`,
    })),
  });
  const look = async (kind: 'preview' | 'run', change: Partial<Settings> = {}, signal?: AbortSignal) => {
    const updates: AssistUpdate[] = [];
    await lookUps[kind](
      context,
      { ...settings, ...change },
      {
        signal: signal ?? new AbortController().signal,
        startedAt: clock.now,
        emit: (update) => void updates.push(update),
      },
    );
    return updates;
  };
  return {
    server: serverOf,
    look,
    run: async (change: Partial<Settings> = {}) =>
      (await look('run', change)).at(-1) ?? expect.fail('no end'),
    clock,
    sessions,
    settings,
    pauses,
    library,
    warnings,
    searches: () => searches,
  };
}
const idsOf = (update: AssistUpdate | undefined) =>
  [...(update?.articles ?? []), ...(update?.tickets ?? [])].map((row) => row.documentId);
const statesOf = (update: AssistUpdate) =>
  Object.fromEntries(update.sources.map(({ sourceId, state, error }) => [sourceId, error ?? state]));

describe('files that were imported by hand', () => {
  test('are found beside what the sources bring, also for whom no source confirms', async () => {
    const { run, library, clock, server } = world();
    server('wiki').trouble.identify = () => fails('signed-out');
    const file = { ...article(FILES_SOURCE_ID, 'vpn.pdf'), url: '' };
    const source = { id: FILES_SOURCE_ID, baseUrl: 'about:blank', ttlMinutes: 60 };
    await library.keep(library.filesOwner, source, [file], clock.now, { pinned: true });
    const end = await run();
    expect(idsOf(end)).toEqual(['vpn.pdf']);
    expect(end.articles[0]).toMatchObject({ sourceId: FILES_SOURCE_ID, url: '' });
    expect(end.answer?.citations.map(({ documentId }) => documentId)).toContain('vpn.pdf');
  });
});

describe('a look-up', () => {
  test('shows what the sources brought, each with its status', async () => {
    const { run } = world(['wiki', 'desk']);
    const end = await run();
    expect(idsOf(end).sort()).toEqual(['desk-1', 'wiki-1']);
    expect(statesOf(end)).toEqual({ wiki: 'done', desk: 'done' });
    expect(end.stage).toBe('done');
  });

  test('of a source that fails names it, and the others go on', async () => {
    const { run, server } = world(['wiki', 'desk']);
    server('wiki').trouble.search = () => fails('bad-answer');
    const end = await run();
    expect(idsOf(end)).toEqual(['desk-1']);
    expect(statesOf(end)).toEqual({ wiki: 'bad-answer', desk: 'done' });
  });

  test('goes on where the device cannot even say who was signed in last', async () => {
    const { run, server, warnings } = world(['wiki', 'desk'], {
      load: (key) => (key.includes('wiki') ? Promise.reject(new Error('no disk')) : Promise.resolve(null)),
    });
    server('wiki').trouble.identify = () => fails('unreachable');
    const end = await run();
    expect(statesOf(end)).toMatchObject({ desk: 'done' });
    expect(end.sources.find(({ sourceId }) => sourceId === 'wiki')?.state).toBe('failed');
    expect(warnings).toContain('what was kept of a source that failed is not at hand');
  });

  test('that was aborted says nothing more', async () => {
    const { look, server } = world();
    const controller = new AbortController();
    const reached = new Promise<void>((resolve) => {
      server('wiki').trouble.search = () => {
        resolve();
        return new Promise<never>((_resolve, reject) => {
          controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error));
        });
      };
    });
    const looking = look('run', {}, controller.signal);
    await reached;
    controller.abort();
    await expect(looking).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('ranks again when rows came or went, not at each word of a source', async () => {
    const { look, searches, run } = world(['a', 'b', 'c']);
    await run();
    const before = searches();
    const updates = await look('run');
    // Documents are kept anew by each of the three sources; beside that, each looks once for what to confirm.
    expect(searches() - before).toBeLessThanOrEqual(7);
    expect(updates.length).toBeGreaterThan(7);
    expect(idsOf(updates.at(-1))).toHaveLength(3);
  });
});

describe('settings', () => {
  const many = (kind: typeof article | typeof resolved) =>
    Array.from({ length: 8 }, (_, index) => kind('wiki', `${kind === article ? 'A' : 'T'}${index}`));

  test.each([
    [1, 1, 0],
    [4, 2, 2],
    [5, 3, 2],
    [20, 8, 8],
  ])('at most %d suggestions are %d articles and %d tickets', async (maxSuggestions, articles, tickets) => {
    const { run, server } = world();
    server('wiki').documents.ann = [...many(article), ...many(resolved)];
    const end = await run({ maxSuggestions });
    expect([end.articles.length, end.tickets.length]).toEqual([articles, tickets]);
  });

  test('without similar tickets none are asked for and none shown, not even from the cache', async () => {
    const { run, server } = world();
    server('wiki').documents.ann = [article('wiki', 'A'), resolved('wiki', 'T')];
    expect(idsOf(await run()).sort()).toEqual(['A', 'T']);
    server('wiki').asked.length = 0;
    expect(idsOf(await run({ similarTickets: false }))).toEqual(['A']);
    expect(server('wiki').asked).not.toContain('tickets');
  });

  test('a source that is not searched is not asked, and no row of it shown', async () => {
    const { run, server, settings } = world(['wiki', 'desk']);
    await run();
    server('wiki').asked.length = 0;
    const sources = settings.sources.map((one) => (one.id === 'wiki' ? { ...one, enabled: false } : one));
    const end = await run({ sources });
    expect(idsOf(end)).toEqual(['desk-1']);
    expect(server('wiki').asked).toEqual([]);
  });
});

describe('before any source has answered', () => {
  test('rows of a user confirmed lately are there at once, without a request', async () => {
    const { look, run, server } = world();
    await run();
    server('wiki').asked.length = 0;
    const [first, ...more] = await look('preview');
    expect(idsOf(first)).toEqual(['wiki-1']);
    // The rows do not wait for the answer to be written.
    expect(first?.answer).toBeNull();
    expect(more.at(-1)?.answer).not.toBeNull();
    expect(server('wiki').asked).toEqual([]);
  });

  test('those of one whose confirmation is old, or in doubt, are not', async () => {
    const { look, run, clock, sessions, settings } = world();
    await run();
    clock.now += 60_000;
    expect((await look('preview')).flatMap(idsOf)).toEqual([]);
    await run();
    expect((await look('preview')).flatMap(idsOf)).not.toEqual([]);
    for (const source of settings.sources) sessions.doubt(source);
    expect((await look('preview')).flatMap(idsOf)).toEqual([]);
  });
});

describe('another user', () => {
  test('sees nothing of the one before in any update, and their rows are gone', async () => {
    const { look, run, server, clock } = world();
    await run();
    const wiki = server('wiki');
    wiki.user = 'bob';
    wiki.documents.bob = [article('wiki', 'for bob')];
    clock.now += 60_000;
    const updates = await look('run');
    expect(new Set(updates.flatMap(idsOf))).toEqual(new Set(['for bob']));
    wiki.user = 'ann';
    wiki.documents.ann = [];
    clock.now += 60_000;
    expect((await look('run')).flatMap(idsOf)).toEqual([]);
  });

  test('at one source changes nothing at the other', async () => {
    const { run, server, clock } = world(['wiki', 'desk']);
    await run();
    server('wiki').user = 'bob';
    clock.now += 60_000;
    expect(idsOf(await run())).toEqual(['desk-1']);
  });

  test('nobody: their rows go, and stay away while the source is left alone', async () => {
    const { look, run, server, clock, pauses } = world();
    await run();
    server('wiki').trouble.identify = () => fails('signed-out');
    clock.now += 60_000;
    const [ended] = (await look('run')).slice(-1);
    expect(idsOf(ended)).toEqual([]);
    server('wiki').asked.length = 0;
    const again = await run();
    expect(statesOf(again)).toEqual({ wiki: 'signed-out' });
    expect(again.sources[0]?.retryAt).toBe(pauses.reason('wiki')?.until);
    expect(server('wiki').asked).toEqual([]);
  });

  test('signed out in the middle of it: what the source had just confirmed is not shown either', async () => {
    const { run, server, clock } = world();
    await run();
    clock.now += 1_000;
    server('wiki').documents.ann = [];
    server('wiki').trouble.fetchOne = () => fails('signed-out');
    const end = await run();
    expect(idsOf(end)).toEqual([]);
    expect(statesOf(end)).toEqual({ wiki: 'signed-out' });
  });
});

describe('out of reach', () => {
  test.each(['unreachable', 'timeout', 'server'] as const)(
    '(%s) what the user confirmed last may see is shown, as coming from the cache',
    async (kind) => {
      const { run, server, clock } = world();
      await run();
      server('wiki').trouble.identify = () => fails(kind);
      clock.now += 24 * 60 * 60_000;
      const end = await run();
      expect(end.articles.map(({ documentId, origin }) => [documentId, origin])).toEqual([
        ['wiki-1', 'cache'],
      ]);
      expect(end.offline).toBe(kind === 'unreachable');
    },
  );

  test('for a while, because it said so: it is not asked, and its rows are shown', async () => {
    const { run, server, clock } = world();
    await run();
    server('wiki').trouble.search = () => fails('rate-limited', 120_000);
    await run();
    server('wiki').asked.length = 0;
    clock.now += 119_999;
    const end = await run();
    expect(idsOf(end)).toEqual(['wiki-1']);
    expect(statesOf(end)).toEqual({ wiki: 'rate-limited' });
    expect(server('wiki').asked).toEqual([]);
    clock.now += 1;
    await run();
    expect(server('wiki').asked).toContain('identify');
  });
});

test.each(['server', 'rate-limited'] as const)(
  '%s after a page named another user: rows of the one before stay away',
  async (kind) => {
    const { look, run, server, sessions, settings } = world();
    const source = settings.sources[0] ?? expect.fail();
    sessions.pageSaw(source, 'ann');
    await run();
    if (kind === 'rate-limited') {
      server('wiki').trouble.search = () => fails(kind, 120_000);
      await run();
    }
    server('wiki').trouble.identify = () => fails(kind);
    sessions.pageSaw(source, 'bob');
    expect((await look('run')).flatMap(idsOf)).toEqual([]);
  },
);

describe('rows that no live answer brought', () => {
  const unbrought = async () => {
    const it = world();
    await it.run();
    it.clock.now += 1_000;
    it.server('wiki').documents.ann = [];
    return it;
  };

  test('are read again: what is gone disappears', async () => {
    const { run, server } = await unbrought();
    expect(idsOf(await run())).toEqual([]);
    expect(server('wiki').asked).toContain('read wiki-1');
  });

  test('and what is not confirmed stays marked, and a rate limit met on the way is kept', async () => {
    const { run, server, pauses } = await unbrought();
    server('wiki').trouble.fetchOne = () => fails('rate-limited', 60_000);
    const end = await run();
    expect(end.articles.map(({ origin }) => origin)).toEqual(['cache']);
    expect(pauses.reason('wiki')?.kind).toBe('rate-limited');
  });
});

test.each([
  [[3, 3], 6, [3, 3]],
  [[6, 6], 6, [3, 3]],
  [[1, 6], 6, [1, 5]],
  [[6, 1], 6, [5, 1]],
  [[0, 9], 6, [0, 6]],
  [[9, 9], 1, [1, 0]],
  [[0, 3], 1, [0, 1]],
  [[2, 1], 20, [2, 1]],
])('of %j articles and tickets, at most %d together are %j', ([articles, tickets], most, expected) => {
  const rows = (count = 0) =>
    Array.from({ length: count }, (_, at) => ({ score: 1, documentKey: String(at) }));
  const shared = shareOut({ articles: rows(articles), tickets: rows(tickets) }, most);
  expect([shared.articles.length, shared.tickets.length]).toEqual(expected);
});

test('what stays is decided by score, in whatever order the rows came to be shown', () => {
  const [weak, strong, middling] = [
    { score: 1, documentKey: 'weak' },
    { score: 3, documentKey: 'strong' },
    { score: 2, documentKey: 'middling' },
  ];
  const articles = [weak, middling, strong].filter((row) => row !== undefined);
  expect(shareOut({ articles, tickets: [] }, 2).articles).toEqual([middling, strong]);
});
