import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCompany } from '../fakes/company';
import { toPlainText } from '../fakes/markdown';
import { createMediawikiFake, type MediawikiFake } from '../fakes/mediawiki';
import { toWikitext } from '../fakes/mediawiki/wikitext';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
const now = () => Date.parse('2026-11-22T12:00:00Z');
let wiki: MediawikiFake;

beforeEach(() => {
  wiki = createMediawikiFake(company, { now });
});

function ask(path: string, as: string | null = null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('cookie', cookieHeader(wiki.signIn(as)));
  return wiki.handle(new Request(`https://wiki.acme.test${path}`, { ...init, headers }));
}

async function api(
  parameters: Record<string, string>,
  as: string | null = null,
): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({ format: 'json', formatversion: '2', ...parameters });
  const response = await ask(`/api.php?${query}`, as);
  expect(response.status).toBe(200);
  return z.record(z.string(), z.unknown()).parse(await response.json());
}

const searchSchema = z.object({
  continue: z.object({ sroffset: z.number() }).optional(),
  query: z.object({
    searchinfo: z.object({ totalhits: z.number() }).optional(),
    search: z.array(z.looseObject({ title: z.string(), pageid: z.number(), snippet: z.string().optional() })),
  }),
});
async function found(srsearch: string, more: Record<string, string> = {}) {
  return searchSchema.parse(await api({ action: 'query', list: 'search', srsearch, srlimit: '50', ...more }));
}
const titles = async (text: string, srwhat?: string) =>
  (await found(text, srwhat ? { srwhat } : {})).query.search.map(({ title }) => title);

const pagesSchema = z.object({
  query: z.looseObject({
    redirects: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
    normalized: z.array(z.looseObject({ from: z.string(), to: z.string() })).optional(),
    pages: z.array(
      z.looseObject({
        pageid: z.number().optional(),
        title: z.string().optional(),
        missing: z.boolean().optional(),
        lastrevid: z.number().optional(),
      }),
    ),
  }),
});
async function page(parameters: Record<string, string>) {
  return pagesSchema.parse(await api({ action: 'query', prop: 'info', ...parameters })).query;
}

async function dom(response: Response) {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(await response.text(), 'text/html');
}
type Page = Awaited<ReturnType<typeof dom>>;
const text = (node: { textContent: string } | null) => node?.textContent.replace(/\s+/g, ' ').trim() ?? null;

/** The page's own word about itself, as its inline script has it. */
function config(document: Page): Record<string, unknown> {
  const script = [...document.querySelectorAll('script')]
    .map((node) => node.textContent)
    .find((code) => code.includes('RLCONF='));
  const [, json = ''] = /RLCONF=(\{.*?\});\n/s.exec(script ?? '') ?? [];
  return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
}

describe('search', () => {
  test.each([
    ['jenkins', ['C++ build "O2" & friends', 'Jenkins agent offline']],
    ['jenkins disk', ['Jenkins agent offline']],
    ['jenkins nonsense', []],
    ['"disk space"', ['Jenkins agent offline']],
    ['"space disk"', []],
    ['jenk* disk', ['Jenkins agent offline']],
    ['build-mu-01', ['Jenkins agent offline']],
    ['password OR printer', []],
    ['intitle:jenkins', []],
    ['Outlook-Suchindex neu', []],
  ])('in texts, %s', async (query, expected) => {
    const hits = await titles(query, 'text');
    expect(hits.filter((title) => title !== 'Main Page' && title !== 'Build agent offline')).toEqual(
      expected,
    );
  });

  test.each([
    ['jenkins', ['Jenkins agent offline']],
    ['agent offline', ['Build agent offline', 'Jenkins agent offline']],
    ['disk', []],
    ['c++ build', ['C++ build "O2" & friends']],
    ['Outlook-Suchindex', ['Outlook-Suchindex neu aufbauen']],
    ['badge refusé', ['Imprimante badge refusé']],
  ])('in titles, which is where it looks unless told otherwise, %s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  test('a hit has an escaped snippet with its matches marked, and only what was asked for', async () => {
    const [hit] = (await found('ccache', { srwhat: 'text' })).query.search;
    expect(hit?.snippet).toContain(
      "&lt;code&gt;<span class='searchmatch'>ccache</span> --cleanup&lt;/code&gt;",
    );
    const bare = await found('ccache', { srwhat: 'text', srprop: '', srinfo: '' });
    expect(bare.query).toEqual({ search: [{ ns: 0, title: 'Jenkins agent offline', pageid: hit?.pageid }] });
  });

  test('pages by offset', async () => {
    const first = await found('the', { srwhat: 'text', srlimit: '2' });
    expect(first.query.search).toHaveLength(2);
    expect(first.continue?.sroffset).toBe(2);
    const next = await found('the', { srwhat: 'text', srlimit: '2', sroffset: '2' });
    expect(next.query.search[0]?.title).not.toBe(first.query.search[0]?.title);
  });
});

describe('the API', () => {
  test.each([
    [{ action: 'query', list: 'search', srsearch: '' }, 'missingparam'],
    [{ action: 'nonsense' }, 'badvalue'],
    [{ action: 'parse', pageid: '9999' }, 'nosuchpageid'],
    [{ action: 'parse', page: 'Nope' }, 'missingtitle'],
    [{ action: 'parse', oldid: '9999' }, 'nosuchrevid'],
    [{ action: 'query', list: 'search', srsearch: 'a', srlimit: 'many' }, 'badinteger'],
    [{ action: 'query', meta: 'userinfo', assert: 'user' }, 'assertuserfailed'],
    [{ action: 'query', meta: 'userinfo', assertuser: 'Dana Reyes' }, 'assertnameduserfailed'],
  ])('%o is the error %s, with status 200', async (parameters, code) => {
    const query = new URLSearchParams({
      format: 'json',
      formatversion: '2',
      ...(parameters as Record<string, string>),
    });
    const response = await ask(`/api.php?${query}`);
    expect([response.status, response.headers.get('mediawiki-api-error')]).toEqual([200, code]);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test('a session that was lost or changed shows where the caller said who they are', async () => {
    const asked = { action: 'query', meta: 'userinfo', assertuser: 'Dana Reyes' };
    expect(await api(asked, 'dana.reyes')).toMatchObject({ query: { userinfo: { name: 'Dana Reyes' } } });
    expect(await api(asked, 'sam.okafor')).toMatchObject({ error: { code: 'assertnameduserfailed' } });
    expect(await api({ action: 'query', meta: 'userinfo' })).toMatchObject({
      query: { userinfo: { id: 0, anon: true } },
    });
  });

  test('a page by title, id and revision; redirects are followed where asked', async () => {
    const byTitle = await page({ titles: 'build_agent offline', redirects: '1', inprop: 'url' });
    expect(byTitle.normalized).toMatchObject([{ from: 'build_agent offline', to: 'Build agent offline' }]);
    expect(byTitle.redirects).toEqual([{ from: 'Build agent offline', to: 'Jenkins agent offline' }]);
    const [target] = byTitle.pages;
    expect(target).toMatchObject({
      title: 'Jenkins agent offline',
      fullurl: 'https://wiki.acme.test/wiki/Jenkins_agent_offline',
    });
    const byId = await page({
      pageids: String(target?.pageid),
      prop: 'info|revisions|categories',
      cllimit: 'max',
      rvprop: 'ids|user|timestamp|content',
      rvslots: 'main',
    });
    expect(byId.pages[0]).toMatchObject({
      title: 'Jenkins agent offline',
      revisions: [{ revid: target?.lastrevid, user: 'Lena Fischer', timestamp: '2026-10-12T08:10:00Z' }],
      categories: [{ title: 'Category:Build' }, { title: 'Category:Jenkins' }, { title: 'Category:Linux' }],
    });
    const old = await page({ revids: String((target?.lastrevid ?? 0) - 1), prop: 'info|revisions' });
    expect(old.pages[0]).toMatchObject({ title: 'Jenkins agent offline', lastrevid: target?.lastrevid });
    expect((await page({ titles: '\u001fNope' })).pages).toEqual([{ ns: 0, title: 'Nope', missing: true }]);
  });

  test('parsed HTML has what the parser adds only where it was not switched off', async () => {
    const asked = { action: 'parse', page: 'Jenkins agent offline', prop: 'text|revid' };
    const full = JSON.stringify(await api(asked));
    expect(full).toContain('mw-editsection');
    const clean = JSON.stringify(
      await api({ ...asked, disableeditsection: '1', disabletoc: '1', disablelimitreport: '1' }),
    );
    expect(clean).toContain(
      '<span class=\\"mw-headline\\" id=\\"Disk_space_is_too_low\\">Disk space is too low</span></h2>',
    );
    expect(clean).not.toMatch(/mw-editsection|class=\\"toc|NewPP/);
  });

  test('the older format keys pages by id', async () => {
    const answer = await api({
      action: 'query',
      prop: 'info',
      titles: 'Git push rejected',
      formatversion: '1',
    });
    const id = Object.keys(
      z.object({ query: z.object({ pages: z.record(z.string(), z.unknown()) }) }).parse(answer).query.pages,
    )[0];
    expect(answer).toMatchObject({
      batchcomplete: '',
      query: { pages: { [id ?? '']: { title: 'Git push rejected' } } },
    });
  });

  test('a sign-in by API: the token belongs to the session that asked for it', async () => {
    const first = await ask('/api.php?action=query&meta=tokens&type=login&format=json&formatversion=2');
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const tokens = z.object({
      query: z.object({ tokens: z.object({ logintoken: z.string().endsWith('+\\') }) }),
    });
    const { logintoken } = tokens.parse(await first.json()).query.tokens;
    const send = (headers: Record<string, string>, password: string) =>
      ask('/api.php', null, {
        method: 'POST',
        headers,
        body: new URLSearchParams({
          action: 'clientlogin',
          username: 'Dana Reyes',
          password,
          logintoken,
          format: 'json',
          formatversion: '2',
        }),
      });
    expect(await (await send({}, 'dana-demo-1')).json()).toMatchObject({ error: { code: 'badtoken' } });
    expect(await (await send({ cookie }, 'guess')).json()).toMatchObject({ clientlogin: { status: 'FAIL' } });
    const done = await send({ cookie }, 'dana-demo-1');
    expect(await done.json()).toMatchObject({ clientlogin: { status: 'PASS', username: 'Dana Reyes' } });
    const names = done.headers.getSetCookie().map((line) => line.split('=')[0]);
    expect(names).toEqual(['wiki_session', 'wikiUserID', 'wikiUserName']);
  });

  test('an edit is a new revision; a revoked page is missing or refused', async () => {
    const before = await page({ titles: 'Git push rejected' });
    wiki.edit('Git push rejected', { body: 'Now allowed.', author: 'dana.reyes' });
    const after = await page({ titles: 'Git push rejected' });
    expect(after.pages[0]?.lastrevid).toBeGreaterThan(before.pages[0]?.lastrevid ?? 0);
    expect(await titles('allowed', 'text')).toContain('Git push rejected');
    wiki.modes.revoked.set('Git push rejected', 'not-found');
    expect((await page({ titles: 'Git push rejected' })).pages[0]?.missing).toBe(true);
    expect(await titles('git push')).toEqual([]);
    wiki.modes.revoked.set('Git push rejected', 'forbidden');
    expect(await api({ action: 'parse', page: 'Git push rejected' })).toMatchObject({
      error: { code: 'permissiondenied' },
    });
    expect((await dom(await ask('/wiki/Git_push_rejected'))).querySelector('.mw-parser-output')).toBeNull();
  });

  test('a private wiki tells nothing but who is asking', async () => {
    wiki.settings.isPrivate = true;
    const denied = { error: { code: 'readapidenied' } };
    expect(await api({ action: 'query', meta: 'siteinfo' })).toMatchObject(denied);
    expect(await api({ action: 'query', list: 'search', srsearch: 'git' })).toMatchObject(denied);
    expect(await api({ action: 'parse', page: 'Git push rejected' })).toMatchObject(denied);
    const who = await api({ action: 'query', meta: 'userinfo', uiprop: 'rights' });
    expect(JSON.stringify(who)).not.toContain('"read"');
    expect((await ask('/rest.php/v1/search/page?q=git')).status).toBe(403);
    const closed = await ask('/wiki/Git_push_rejected');
    const shown = await dom(closed);
    expect([closed.status, shown.title]).toEqual([200, 'Login required - Acme IT Wiki']);
    expect(config(shown)).toMatchObject({ wgArticleId: 0, wgUserName: null });
    const open = await dom(await ask('/wiki/Git_push_rejected', 'dana.reyes'));
    expect(open.title).toBe('Git push rejected - Acme IT Wiki');
  });
});

describe('pages', () => {
  test('an article has the structure of the product', async () => {
    const document = await dom(await ask('/wiki/Jenkins_agent_offline', 'dana.reyes'));
    expect(document.title).toBe('Jenkins agent offline - Acme IT Wiki');
    expect(document.querySelector('meta[name=generator]')?.getAttribute('content')).toBe('MediaWiki 1.39.17');
    expect(document.body.className).toMatch(/^mediawiki .*\bns-0\b.*\baction-view\b/);
    expect(config(document)).toMatchObject({
      wgPageName: 'Jenkins_agent_offline',
      wgTitle: 'Jenkins agent offline',
      wgNamespaceNumber: 0,
      wgAction: 'view',
      wgIsArticle: true,
      wgUserName: 'Dana Reyes',
      wgCategories: ['Jenkins', 'Build', 'Linux'],
    });
    expect(text(document.querySelector('#firstHeading .mw-page-title-main'))).toBe('Jenkins agent offline');
    expect(text(document.querySelector('#mw-content-text .mw-parser-output'))).toContain(
      'docker system prune',
    );
    expect(text(document.querySelector('#footer-info-lastmod'))).toBe(
      'This page was last edited on 12 October 2026, at 08:10.',
    );
  });

  test.each([
    ['/wiki/jenkins_agent_offline', 301, 'https://wiki.acme.test/wiki/Jenkins_agent_offline'],
    ['/wiki/Jenkins%20agent%20offline', 301, 'https://wiki.acme.test/wiki/Jenkins_agent_offline'],
    ['/', 301, 'https://wiki.acme.test/wiki/Main_Page'],
    [
      '/index.php?search=Git+push+rejected&title=Special:Search&go=Go',
      302,
      'https://wiki.acme.test/wiki/Git_push_rejected',
    ],
  ])('%s leads elsewhere', async (path, status, location) => {
    const response = await ask(path);
    expect([response.status, response.headers.get('location')]).toEqual([status, location]);
  });

  test.each([
    '/wiki/C%2B%2B_build_%22O2%22_%26_friends',
    '/index.php/C%2B%2B_build_%22O2%22_%26_friends',
    '/index.php?title=C%2B%2B_build_%22O2%22_%26_friends',
    '/index.php?title=c%2B%2B%20build%20%22O2%22%20%26%20friends',
  ])('%s is the article with the awkward name', async (path) => {
    const document = await dom(await ask(path));
    expect(config(document).wgPageName).toBe('C++_build_"O2"_&_friends');
    expect(text(document.querySelector('#firstHeading'))).toBe('C++ build "O2" & friends');
  });

  test('a redirect page is served as its target and says where it came from', async () => {
    const document = await dom(await ask('/wiki/Build_agent_offline'));
    expect(config(document)).toMatchObject({
      wgPageName: 'Jenkins_agent_offline',
      wgRedirectedFrom: 'Build_agent_offline',
    });
  });

  test('an old revision names itself and the current one', async () => {
    const { lastrevid = 0, pageid } = (await page({ titles: 'Jenkins agent offline' })).pages[0] ?? {};
    const document = await dom(await ask(`/index.php?title=Jenkins_agent_offline&oldid=${lastrevid - 1}`));
    expect(config(document)).toMatchObject({
      wgRevisionId: lastrevid - 1,
      wgCurRevisionId: lastrevid,
      wgArticleId: pageid,
    });
    expect(document.querySelector('.mw-revision')).not.toBeNull();
    expect(config(await dom(await ask(`/index.php?curid=${pageid}`))).wgRevisionId).toBe(lastrevid);
  });

  test('a missing page is 404 and calls itself an article without a number', async () => {
    const response = await ask('/wiki/Nope');
    expect(response.status).toBe(404);
    expect(config(await dom(response))).toMatchObject({ wgIsArticle: true, wgArticleId: 0 });
  });

  test.each([
    ['/index.php?title=Git_push_rejected&action=edit', { wgAction: 'edit', wgIsArticle: false }],
    ['/index.php?title=Git_push_rejected&action=history', { wgAction: 'history', wgIsArticle: false }],
    ['/wiki/Special:Search?search=vpn', { wgCanonicalSpecialPageName: 'Search', wgNamespaceNumber: -1 }],
    ['/index.php?title=Special:UserLogin', { wgCanonicalSpecialPageName: 'Userlogin' }],
    ['/wiki/Category:Build', { wgNamespaceNumber: 14 }],
    ['/wiki/Talk:Git_push_rejected', { wgNamespaceNumber: 1 }],
  ])('%s says what it is', async (path, expected) => {
    expect(config(await dom(await ask(path)))).toMatchObject(expected);
  });

  test('a sign-in by the form leads back', async () => {
    const body = new URLSearchParams({
      wpName: 'Dana Reyes',
      wpPassword: 'dana-demo-1',
      returnto: 'Git push rejected',
    });
    const done = await ask('/index.php?title=Special:UserLogin', null, { method: 'POST', body });
    expect([done.status, done.headers.get('location')]).toEqual([
      302,
      'https://wiki.acme.test/wiki/Git_push_rejected',
    ]);
    const wrong = await ask('/index.php?title=Special:UserLogin', null, {
      method: 'POST',
      body: new URLSearchParams({ wpName: 'Dana Reyes' }),
    });
    expect((await dom(wrong)).querySelector('.mw-message-box-error')).not.toBeNull();
  });

  test('hostile flavours bend the page and leave the API as it is', async () => {
    const lie = await dom(await ask('/wiki/Git_push_rejected?acme_hostile=lie'));
    expect(config(lie).wgPageName).toBe('Password_rules_(new)');
    expect(
      (await dom(await ask('/wiki/Git_push_rejected?acme_hostile=flood'))).body.dataset.acmeHostile,
    ).toBe('flood');
    expect(await titles('git push')).toEqual(['Git push rejected']);
  });

  test('every article’s words are on its page', async () => {
    const squeeze = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    for (const article of company.articles.filter(({ home }) => home === 'mediawiki')) {
      const document = await dom(await ask(`/index.php?title=${encodeURIComponent(article.id)}`));
      const shown = squeeze(document.querySelector('.mw-parser-output')?.textContent ?? '');
      for (const line of toPlainText(article).split('\n')) {
        expect(shown, article.slug).toContain(
          squeeze(line).replace(/^(?:Hinweis|Achtung|Remarque|Attention) /, ''),
        );
      }
    }
  });
});

test.each([
  ['## Title', '== Title =='],
  ['- a\n  - b\n- c', '* a\n** b\n* c'],
  ['1. a\n2. b', '# a\n# b'],
  [
    '| h | i |\n| - | - |\n| c | `d\\|e` |',
    '{| class="wikitable"\n! h !! i\n|-\n| c || <code><nowiki>d|e</nowiki></code>\n|}',
  ],
  ['```sh\na <b> & c\n```', '<pre>a &lt;b&gt; &amp; c</pre>'],
  ['**bold** *soft* ~~gone~~', "'''bold''' ''soft'' <s>gone</s>"],
  [
    'See [there](acme:there#Part) and [away](acme:away).',
    'See [[There#Part|there]] and [https://x.example/ away].',
  ],
  ['Type `[[x]]` and <y>', 'Type <code><nowiki>[[x]]</nowiki></code> and <nowiki>&lt;y&gt;</nowiki>'],
  [
    '> **Warning:** Stop',
    "<div class=\"mw-message-box mw-message-box-warning\">\n'''Warning:''' Stop\n</div>",
  ],
  ['\\* no list', '<nowiki/>* no list'],
])('wikitext of %j', (markdown, wikitext) => {
  const linkFor = (slug: string) => (slug === 'there' ? { page: 'There' } : { url: 'https://x.example/' });
  expect(toWikitext({ body: markdown }, linkFor)).toBe(wikitext);
});

test('every fact says how well it is known and where from', () => {
  for (const fact of wiki.facts) expect(fact.reference.length, fact.fact).toBeGreaterThan(5);
});
