import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { hostileTexts, queryOf, termsOf } from '../../tests/hostile-terms';
import { confluenceCloud } from './confluence-cloud';
import { confluenceDc } from './confluence-dc';

const base = 'https://acme.atlassian.net/wiki';
const source = sourceOf('confluence-cloud', base);
const user = { userId: '712020:dana', displayName: 'Dana' };
const dana = { type: 'known', accountId: user.userId, displayName: 'Dana' };
const query = queryOf([
  { text: 'error 809', weight: 3, kind: 'identifier' },
  { text: 'vpn', weight: 2, kind: 'word' },
]);
const ref = { kind: 'article', id: '123', idType: 'page-id', within: null } as const;
const storage = { representation: 'storage', value: '<p>Open <strong>UDP 500</strong></p>' };

/** A page as REST 2 answers it. */
function page(more: Record<string, unknown> = {}) {
  return {
    id: '123',
    status: 'current',
    title: 'VPN error 809',
    spaceId: '9',
    authorId: '712020:nils',
    ownerId: '712020:nils',
    createdAt: '2024-01-05T10:02:11.000Z',
    version: { number: 7, createdAt: '2026-01-05T09:02:11.000Z', authorId: '712020:sam', minorEdit: false },
    body: { storage },
    labels: { results: [{ id: '1', name: 'vpn', prefix: 'global' }], meta: { hasMore: false } },
    _links: { webui: '/spaces/HELP/pages/123/VPN' },
    ...more,
  };
}

/** The same page as a search row of REST 1 holds it. */
function content(id = '123', more: Record<string, unknown> = {}) {
  return {
    id,
    type: 'page',
    status: 'current',
    title: 'VPN error 809',
    space: { key: 'HELP', name: 'Helpdesk', status: 'current' },
    version: { number: 7, when: '2026-01-05T09:02:11.000Z', by: { displayName: 'Sam' } },
    history: { createdBy: { displayName: 'Nils' }, createdDate: '2024-01-05T10:02:11.000Z' },
    metadata: { labels: { results: [{ name: 'vpn' }] } },
    restrictions: { read: { restrictions: { user: { size: 0 }, group: { size: 0 } } } },
    body: { storage },
    _links: { webui: '/spaces/HELP/pages/123/VPN' },
    ...more,
  };
}
const row = (held: unknown) => ({
  content: held,
  title: '@@@hl@@@VPN@@@endhl@@@ error 809',
  excerpt: 'the @@@hl@@@VPN@@@endhl@@@ client',
  entityType: 'content',
});
const rows = (...held: unknown[]) => ({ results: held.map(row), start: 0, limit: 10, size: held.length });
const refused = (status: number) => json({ message: 'refused', statusCode: status }, { status });
const noSeat = () =>
  json({ message: 'Current user not permitted to use Confluence', statusCode: 403 }, { status: 403 });

type Answers = Record<string, unknown>;

/** Answers by what stands behind the base, the first that fits; a function is asked, everything else is not found. */
function site(answers: Answers, io: Parameters<typeof createTestIo>[2] = { user }, baseUrl = base) {
  const known = Object.entries({
    ...answers,
    '/rest/api/user/current': answers['/rest/api/user/current'] ?? dana,
  });
  return createTestIo(
    baseUrl,
    ({ url }) => {
      const path = url.replace(baseUrl, '').replace(new URL(baseUrl).origin, '');
      const [, answer] = known.find(([start]) => path.startsWith(start)) ?? [];
      if (typeof answer === 'function') return (answer as (url: URL) => Response)(new URL(url));
      return answer === undefined ? refused(404) : json(answer);
    },
    io,
  );
}

describe('a page', () => {
  const whole = { '/api/v2/pages/123?': page(), '/rest/api/search': rows(content()) };

  it('is read with its facts, in two requests', async () => {
    const io = site(whole);
    expect(await confluenceCloud.fetchOne(ref, source, io)).toEqual({
      id: '123',
      sourceId: 'confluence-cloud-1',
      kind: 'article',
      ref,
      title: 'VPN error 809',
      url: `${base}/spaces/HELP/pages/123/VPN`,
      blocks: [{ kind: 'paragraph', text: 'Open UDP 500' }],
      version: '7',
      author: 'Nils',
      created: '2024-01-05T10:02:11.000Z',
      updated: '2026-01-05T09:02:11.000Z',
      space: 'Helpdesk',
      language: null,
      state: 'current',
      labels: ['vpn'],
      restricted: false,
      ticket: null,
    });
    expect(io.asked.map(({ pathname }) => pathname).sort()).toEqual([
      '/wiki/api/v2/pages/123',
      '/wiki/rest/api/search',
    ]);
    expect(io.asked[0]?.searchParams.get('body-format')).toBe('storage');
  });

  it.each<[string, Answers]>([
    ['knows nothing of it', { '/rest/api/search': rows() }],
    ['knows another', { '/rest/api/search': rows(content('999')) }],
    ['refuses the question', { '/rest/api/search': () => refused(400) }],
    ['is not there', {}],
  ])('is read although the search %s, with the name of its space', async (_, search) => {
    const io = site({
      '/api/v2/pages/123?': page(),
      '/api/v2/spaces/9': { id: '9', key: 'HELP', name: 'Helpdesk' },
      ...search,
    });
    expect(await confluenceCloud.fetchOne(ref, source, io)).toMatchObject({
      space: 'Helpdesk',
      author: null,
    });
  });

  it('is read although its space cannot be', async () => {
    expect(await confluenceCloud.fetchOne(ref, source, site({ '/api/v2/pages/123?': page() }))).toMatchObject(
      {
        space: null,
        title: 'VPN error 809',
      },
    );
  });

  it('is not kept half-known where the server is busy', async () => {
    const io = site({ ...whole, '/rest/api/search': () => refused(503) });
    await expect(confluenceCloud.fetchOne(ref, source, io)).rejects.toMatchObject({ kind: 'server' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a label', { labels: { results: [{ name: 'deprecated' }] } }, 'outdated'],
    ['being an old version', { status: 'historical' }, 'outdated'],
    ['being archived', { status: 'archived' }, 'retired'],
    ['being in the trash', { status: 'trashed' }, 'retired'],
    ['being deleted', { status: 'deleted' }, 'retired'],
    ['being a draft', { status: 'draft' }, 'draft'],
  ])('has its state by %s', async (_, more, state) => {
    const io = site({ ...whole, '/api/v2/pages/123?': page(more) });
    expect((await confluenceCloud.fetchOne(ref, source, io)).state).toBe(state);
  });

  it('of an archived space is outdated', async () => {
    const archived = content('123', { space: { key: 'OLD', name: 'Old', status: 'archived' } });
    const io = site({ ...whole, '/rest/api/search': rows(archived) });
    expect((await confluenceCloud.fetchOne(ref, source, io)).state).toBe('outdated');
  });

  it.each([{ user: { size: 1 } }, { group: { results: [{ name: 'hr' }] } }])(
    'is restricted by %j',
    async (restrictions) => {
      const limited = content('123', { restrictions: { read: { restrictions } } });
      const io = site({ ...whole, '/rest/api/search': rows(limited) });
      expect((await confluenceCloud.fetchOne(ref, source, io)).restricted).toBe(true);
    },
  );

  it.each([
    ['/spaces/HELP/pages/123/VPN', `${base}/spaces/HELP/pages/123/VPN`],
    ['/wiki/spaces/HELP/pages/123/VPN', `${base}/spaces/HELP/pages/123/VPN`],
    ['javascript:alert(1)', `${base}/pages/viewpage.action?pageId=123`],
    ['//evil.example/x', `${base}/pages/viewpage.action?pageId=123`],
    ['https://evil.example/x', `${base}/pages/viewpage.action?pageId=123`],
  ])('with the link %s is linked to %s', async (webui, url) => {
    const io = site({ ...whole, '/api/v2/pages/123?': page({ _links: { webui } }) });
    expect((await confluenceCloud.fetchOne(ref, source, io)).url).toBe(url);
  });

  it('is a blog post where no page has its id', async () => {
    const io = site({
      '/api/v2/blogposts/123?': page({ title: 'Outage' }),
      '/rest/api/search': rows(content('123', { type: 'blogpost' })),
    });
    expect(await confluenceCloud.fetchOne(ref, source, io)).toMatchObject({
      id: '123',
      title: 'Outage',
      ref,
    });
  });

  it('is not asked for by what is no id', async () => {
    const io = site(whole);
    for (const id of ['', '0', '../user/current', '123?x=1', '1'.repeat(25), 'DROP']) {
      await expect(confluenceCloud.fetchOne({ ...ref, id }, source, io)).rejects.toMatchObject({
        kind: 'not-found',
      });
    }
    expect(io.asked.filter(({ pathname }) => pathname.includes('/pages'))).toEqual([]);
  });
});

describe('a page named by its title', () => {
  const titled = { kind: 'article', id: 'VPN error 809', idType: 'title', within: 'HELP' } as const;
  const spaces = { results: [{ id: '9', key: 'HELP', name: 'Helpdesk' }] };

  it('is looked up in its space, and read by its id', async () => {
    const io = site({
      '/api/v2/spaces?': spaces,
      '/api/v2/pages?': {
        results: [
          { id: '5', title: 'vpn ERROR 809' },
          { id: '123', title: 'VPN error 809' },
        ],
      },
      '/api/v2/pages/123?': page(),
      '/rest/api/search': rows(content()),
    });
    expect((await confluenceCloud.fetchOne(titled, source, io)).ref).toEqual(ref);
    const list = io.asked.find(({ pathname }) => pathname === '/wiki/api/v2/pages');
    expect(Object.fromEntries(list?.searchParams ?? [])).toMatchObject({
      'space-id': '9',
      title: 'VPN error 809',
    });
  });

  it('in other capitals is found by search', async () => {
    const io = site({
      '/api/v2/spaces?': spaces,
      '/api/v2/pages?': { results: [] },
      '/api/v2/pages/123?': page(),
      '/rest/api/search': rows(content()),
    });
    const found = await confluenceCloud
      .fetchOne({ ...titled, id: 'vpn "ERROR" 809' }, source, io)
      .catch(() => null);
    expect(found).toBeNull();
    expect((await confluenceCloud.fetchOne({ ...titled, id: 'vpn ERROR 809' }, source, io)).id).toBe('123');
    const asked = io.asked.map(({ searchParams }) => searchParams.get('cql'));
    expect(asked).toContain('space = "HELP" AND type = page AND title = "vpn \\"ERROR\\" 809"');
  });

  it('and its day is the blog post of that day', async () => {
    const io = site({
      '/api/v2/spaces?': spaces,
      '/api/v2/blogposts?': {
        results: [
          { id: '4', title: 'Outage', createdAt: '2024-05-05T09:00:00.000Z' },
          { id: '123', title: 'Outage', createdAt: '2024-05-06T09:00:00.000Z' },
        ],
      },
      '/api/v2/blogposts/123?': page({ title: 'Outage' }),
    });
    const post = { kind: 'article', id: 'Outage', idType: 'blog-title', within: 'HELP|2024-05-06' } as const;
    expect((await confluenceCloud.fetchOne(post, source, io)).id).toBe('123');
  });
});

describe('a search', () => {
  it('asks for any term in the named spaces, and brings the documents that a reading would', async () => {
    const answers = { '/api/v2/pages/123?': page(), '/rest/api/search': rows(content(), null, content('3')) };
    const io = site(answers);
    const scoped = { ...source, scopes: ['HELP', '~712020'] };
    const hits = await confluenceCloud.search({ ...query, excludeIds: ['3'] }, scoped, io);
    expect(hits).toMatchObject([{ id: '123', version: '7', title: 'VPN error 809', ref }]);
    expect(hits[0]?.document).toEqual(await confluenceCloud.fetchOne(ref, scoped, site(answers)));
    expect(io.asked[0]?.pathname).toBe('/wiki/rest/api/search');
    expect(io.asked[0]?.searchParams.get('cql')).toBe(
      '(text ~ "\\"error 809\\"" OR text ~ "vpn" OR title ~ "\\"error 809\\"" OR title ~ "vpn") AND type in (page, blogpost) AND space in ("HELP", "~712020")',
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['body', { body: undefined }],
    ['labels', { metadata: {} }],
    ['history', { history: undefined }],
    ['version', { version: undefined }],
  ])('leaves what came without its %s to be read by itself', async (_, more) => {
    const hits = await confluenceCloud.search(
      query,
      source,
      site({ '/rest/api/search': rows(content('123', more)) }),
    );
    expect(hits).toMatchObject([{ id: '123', document: null }]);
  });

  it('takes pages and posts only, each once, as many as asked for of however many there are', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => content(String(at + 1), { body: undefined }));
    const io = site({
      '/rest/api/search': rows(content('9', { type: 'comment' }), content('1'), content('1'), ...many),
    });
    const hits = await confluenceCloud.search({ ...query, limit: 3 }, source, io);
    expect(hits.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(Number(io.asked[0]?.searchParams.get('limit'))).toBeLessThanOrEqual(50);
  });

  it('keeps the marks of found words out of titles', async () => {
    const marked = content('1', { title: '@@@hl@@@VPN@@@endhl@@@ error' });
    const [hit] = await confluenceCloud.search(query, source, site({ '/rest/api/search': rows(marked) }));
    expect([hit?.title, hit?.document?.title]).toEqual(['VPN error', 'VPN error']);
  });

  it('asks again for less where the whole is too much', async () => {
    const io = site({
      '/rest/api/search': (url: URL) =>
        url.searchParams.get('expand')?.includes('body')
          ? new Response('{"results":[', { headers: { 'content-type': 'application/json' } })
          : json(rows(content('1', { body: undefined }))),
    });
    expect(await confluenceCloud.search(query, source, io)).toMatchObject([{ id: '1', document: null }]);
    expect(io.asked).toHaveLength(2);
  });

  it('asks in all of a hundred spaces', async () => {
    const scopes = Array.from({ length: 100 }, (_, at) => `~712020${String(at).padStart(24, '0')}`);
    const io = site({ '/rest/api/search': rows() });
    await confluenceCloud.search(query, { ...source, scopes }, io);
    expect(io.asked[0]?.searchParams.get('cql')).toContain(scopes.at(-1));
    expect(io.asked[0]?.searchParams.get('cql')).toContain('error 809');
  });

  it('takes hostile words for words', async () => {
    const io = site({ '/rest/api/search': rows() });
    for (const text of hostileTexts) {
      await confluenceCloud.search(queryOf(termsOf([text])), { ...source, scopes: [text] }, io);
    }
    for (const url of io.asked) {
      const cql = url.searchParams.get('cql') ?? '';
      // Outside its literals a query holds nothing but what was meant.
      const bare = cql.replace(/"(?:[^"\\]|\\.)*"/g, '""');
      expect(bare).toMatch(
        /^\((?:(?:text|title) ~ ""(?: OR )?)+\) AND type in \(page, blogpost\)(?: AND space in \((?:"",? ?)+\))?$/,
      );
    }
  });
});

describe('whose answer it is', () => {
  const other = { headers: { 'x-aaccountid': '712020%3Asam' } };

  it('is refused when it was made for another account', async () => {
    const io = site({ '/rest/api/search': () => json(rows(content()), other) });
    await expect(confluenceCloud.search(query, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
    const own = site({
      '/rest/api/search': () => json(rows(content()), { headers: { 'x-aaccountid': '712020%3Adana' } }),
    });
    expect(await confluenceCloud.search(query, source, own)).toHaveLength(1);
  });

  it('may be nobody’s on a site that shows something to everybody', async () => {
    const nobodys = { headers: { 'x-aaccountid': 'unidentified' } };
    const io = (as: string) =>
      site(
        { '/rest/api/search': () => json(rows(content()), nobodys) },
        { user: { userId: as, displayName: null } },
      );
    expect(await confluenceCloud.search(query, source, io('anonymous'))).toHaveLength(1);
    await expect(confluenceCloud.search(query, source, io(user.userId))).rejects.toMatchObject({
      kind: 'signed-out',
    });
  });

  it.each<[string, unknown]>([
    ['nobody', { type: 'anonymous', displayName: 'Anonymous' }],
    ['somebody else', { ...dana, accountId: '712020:sam' }],
    ['somebody without a seat', noSeat],
  ])('a page that is hidden from %s is not gone', async (_, now) => {
    const io = site({ '/rest/api/user/current': now });
    await expect(confluenceCloud.fetchOne(ref, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it('a page that is hidden from the user is gone', async () => {
    await expect(confluenceCloud.fetchOne(ref, source, site({}))).rejects.toMatchObject({
      kind: 'not-found',
    });
    const forbidden = site({ '/api/v2/pages/': () => refused(403) });
    await expect(confluenceCloud.fetchOne(ref, source, forbidden)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('who is signed in', () => {
  const identify = (me: unknown, more: Answers = {}) =>
    confluenceCloud.identify(source, site({ '/rest/api/user/current': me, ...more }, {}));

  it('is an account', async () => {
    expect(await identify(dana)).toEqual(user);
    expect(await identify({ ...dana, displayName: '', publicName: 'D' })).toMatchObject({ displayName: 'D' });
  });

  it.each<[string, unknown, Answers]>([
    ['the session has no seat, or there is none', noSeat, {}],
    ['the API wants a sign-in', () => refused(401), {}],
    [
      'the site sends people to sign in',
      () => new Response(null, { status: 302, headers: { location: 'https://id.atlassian.com/login' } }),
      {},
    ],
    ['anonymous people may read nothing', { type: 'anonymous' }, { '/api/v2/spaces?': { results: [] } }],
    ['anonymous people may not even ask', { type: 'anonymous' }, { '/api/v2/spaces?': () => refused(403) }],
  ])('is nobody where %s', async (_, me, more) => {
    // prettier-ignore
    await expect(identify(me, more)).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it('is anonymous on a site that shows something to everybody', async () => {
    const open = { '/api/v2/spaces?': { results: [{ id: '1' }] } };
    expect(await identify({ type: 'anonymous' }, open)).toEqual({ userId: 'anonymous', displayName: null });
  });

  it('is not decided by a page of maintenance', async () => {
    const down = () =>
      new Response('<h1>Back soon</h1>', { status: 503, headers: { 'content-type': 'text/html' } });
    await expect(identify(down)).rejects.toMatchObject({ kind: 'server' });
  });
});

describe('the spaces', () => {
  it('are those that are no person’s, by name', async () => {
    const io = site({
      '/api/v2/spaces?': {
        results: [
          { id: '1', key: 'HELP', name: 'Helpdesk', type: 'global' },
          { id: '2', key: 'KB', name: '', type: 'knowledge_base' },
          { id: '3', key: 'dana', name: 'Dana', type: 'personal' },
          { id: '4', key: '~712020', name: 'Sam', type: 'global' },
        ],
      },
    });
    expect(await confluenceCloud.listScopes?.(source, io)).toEqual([
      { key: 'HELP', name: 'Helpdesk' },
      { key: 'KB', name: 'KB' },
    ]);
    expect(io.asked).toHaveLength(1);
  });
});

describe('finding a Confluence Cloud', () => {
  it.each([
    ['https://acme.atlassian.net/wiki/spaces/HELP/pages/1/T', [base]],
    ['https://acme.atlassian.net/wiki', [base]],
    ['https://acme.atlassian.net/', [base]],
    ['https://acme.atlassian.net/browse/HELP-1', []],
    ['https://acme.atlassian.net.evil.example/', []],
    ['http://acme.atlassian.net/wiki', []],
    ['https://knowledge.acme.test/wiki/x/AQAB', ['https://knowledge.acme.test/wiki']],
    ['https://knowledge.acme.test/wiki/Main_Page', []],
    ['https://knowledge.acme.test/', []],
    ['https://acme.service-now.com/wiki/home', []],
    ['javascript:alert(1)', []],
  ])('%s -> %j', (url, bases) => {
    expect(confluenceCloud.candidates(new URL(url))).toEqual(bases);
  });

  const own = 'https://knowledge.acme.test/wiki';
  const tenant = { '/_edge/tenant_info': { cloudId: 'c57406ca' } };
  const anonymous = { type: 'anonymous', displayName: 'Anonymous' };
  it.each<[string, string, Answers, boolean]>([
    ['whoever is signed in', base, {}, true],
    ['nobody has a seat', base, { '/rest/api/user/current': noSeat }, true],
    ['it wants a sign-in', base, { '/rest/api/user/current': () => refused(401) }, true],
    ['the site has no Confluence', base, { '/rest/api/user/current': () => refused(404) }, false],
    ['it is the site’s Jira', 'https://acme.atlassian.net', {}, false],
    ['a company’s own domain is a tenant’s', own, { ...tenant, '/rest/api/user/current': anonymous }, true],
    ['nothing says that it is the cloud', own, { '/rest/api/user/current': anonymous }, false],
    ['a wiki answers every address with a page', own, { '/': () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } }) }, false], // prettier-ignore
  ])('%s: at %s it is found or not', async (_, at, answers, isFound) => {
    const found = await confluenceCloud.probe(at, site(answers, {}, at));
    expect(found !== null).toBe(isFound);
  });

  it.each<[string, string, Answers]>([
    ['the vendor’s host', base, {}],
    ['an own domain by its people', own, {}],
    ['an own domain by its tenant', own, { ...tenant, '/rest/api/user/current': anonymous }],
    ['an own domain by its version', own, { '/rest/applinks/1.0/manifest': { typeId: 'confluence', version: '1000.0.0-5f1a' } }], // prettier-ignore
  ])('Data Center is not taken for it on %s', async (_, at, answers) => {
    expect(await confluenceDc.probe(at, site(answers, {}, at))).toBeNull();
  });
});
