import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import { mediawiki } from './mediawiki';
import { orderHits } from './mediawiki-search';

const base = 'https://wiki.acme.example/w';
const source = sourceOf('mediawiki', base);
const ann = { userId: 'Ann Lee', displayName: 'Ann Lee' };
const query = queryOf(termsOf(['error 809', 'vpn', 'hotspot']));

const failed = (code: string, headers: Record<string, string> = {}) =>
  json({ error: { code, info: '…' } }, { headers });
const asking = (url: URL) => url.searchParams.get('list') ?? url.searchParams.get('action') ?? '';
const info = (pageid: number, title: string, lastrevid = pageid * 10) => ({
  pageid,
  title,
  lastrevid,
  fullurl: `https://wiki.acme.example/wiki/${title}`,
});

interface Answers {
  search?: (text: string, offset: number) => unknown;
  query?: unknown;
  parse?: unknown;
}
function wiki(answers: Answers, user: typeof ann | null = ann) {
  return createTestIo(
    base,
    (request) => {
      const url = new URL(request.url);
      if (asking(url) === 'parse') return json(answers.parse);
      if (asking(url) === 'query') return json(answers.query);
      return json(
        answers.search?.(
          url.searchParams.get('srsearch') ?? '',
          Number(url.searchParams.get('sroffset') ?? 0),
        ),
      );
    },
    { user },
  );
}
const found = (...pages: [number, string][]) => ({
  query: { search: pages.map(([pageid, title]) => ({ pageid, title, ns: 0 })) },
});

describe('a search', () => {
  it('loosens until there are enough hits, merges them and resolves redirects in their place', async () => {
    const io = wiki({
      search: (text) => (text === 'error 809' ? found([5, 'Error 809'], [3, 'VPN']) : found()),
      query: {
        query: {
          redirects: [{ from: 'Error 809', to: 'VPN error 809' }],
          pages: [info(3, 'VPN'), info(2, 'VPN error 809')],
        },
      },
    });
    const hits = await mediawiki.search(query, source, io);
    expect(hits).toEqual([
      {
        ref: { kind: 'article', id: '2', idType: 'page-id', within: null },
        id: '2',
        title: 'VPN error 809',
        version: '20',
        document: null,
      },
      {
        ref: { kind: 'article', id: '3', idType: 'page-id', within: null },
        id: '3',
        title: 'VPN',
        version: '30',
        document: null,
      },
    ]);
    expect(io.asked.map(asking)).toEqual(['search', 'search', 'search', 'search', 'query']);
    expect(io.asked.every((url) => url.searchParams.get('assertuser') === 'Ann Lee')).toBe(true);
    expect(io.asked[0]?.searchParams.get('srnamespace')).toBe('0|4|12');
  });

  it('asks an identifier and a word alone, and titles for the word, where all together is not enough', async () => {
    const asked = async (search: (text: string) => unknown) => {
      const io = wiki({ search, query: { query: { pages: [] } } });
      await mediawiki.search(query, source, io);
      return io.asked
        .filter((url) => asking(url) === 'search')
        .map(({ searchParams }) => [searchParams.get('srwhat'), searchParams.get('srsearch')]);
    };
    expect(await asked(() => found())).toEqual([
      ['text', 'error 809 vpn hotspot'],
      ['text', 'error 809'],
      ['text', 'vpn'],
      ['title', 'vpn'],
    ]);
  });

  it('needs no search of titles', async () => {
    const io = createTestIo(
      base,
      (request) => {
        const { searchParams } = new URL(request.url);
        if (searchParams.get('srwhat') === 'title') return failed('search-title-disabled');
        return json(searchParams.has('list') ? found([1, 'A']) : { query: { pages: [info(1, 'A')] } });
      },
      { user: ann },
    );
    expect(await mediawiki.search(query, source, io)).toHaveLength(1);
  });

  it('stops at the limit and leaves out what it was told to', async () => {
    const io = wiki({
      search: () => found([1, 'A'], [2, 'B'], [3, 'C']),
      query: { query: { pages: [info(1, 'A'), info(2, 'B'), info(3, 'C')] } },
    });
    expect(
      (await mediawiki.search({ ...query, limit: 2, excludeIds: ['1'] }, source, io)).map(({ id }) => id),
    ).toEqual(['2', '3']);
    expect(io.asked).toHaveLength(2);
  });

  it('puts what the title names before what comes first by title', () => {
    const hit = (pageid: number, title: string) => ({ pageid, title });
    const rungs = [
      [hit(1, 'Airport'), hit(2, 'VPN error 809')],
      [hit(3, 'Beta'), hit(4, 'Hotspot and VPN'), hit(1, 'Airport')],
    ];
    expect(orderHits(rungs, query.terms).map(({ pageid }) => pageid)).toEqual([2, 1, 4, 3]);
  });

  it('follows `continue`', async () => {
    const io = wiki({
      search: (_, offset) =>
        offset === 0 ? { ...found([1, 'A']), continue: { sroffset: 1 } } : found([2, 'B']),
      query: { query: { pages: [info(1, 'A'), info(2, 'B')] } },
    });
    expect(await mediawiki.search({ ...query, limit: 2 }, source, io)).toHaveLength(2);
    expect(io.asked.map((url) => url.searchParams.get('sroffset'))).toEqual(['0', '1', null]);
  });

  it('looks in the namespaces that the source names', async () => {
    const io = wiki({
      search: () => found(),
      query: {
        query: {
          namespaces: { '0': { id: 0, name: '' }, '3000': { id: 3000, name: 'KB', canonical: 'KB' } },
        },
      },
    });
    await mediawiki.search(query, sourceOf('mediawiki', base, { scopes: ['kb'] }), io);
    expect(io.asked[1]?.searchParams.get('srnamespace')).toBe('3000');
    const byNumber = wiki({ search: () => found() });
    await mediawiki.search(query, sourceOf('mediawiki', base, { scopes: ['0', '100'] }), byNumber);
    expect(byNumber.asked[0]?.searchParams.get('srnamespace')).toBe('0|100');
  });

  it('asks nothing when no word is left', async () => {
    const io = wiki({});
    expect(await mediawiki.search(queryOf(termsOf(['C++', '"'])), source, io)).toEqual([]);
    expect(io.asked).toEqual([]);
  });
});

describe('a page', () => {
  const page = {
    ...info(2, 'VPN error 809', 21),
    pagelanguage: 'en',
    revisions: [{ revid: 21, user: 'Ann Lee', timestamp: '2026-11-22T17:02:04Z' }],
    categories: [{ title: 'Category:Network' }],
    templates: [{ title: 'Template:Note' }],
  };
  const parse = {
    parse: {
      pageid: 2,
      revid: 21,
      text: '<div class="mw-parser-output"><p>Open UDP 500<span class="mw-editsection">[edit]</span></p></div>',
    },
  };
  const read = (ref: { id: string; idType: string }, query: unknown = { query: { pages: [page] } }) => {
    const io = wiki({ query, parse });
    return { io, document: mediawiki.fetchOne({ kind: 'article', within: null, ...ref }, source, io) };
  };

  it('is read as rendered, by title', async () => {
    const { io, document } = read({ id: 'VPN_error_809', idType: 'title' });
    expect(await document).toMatchObject({
      id: '2',
      title: 'VPN error 809',
      version: '21',
      author: 'Ann Lee',
      updated: '2026-11-22T17:02:04.000Z',
      language: 'en',
      labels: ['Network'],
      state: 'current',
      blocks: [{ kind: 'paragraph', text: 'Open UDP 500' }],
    });
    expect(io.asked[0]?.searchParams.get('titles')).toBe('VPN error 809');
  });

  it('is the current one when an old revision was named', async () => {
    const io = createTestIo(
      base,
      (request) => {
        const { searchParams } = new URL(request.url);
        if (searchParams.get('action') === 'parse') return json(parse);
        const old = { ...page, revisions: [{ revid: 7 }] };
        return json({ query: { pages: [searchParams.has('revids') ? old : page] } });
      },
      { user: ann },
    );
    const document = await mediawiki.fetchOne(
      { kind: 'article', id: '7', idType: 'revision', within: null },
      source,
      io,
    );
    expect(document.version).toBe('21');
  });

  it.each([
    ['a category', { categories: [{ title: 'Category:Outdated pages' }] }, 'outdated'],
    ['a template', { templates: [{ title: 'Template:Outdated' }] }, 'outdated'],
    ['a draft template', { templates: [{ title: 'Vorlage:Entwurf' }] }, 'draft'],
  ])('has its state by %s', async (_, more, state) => {
    expect(
      (await read({ id: '2', idType: 'page-id' }, { query: { pages: [{ ...page, ...more }] } }).document)
        .state,
    ).toBe(state);
  });

  it.each([
    [{ id: 'Nope', idType: 'title' }, { query: { pages: [{ title: 'Nope', missing: true }] } }],
    [{ id: '99', idType: 'page-id' }, { query: { pages: [{ pageid: 99, title: '', missing: true }] } }],
    [{ id: 'A|B', idType: 'title' }, { query: { pages: [page] } }],
    [{ id: '2|3', idType: 'page-id' }, { query: { pages: [page] } }],
    [{ id: '7', idType: 'revision' }, { query: { badrevids: { '7': {} } } }],
  ])('%j is not found', async (ref, query) => {
    await expect(read(ref, query).document).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('an error with status 200', () => {
  it.each([
    ['readapidenied', null, 'signed-out'],
    ['readapidenied', ann, 'forbidden'],
    ['assertnameduserfailed', ann, 'signed-out'],
    ['assertanonfailed', { userId: 'anonymous', displayName: null }, 'signed-out'],
    ['nosuchpageid', ann, 'not-found'],
    ['permissiondenied', ann, 'forbidden'],
    ['ratelimited', ann, 'rate-limited'],
    ['internal_api_error_DBQueryError', ann, 'server'],
    ['badvalue', ann, 'invalid-query'],
    ['somethingnew', ann, 'bad-answer'],
  ])('%s of %j is %s', async (code, user, kind) => {
    const io = createTestIo(base, () => failed(code), { user });
    await expect(mediawiki.search(query, source, io)).rejects.toMatchObject({ kind });
  });

  it('names the wait', async () => {
    const io = createTestIo(base, () => failed('ratelimited', { 'retry-after': '5' }), { user: ann });
    await expect(mediawiki.search(query, source, io)).rejects.toMatchObject({ retryAfterMs: 5000 });
  });
});

describe('who is signed in', () => {
  const identify = (userinfo: unknown) =>
    mediawiki.identify(source, wiki({ query: { query: { userinfo } } }, null));

  it('is a name, or anonymous where that may read', async () => {
    expect(await identify({ id: 3, name: 'Ann Lee', rights: ['read', 'edit'] })).toEqual(ann);
    expect(await identify({ id: 0, name: '10.0.0.1', anon: true, rights: ['read'] })).toEqual({
      userId: 'anonymous',
      displayName: null,
    });
    await expect(
      identify({ id: 0, name: '10.0.0.1', anon: true, rights: ['createaccount'] }),
    ).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it('is asserted as anonymous too', async () => {
    const io = wiki({ search: () => found() }, { userId: 'anonymous', displayName: 'x' });
    await mediawiki.search(query, source, io);
    expect(io.asked[0]?.searchParams.get('assert')).toBe('anon');
  });
});

describe('finding a wiki', () => {
  it.each([
    [
      'https://host.example/wiki/VPN_error',
      [
        'https://host.example',
        'https://host.example/w',
        'https://host.example/wiki',
        'https://host.example/mediawiki',
      ],
    ],
    ['https://host.example/kb/index.php?title=VPN', ['https://host.example/kb', 'https://host.example/kb/w']],
    [
      'https://host.example/team/wiki/VPN',
      [
        'https://host.example',
        'https://host.example/w',
        'https://host.example/wiki',
        'https://host.example/mediawiki',
        'https://host.example/team',
        'https://host.example/team/w',
      ],
    ],
  ])('%s', (url, first) => {
    expect(mediawiki.candidates(new URL(url)).slice(0, first.length)).toEqual(first);
    expect(mediawiki.candidates(new URL(url)).length).toBeLessThanOrEqual(12);
  });

  it('is nothing for a vendor cloud or another protocol', () => {
    expect(mediawiki.candidates(new URL('https://acme.atlassian.net/wiki/spaces/X'))).toEqual([]);
    expect(mediawiki.candidates(new URL('file:///w/index.php'))).toEqual([]);
  });

  it.each<[string, () => Response, unknown]>([
    [
      'a wiki',
      () => json({ query: { general: { sitename: 'Acme Wiki', generator: 'MediaWiki 1.39.17' } } }),
      { name: 'Acme Wiki', version: '1.39.17' },
    ],
    ['a private wiki', () => failed('readapidenied'), { name: 'wiki.acme.example', version: null }],
    ['another API', () => json({ query: {} }), null],
    ['another error', () => failed('unknown_action'), null],
    ['nothing', () => json({}, { status: 404 }), null],
  ])('%s', async (_, answer, result) => {
    const io = createTestIo(base, answer, { user: ann });
    expect(await mediawiki.probe(base, io)).toEqual(result);
    expect(io.asked[0]?.searchParams.has('assertuser')).toBe(false);
  });
});
