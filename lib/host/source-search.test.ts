import { describe, expect, test } from 'vitest';
import type { Connector, ConnectorIo, SearchHit } from '../connectors/connector';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import { sourceConfigSchema, type Identity } from '../core/source';
import type { CallConnector } from './connector-calls';
import type { Library } from './library';
import type { Sessions } from './sessions';
import { createSourceSearch } from './source-search';

const source = sourceConfigSchema.parse({
  id: 's',
  product: 'wiki',
  name: 'Wiki',
  baseUrl: 'https://wiki.example',
});
const query: SearchQuery = { terms: [], language: null, limit: 5, excludeIds: [] };
const { signal } = new AbortController();

const refOf = (id: string): DocumentRef => ({ kind: 'article', id, idType: 'page-id', within: null });
const documentOf = (id: string) => ({ id, ref: refOf(id), version: '1' }) as SourceDocument;
const hit = (id: string, document: SourceDocument | null = null): SearchHit => ({
  ref: refOf(id),
  id,
  title: id,
  version: '1',
  document,
});
const fails = (kind: DesksideError['kind']) => () => Promise.reject(new DesksideError(kind, kind));

interface WorldOptions {
  articles?: () => Promise<SearchHit[]>;
  tickets?: () => Promise<SearchHit[]>;
  read?: (id: string) => Promise<SourceDocument>;
  cached?: string[];
  /** The user by every confirmation in turn; the last one stays. */
  users?: string[];
}

function world(options: WorldOptions) {
  const kept: { owner: string; ids: string[] }[] = [];
  const forgotten: string[] = [];
  const read: string[] = [];
  const users = [...(options.users ?? ['ann'])];
  let reading = 0;
  let most = 0;
  const connector = {
    id: 'wiki',
    search: options.articles ?? (async () => []),
    ...(options.tickets ? { similarTickets: options.tickets } : {}),
    async fetchOne(ref: DocumentRef) {
      read.push(ref.id);
      reading += 1;
      most = Math.max(most, reading);
      await Promise.resolve();
      reading -= 1;
      return (options.read ?? (async (id: string) => documentOf(id)))(ref.id);
    },
  } as unknown as Connector;
  const call: CallConnector = (_target, work) => work({} as ConnectorIo);
  const sessions = {
    verify: async (): Promise<Identity> => ({
      userId: (users.length > 1 ? users.shift() : users[0]) ?? '',
      displayName: null,
    }),
  } as unknown as Sessions;
  const library = {
    ownerOf: (_source: unknown, user: Identity) => user.userId,
    keyOf: (owner: string, sourceId: string, id: string) => `${owner}/${sourceId}/${id}`,
    sameVersion: async () => new Set(options.cached ?? []),
    keep: async (owner: string, _source: unknown, documents: SourceDocument[]) =>
      void kept.push({ owner, ids: documents.map((document) => document.id) }),
    forget: async (keys: string[]) => void forgotten.push(...keys),
  } as unknown as Library;
  const search = createSourceSearch({ call, sessions, library, now: () => 1 });
  return {
    kept,
    forgotten,
    read,
    most: () => most,
    search: (tickets = true, until = signal) =>
      search.search(connector, source, query, { tickets, signal: until }),
    revalidate: (id: string) => search.revalidate(connector, source, refOf(id), `ann/s/${id}`, signal),
  };
}

describe('a live search', () => {
  test("keeps what it read under the signed-in user, in the source's order", async () => {
    const { search, kept } = world({
      articles: async () => [hit('a'), hit('b')],
      tickets: async () => [hit('t')],
    });
    expect(await search()).toMatchObject({ owner: 'ann', documentKeys: ['ann/s/a', 'ann/s/b', 'ann/s/t'] });
    expect(kept).toEqual([{ owner: 'ann', ids: ['a', 'b', 't'] }]);
  });

  test('reads only what the cache does not hold at this version and the answer did not bring', async () => {
    const { search, read, kept } = world({
      articles: async () => [hit('cached'), hit('whole', documentOf('whole')), hit('new')],
      cached: ['cached'],
    });
    const { documentKeys } = await search();
    expect(read).toEqual(['new']);
    expect(kept[0]?.ids).toEqual(['whole', 'new']);
    expect(documentKeys).toHaveLength(3);
  });

  test('asks for tickets only where they are wanted', async () => {
    const { search } = world({ articles: async () => [hit('a')], tickets: async () => [hit('t')] });
    expect((await search(false)).documentKeys).toEqual(['ann/s/a']);
  });

  test('names a document once, however often it was found', async () => {
    const { search, read } = world({
      articles: async () => [hit('a'), hit('a')],
      tickets: async () => [hit('a')],
    });
    expect((await search()).documentKeys).toEqual(['ann/s/a']);
    expect(read).toEqual(['a']);
  });

  test('shows what one half found when the other half fails, and fails when nothing is left', async () => {
    const half = world({ articles: async () => [hit('a')], tickets: fails('server') });
    expect(await half.search()).toMatchObject({ documentKeys: ['ann/s/a'], failure: { kind: 'server' } });
    const none = world({ articles: async () => [], tickets: fails('server') });
    await expect(none.search()).rejects.toMatchObject({ kind: 'server' });
  });

  test.each(['not-found', 'forbidden'] as const)('goes on without a hit that is %s by now', async (kind) => {
    const { search, kept } = world({
      articles: async () => [hit('gone'), hit('b')],
      read: (id) => (id === 'gone' ? fails(kind)() : Promise.resolve(documentOf(id))),
    });
    await search();
    expect(kept).toEqual([{ owner: 'ann', ids: ['b'] }]);
  });

  test('reads a few documents at once, not all of them', async () => {
    const { search, most } = world({ articles: async () => 'abcdefghij'.split('').map((id) => hit(id)) });
    await search();
    expect(most()).toBe(3);
  });

  test('keeps nothing when another user signed in while it read', async () => {
    const { search, kept } = world({ articles: async () => [hit('a')], users: ['ann', 'bob'] });
    await expect(search()).rejects.toMatchObject({ kind: 'signed-out' });
    expect(kept).toEqual([]);
  });

  test('keeps nothing for a look-up that nobody waits for', async () => {
    const stop = new AbortController();
    const { search, kept } = world({
      articles: async () => {
        stop.abort();
        return [hit('a')];
      },
    });
    await expect(search(true, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(kept).toEqual([]);
  });
});

describe('reading a document again', () => {
  test('keeps the new copy', async () => {
    const { revalidate, kept } = world({});
    expect(await revalidate('a')).toMatchObject({ id: 'a' });
    expect(kept).toEqual([{ owner: 'ann', ids: ['a'] }]);
  });

  test('keeps nothing when another user signed in while it read', async () => {
    const { revalidate, kept } = world({ users: ['ann', 'bob'] });
    await expect(revalidate('a')).rejects.toMatchObject({ kind: 'signed-out' });
    expect(kept).toEqual([]);
  });

  test.each(['not-found', 'forbidden'] as const)('forgets the old one when it is %s by now', async (kind) => {
    const { revalidate, forgotten } = world({ read: fails(kind) });
    expect(await revalidate('a')).toBeNull();
    expect(forgotten).toEqual(['ann/s/a']);
  });

  test('keeps the old one when the source could not be asked', async () => {
    const { revalidate, forgotten } = world({ read: fails('unreachable') });
    await expect(revalidate('a')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(forgotten).toEqual([]);
  });
});
