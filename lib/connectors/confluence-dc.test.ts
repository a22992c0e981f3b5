import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { queryOf } from '../../tests/hostile-terms';
import { confluenceDc } from './confluence-dc';

const base = 'https://acme.example/confluence';
const source = sourceOf('confluence-dc', base);
const user = { userId: 'dana', displayName: 'Dana' };
const query = queryOf([
  { text: 'error 809', weight: 3, kind: 'identifier' },
  { text: 'vpn', weight: 2, kind: 'word' },
]);
const ref = { kind: 'article', id: '123', idType: 'page-id', within: null } as const;

function page(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    type: 'page',
    status: 'current',
    title: 'VPN error 809',
    space: { key: 'HELP', name: 'Helpdesk', status: 'CURRENT' },
    version: { number: 7, when: '2026-01-05T10:02:11.000+01:00', by: { displayName: 'Sam' } },
    history: { createdBy: { displayName: 'Nils' }, createdDate: '2024-01-05T10:02:11.000Z' },
    metadata: { labels: { results: [{ name: 'vpn' }] } },
    body: { view: { value: '<div class="toc-macro">contents</div><p>Open <b>UDP 500</b></p>' } },
    restrictions: {
      read: { restrictions: { user: { results: [], size: 0 }, group: { results: [], size: 0 } } },
    },
    _links: { webui: '/display/HELP/VPN+error+809' },
    ...more,
  };
}

const only = (body: unknown, init: ResponseInit = {}) => createTestIo(base, () => json(body, init), { user });

describe('a page', () => {
  it('is read with its facts, linked on the host it was asked from', async () => {
    expect(await confluenceDc.fetchOne(ref, source, only(page('123')))).toEqual({
      id: '123',
      sourceId: 'confluence-dc-1',
      kind: 'article',
      ref,
      title: 'VPN error 809',
      url: `${base}/display/HELP/VPN+error+809`,
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
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a label', { metadata: { labels: { results: [{ name: 'deprecated' }] } } }, 'outdated'],
    ['an archived space', { space: { key: 'OLD', status: 'archived' } }, 'outdated'],
    ['being an old version', { status: 'historical' }, 'outdated'],
    ['being archived', { status: 'archived' }, 'retired'],
    ['being in the trash', { status: 'trashed' }, 'retired'],
    ['being a draft', { status: 'draft' }, 'draft'],
    [
      'a subject that sounds like a label',
      { metadata: { labels: { results: [{ name: 'archive-storage' }] } } },
      'current',
    ],
  ])('has its state by %s', async (_, more, state) => {
    expect((await confluenceDc.fetchOne(ref, source, only(page('123', more)))).state).toBe(state);
  });

  it.each([{ user: { size: 1 } }, { group: { results: [{ name: 'hr' }] } }])(
    'is restricted by %j',
    async (restrictions) => {
      const document = await confluenceDc.fetchOne(
        ref,
        source,
        only(page('123', { restrictions: { read: { restrictions } } })),
      );
      expect(document.restricted).toBe(true);
    },
  );

  it.each(['javascript:alert(1)', '//evil.example/x', 'https://evil.example/x'])(
    'is never linked to %s',
    async (webui) => {
      const document = await confluenceDc.fetchOne(ref, source, only(page('123', { _links: { webui } })));
      expect(document.url).toBe(`${base}/pages/viewpage.action?pageId=123`);
    },
  );

  it('is found by title, exactly or else ignoring case', async () => {
    const exact = only({ results: [page('1', { title: 'vpn ERROR 809' }), page('2')] });
    const byTitle = { kind: 'article', id: 'VPN error 809', idType: 'title', within: 'HELP' } as const;
    expect((await confluenceDc.fetchOne(byTitle, source, exact)).id).toBe('2');
    const loose = createTestIo(
      base,
      (request) =>
        json({ results: request.url.includes('/search?') ? [page('3', { title: 'vpn ERROR 809' })] : [] }),
      { user },
    );
    expect((await confluenceDc.fetchOne(byTitle, source, loose)).id).toBe('3');
    expect(loose.asked[1]?.searchParams.get('cql')).toBe(
      'space = "HELP" AND type = page AND title = "VPN error 809"',
    );
    await expect(confluenceDc.fetchOne(byTitle, source, only({ results: [] }))).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('is a blog post by space, day and title', async () => {
    const io = only({ results: [page('9', { type: 'blogpost' })] });
    const post = {
      kind: 'article',
      id: 'VPN error 809',
      idType: 'blog-title',
      within: 'HELP|2026-01-05',
    } as const;
    expect((await confluenceDc.fetchOne(post, source, io)).id).toBe('9');
    expect(Object.fromEntries(io.asked[0]?.searchParams ?? [])).toMatchObject({
      type: 'blogpost',
      spaceKey: 'HELP',
      postingDay: '2026-01-05',
    });
  });

  it('is neither a comment nor an attachment', async () => {
    await expect(
      confluenceDc.fetchOne(ref, source, only(page('123', { type: 'comment' }))),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a search', () => {
  it('asks for any term, in titles too, and brings the documents along', async () => {
    const io = only({ results: [page('1'), page('2', { type: 'attachment' }), page('3')], limit: 10 });
    const hits = await confluenceDc.search(
      { ...query, excludeIds: ['3'] },
      sourceOf('confluence-dc', base, { scopes: ['HELP', 'IT'] }),
      io,
    );
    expect(hits.map(({ id, version }) => [id, version])).toEqual([['1', '7']]);
    expect(hits[0]?.document?.blocks).toHaveLength(1);
    expect(io.asked[0]?.searchParams.get('cql')).toBe(
      '(text ~ "\\"error 809\\"" OR text ~ "vpn" OR title ~ "\\"error 809\\"" OR title ~ "vpn") AND type in (page, blogpost) AND space in ("HELP", "IT")',
    );
  });

  it('follows pages until the limit or the end', async () => {
    const io = createTestIo(
      base,
      (request) => {
        const start = Number(new URL(request.url).searchParams.get('start'));
        const results = Array.from({ length: start === 4 ? 1 : 2 }, (_, at) => page(String(start + at)));
        return json({
          results,
          limit: 2,
          size: results.length,
          _links: start === 4 ? {} : { next: '/rest/…' },
        });
      },
      { user },
    );
    expect(await confluenceDc.search(query, source, io)).toHaveLength(5);
    expect(io.asked.map((url) => url.searchParams.get('start'))).toEqual(['0', '2', '4']);
  });

  it('asks again without bodies when they are too much together', async () => {
    const io = createTestIo(
      base,
      (request) =>
        request.url.includes('body.view')
          ? new Response('{"results":[', { headers: { 'content-type': 'application/json' } })
          : json({ results: [page('1', { body: undefined })] }),
      { user },
    );
    expect(await confluenceDc.search(query, source, io)).toMatchObject([
      { id: '1', version: '7', document: null },
    ]);
  });

  it('refuses an answer that was made for somebody else', async () => {
    const other = only({ results: [page('1')] }, { headers: { 'x-ausername': 'sam' } });
    await expect(confluenceDc.search(query, source, other)).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('who is signed in', () => {
  const identify = (me: unknown, spaces: unknown) =>
    confluenceDc.identify(
      source,
      createTestIo(base, (request) => json(request.url.includes('/space') ? spaces : me)),
    );

  it('is a user, or anonymous only where that may read something', async () => {
    expect(await identify({ type: 'known', username: 'dana', displayName: 'Dana' }, {})).toEqual(user);
    expect(await identify({ type: 'anonymous' }, { results: [{ key: 'PUB' }] })).toEqual({
      userId: 'anonymous',
      displayName: null,
    });
    await expect(identify({ type: 'anonymous' }, { results: [] })).rejects.toMatchObject({
      kind: 'signed-out',
    });
  });
});

describe('finding a Confluence', () => {
  it.each([
    [
      'https://host.example/confluence/display/X',
      ['https://host.example/confluence', 'https://host.example'],
    ],
    ['https://host.example/spaces/HELP/pages/1/T', ['https://host.example']],
    [
      'https://host.example/confluence/pages/viewpage.action?pageId=1',
      ['https://host.example/confluence', 'https://host.example'],
    ],
    ['https://acme.atlassian.net/wiki/spaces/X', []],
  ])('%s -> %j', (url, bases) => {
    expect(confluenceDc.candidates(new URL(url))).toEqual(bases);
  });

  const notHere = () => json({}, { status: 404 });
  const html = (body: string) => new Response(body, { headers: { 'content-type': 'text/html' } });
  it.each<[string, (path: string) => Response, unknown]>([
    [
      'by its manifest',
      () => json({ typeId: 'confluence', name: 'Acme Wiki', version: '8.5.4' }),
      { name: 'Acme Wiki', version: '8.5.4' },
    ],
    [
      'by who is signed in',
      (path) => (path.endsWith('/user/current') ? json({ type: 'anonymous' }) : notHere()),
      { name: 'Confluence', version: null },
    ],
    [
      'by its sign-in page',
      (path) =>
        path.endsWith('/login.action')
          ? html('<meta name="ajs-version-number" content="7.19.0"><body id="com-atlassian-confluence">')
          : notHere(),
      { name: 'Confluence', version: '7.19.0' },
    ],
    [
      "not by another product's manifest",
      (path) => (path.endsWith('/manifest') ? json({ typeId: 'jira', version: '9' }) : notHere()),
      null,
    ],
    ['not by any page', () => html('<html><body></body></html>'), null],
  ])('%s', async (_, answer, result) => {
    const io = createTestIo(base, (request) => answer(new URL(request.url).pathname));
    expect(await confluenceDc.probe(base, io)).toEqual(result);
  });
});
