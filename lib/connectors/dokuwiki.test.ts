import { describe, expect, it } from 'vitest';
import { createTestIo, json } from '../../tests/connector-io';
import { ann, base, html, page, source, wiki } from '../../tests/fixtures/sites/dokuwiki/answers';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import { dokuwiki } from './dokuwiki';

const query = queryOf(termsOf(['battery', 'ups', 'alarm'], 'word'));

const row = (id: string, time = '2026-09-14T07:45:00+00:00') =>
  `<div class="search_fullpage_result"><dt><a href="/doku.php?id=${id}&amp;s[]=x" title="${id}" data-wiki-id="${id}">${id.split(':').at(-1) ?? ''}</a></dt><dd class="meta"><time datetime="${time}">then</time></dd></div>`;
const results = (...rows: string[]) =>
  page('search', { content: `<dl class="search_results">${rows.join('')}</dl>` });

describe('a search', () => {
  it('asks for all words first, then for any of them, and gives stricter hits before looser ones', async () => {
    const found: Record<string, Response> = {
      'battery ups alarm': results(row('ops:ups_alarm')),
      'battery or ups or alarm': results(
        row('ops:laptop_battery'),
        row('ops:ups_alarm'),
        row('ops:ups_test'),
      ),
    };
    const io = wiki({ search: (_, { searchParams }) => found[searchParams.get('q') ?? ''] ?? results() });
    const hits = await dokuwiki.search(query, source, io);
    expect(hits.map(({ id }) => id)).toEqual(['ops:ups_alarm', 'ops:laptop_battery', 'ops:ups_test']);
    expect(hits[0]).toEqual({
      ref: { kind: 'article', id: 'ops:ups_alarm', idType: 'page-id', within: null },
      id: 'ops:ups_alarm',
      title: 'ups alarm',
      version: '1789371900',
      document: null,
    });
    expect(io.asked).toHaveLength(2);
    expect(io.asked.every(({ searchParams }) => searchParams.get('sf') === '1')).toBe(true);
  });

  it('keeps "or" inside brackets beside a namespace, where it would bind weaker', async () => {
    const io = wiki({ search: () => results() });
    await dokuwiki.search(query, { ...source, scopes: ['ops', 'net'] }, io);
    expect(io.asked.map(({ searchParams }) => searchParams.get('q'))).toEqual([
      'battery ups alarm (@ops or @net)',
      '(battery or ups or alarm) (@ops or @net)',
    ]);
  });

  it('asks once where that is enough', async () => {
    const io = wiki({ search: () => results(row('a:b'), row('a:c')) });
    expect(await dokuwiki.search({ ...query, limit: 2 }, source, io)).toHaveLength(2);
    expect(io.asked).toHaveLength(1);
  });

  it('takes pages whose names alone hold the words, after the others', async () => {
    const quick =
      '<ul class="search_quickhits"><li><a title="ops:ups" data-wiki-id="ops:ups">ups (ops)</a></li></ul>';
    const io = wiki({
      search: () => page('search', { content: `${quick}<dl class="search_results">${row('ops:x')}</dl>` }),
    });
    const hits = await dokuwiki.search(query, source, io);
    expect(hits.map(({ id, version }) => [id, version])).toEqual(
      expect.arrayContaining([
        ['ops:x', '1789371900'],
        ['ops:ups', ''],
      ]),
    );
  });

  it('reads the rows of releases before 2018, whose ids are titles', async () => {
    const old =
      '<dt><a href="/doku.php?id=ops:x" class="wikilink1" title="ops:x">x</a>: <span class="search_cnt">3 Hits, <time datetime="2016-01-02T03:04:05+0000">then</time></span></dt><dd>…</dd>';
    const io = wiki({ search: () => results(old, row('ops:y')) });
    const hits = await dokuwiki.search(query, source, io);
    expect(hits.map(({ id }) => id)).toEqual(['ops:x', 'ops:y']);
    expect(hits[0]?.version).toBe('1451703845');
  });

  it('calls pages by their headings where the wiki does', async () => {
    const named = row('ops:ups').replace('>ups</a>', '>The UPS battery alarm</a>');
    const [hit] = await dokuwiki.search(query, source, wiki({ search: () => results(named) }));
    expect(hit?.title).toBe('The UPS battery alarm');
  });

  it('survives ten thousand hits', async () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => row(`ops:page_${at}`));
    const io = wiki({ search: () => results(...rows) });
    const hits = await dokuwiki.search({ ...query, limit: 20 }, source, io);
    expect(hits).toHaveLength(20);
  }, 30_000);

  it('keeps to the namespaces of the source, also where the wiki does not', async () => {
    const io = wiki({ search: () => results(row('ops:a'), row('secret:b'), row('ops:lab:c'), row('start')) });
    const hits = await dokuwiki.search(query, { ...source, scopes: ['ops'] }, io);
    expect(hits.map(({ id }) => id)).toEqual(['ops:a', 'ops:lab:c']);
    expect(io.asked[0]?.searchParams.get('q')).toBe('battery ups alarm @ops');
  });
});

describe('where the search page is switched off', () => {
  const found = { id: 'ops:ups', title: 'UPS', revision: 1789371900, lastmodified: 1789371900, score: 3 };

  it('searches by JSON, where releases since 2024 answer', async () => {
    const bodies: unknown[] = [];
    const io = wiki({
      search: () => page('show'),
      '/lib/exe/jsonrpc.php/core.searchPages': async (request) => {
        bodies.push(await request.json());
        expect(request.headers.get('content-type')).toBe('application/json');
        return json({ result: [found], error: { code: 0, message: 'success' } });
      },
    });
    const hits = await dokuwiki.search(query, source, io);
    expect(hits).toMatchObject([{ id: 'ops:ups', title: 'UPS', version: '1789371900' }]);
    expect(bodies).toEqual([{ query: 'battery ups alarm' }, { query: 'battery' }, { query: 'ups' }]);
    expect(io.asked.length).toBeLessThanOrEqual(5);
  });

  const xml = `<?xml version="1.0"?><methodResponse><params><param><value><array><data><value><struct>
<member><name>id</name><value><string>ops:ups</string></value></member><member><name>rev</name><value><int>1789371900</int></value></member>
<member><name>title</name><value><string>ops:ups</string></value></member></struct></value></data></array></value></param></params></methodResponse>`;
  const xmlAnswer = (status = 200, body = xml) =>
    new Response(body, { status, headers: { 'content-type': 'text/xml;charset=UTF-8' } });

  it.each([
    ['does not know it', () => html('', { status: 404 })],
    ['has it switched off', () => json({ error: { code: -32605, message: 'off' } }, { status: 404 })],
    ['does not let this user', () => json({ error: { code: -32604, message: 'no' } }, { status: 403 })],
    ['says so with status 200', () => json({ result: null, error: { code: -32603, message: 'no' } })],
  ])('searches by XML where JSON %s', async (_, refusal) => {
    const io = wiki({
      search: () => page('show'),
      '/lib/exe/jsonrpc.php/core.searchPages': refusal,
      '/lib/exe/xmlrpc.php': () => xmlAnswer(),
    });
    const hits = await dokuwiki.search(query, source, io);
    expect(hits).toMatchObject([{ id: 'ops:ups', title: 'ups', version: '1789371900' }]);
    expect(io.asked.length).toBeLessThanOrEqual(5);
  });

  const fault =
    '<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>-32605</int></value></member></struct></value></fault></methodResponse>';
  it.each<[string, () => Response, string]>([
    ['is off', () => xmlAnswer(200, fault), 'unsupported'],
    ['is not for this user', () => xmlAnswer(403, '<methodResponse/>'), 'unsupported'],
    ['is not for anybody', () => xmlAnswer(401, '<methodResponse/>'), 'unsupported'],
    ['is not there', () => html('', { status: 404 }), 'unsupported'],
    ['says nonsense', () => xmlAnswer(200, 'Please stand by'), 'bad-answer'],
    ['says something else', () => xmlAnswer(200, xml.replaceAll('array', 'struct')), 'bad-answer'],
    ['is down', () => html('', { status: 503 }), 'server'],
  ])('and XML %s', async (_, answer, kind) => {
    const io = wiki({ search: () => page('show'), '/lib/exe/xmlrpc.php': answer });
    await expect(dokuwiki.search(query, source, io)).rejects.toMatchObject({ kind });
  });
});

describe('an answer of somebody else', () => {
  it.each<[string, () => Response, string]>([
    ['for another user', () => page('search', { user: 'bob' }), 'signed-out'],
    ['for nobody', () => page('search', { user: null }), 'signed-out'],
    ['of a sign-in page', () => html('<form><input type="password"></form></html>'), 'signed-out'],
    [
      'that leads to an identity provider',
      () => html('', { status: 302, headers: { location: 'https://sso.example/' } }),
      'signed-out',
    ],
    ['of a captcha', () => html('<html><body>Are you human?</body></html>'), 'bad-answer'],
    ['of a maintenance page', () => html('<h1>Back soon</h1>', { status: 503 }), 'server'],
    [
      'that asks for patience',
      () => html('', { status: 429, headers: { 'retry-after': '5' } }),
      'rate-limited',
    ],
    [
      'of another wiki',
      () => html('<html><head><meta name="generator" content="MediaWiki 1.39"></head></html>'),
      'bad-answer',
    ],
  ])('%s', async (_, answer, kind) => {
    await expect(dokuwiki.search(query, source, wiki({ search: answer }))).rejects.toMatchObject({ kind });
    // Who asks who is there has nobody to compare with.
    if (kind === 'signed-out' && (await answer().text()).includes('JSINFO')) return;
    const io = wiki({ revisions: answer }, null);
    await expect(dokuwiki.identify(source, io)).rejects.toMatchObject({ kind });
  });

  it('for somebody where nobody was', async () => {
    const io = wiki({ search: () => page('search') }, { userId: 'anonymous', displayName: null });
    await expect(dokuwiki.search(query, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('a template that names nobody', () => {
  const unnamed = (action: string) => () => page(action, { tools: '<a href="?do=logout">Log out</a>' });
  const checkUp = (user: string) => () =>
    page('show', { tools: `<div class="info">You are currently logged in as ${user} (Ann (Lee))</div>` });

  it('is asked by the check-up', async () => {
    const io = wiki({ revisions: unnamed('revisions'), check: checkUp('ann') }, null);
    expect(await dokuwiki.identify(source, io)).toEqual({ userId: 'ann', displayName: 'Ann (Lee)' });
    const mute = wiki({ revisions: unnamed('revisions'), check: unnamed('show') }, null);
    await expect(dokuwiki.identify(source, mute)).rejects.toMatchObject({ kind: 'unsupported' });
  });

  it('is checked again before its answers are taken', async () => {
    const search = () =>
      page('search', { tools: 'x', content: `<dl class="search_results">${row('a:b')}</dl>` });
    const same = wiki({ search, check: checkUp('ann') });
    expect(await dokuwiki.search(query, source, same)).toHaveLength(1);
    expect(same.asked.length).toBeLessThanOrEqual(5);
    const other = wiki({ search, check: checkUp('bob') });
    await expect(dokuwiki.search(query, source, other)).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('finding a wiki', () => {
  it.each([
    ['https://host.example/doku.php?id=kb:x', ['https://host.example']],
    ['https://host.example/docs/doku.php?id=kb:x', ['https://host.example/docs', 'https://host.example']],
    ['https://host.example/docs/kb:x', ['https://host.example/docs', 'https://host.example']],
    ['https://host.example/docs/doku.php/kb/x', ['https://host.example/docs']],
    ['https://host.example/docs/lib/exe/detail.php?media=x', ['https://host.example/docs']],
    [
      'https://host.example/kb/x',
      [
        'https://host.example',
        'https://host.example/dokuwiki',
        'https://host.example/wiki',
        'https://host.example/kb',
      ],
    ],
    ['https://host.example/', ['https://host.example', 'https://host.example/dokuwiki']],
  ])('%s', (url, first) => {
    const found = dokuwiki.candidates(new URL(url));
    expect(found.slice(0, first.length)).toEqual(first);
    expect(found.length).toBeLessThanOrEqual(8);
  });

  it('is nothing for a vendor cloud or another protocol', () => {
    expect(dokuwiki.candidates(new URL('https://acme.atlassian.net/wiki/spaces/X'))).toEqual([]);
    expect(dokuwiki.candidates(new URL('file:///doku.php'))).toEqual([]);
  });

  it.each<[string, () => Response, unknown]>([
    ['a wiki', () => page('revisions', { user: null }), { name: 'Ops & more', version: null }],
    ['a closed wiki', () => page('denied', { user: null }), { name: 'Ops & more', version: null }],
    ['another page', () => html('<html><head><title>Hello</title></head></html>'), null],
    ['nothing', () => html('', { status: 404 }), null],
    [
      'a sign-in elsewhere',
      () => html('', { status: 302, headers: { location: 'https://sso.example' } }),
      null,
    ],
  ])('%s', async (_, answer, result) => {
    expect(await dokuwiki.probe(base, wiki({ revisions: answer }, null))).toEqual(result);
  });

  it('is not decided by a server that is down', async () => {
    const io = wiki({ revisions: () => html('', { status: 503 }) }, null);
    await expect(dokuwiki.probe(base, io)).rejects.toMatchObject({ kind: 'server' });
  });

  it('takes no folder for the wiki that short addresses also answer for', async () => {
    const inner = `${base}/kb`;
    const io = createTestIo(inner, () => page('show', { user: null }));
    expect(await dokuwiki.probe(inner, io)).toBeNull();
  });
});

describe('namespaces', () => {
  const list = (names: readonly string[]) =>
    `<div id="index__tree"><ul class="idx">${names.map((name) => `<li><div class="li"><a href="/doku.php?id=start&amp;idx=${name}" title="${name}" class="idx_dir"><strong>${name}</strong></a></div></li>`).join('')}<li><a href="/doku.php?id=start" class="wikilink1">start</a></li></ul></div>`;

  it('are those of the index, at most two hundred', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `n${at}`);
    const io = wiki({ index: () => page('index', { content: list(names) }) });
    const scopes = await dokuwiki.listScopes?.(source, io);
    expect(scopes).toHaveLength(200);
    expect(scopes?.[0]).toEqual({ key: 'n0', name: 'n0' });
    expect(io.asked).toHaveLength(1);
  });

  it.each([
    ['switched off', 'show', 'unsupported'],
    ['denied', 'denied', 'forbidden'],
  ])('are not listed where the index is %s', async (_, action, kind) => {
    await expect(dokuwiki.listScopes?.(source, wiki({ index: () => page(action) }))).rejects.toMatchObject({
      kind,
    });
  });
});

describe('who is signed in', () => {
  const identify = (answer: () => Response) => dokuwiki.identify(source, wiki({ revisions: answer }, null));

  it('is a login, or anonymous where that may read', async () => {
    expect(await identify(() => page('revisions'))).toEqual(ann);
    expect(await identify(() => page('revisions', { user: null }))).toEqual({
      userId: 'anonymous',
      displayName: null,
    });
    expect(await identify(() => page('denied'))).toEqual(ann);
    await expect(identify(() => page('denied', { user: null }))).rejects.toMatchObject({
      kind: 'signed-out',
    });
    await expect(identify(() => page('login', { user: null }))).rejects.toMatchObject({ kind: 'signed-out' });
  });
});
