import { Window } from 'happy-dom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCompany } from '../fakes/company';
import { createMediawikiFake } from '../fakes/mediawiki';
import { cookieHeader } from '../fakes/sessions';
import { startMediawiki, type RunningMediawiki } from './mediawiki';

/** The double and a real MediaWiki with the same pages are asked the same things. */
const company = loadCompany();
const fake = createMediawikiFake(company);
const started = await startMediawiki({ company });
const wiki: RunningMediawiki | null = 'skipped' in started ? null : started;
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

let cookies = { real: '', double: '' };
beforeAll(async () => {
  if (!wiki) return;
  cookies = {
    real: cookieHeader(await wiki.signInCookies('dana.reyes')),
    double: cookieHeader(fake.signIn('dana.reyes')),
  };
});
afterAll(async () => {
  await wiki?.stop();
});

interface Pair<T> {
  real: T;
  double: T;
}

async function askBoth(path: string): Promise<Pair<Response>> {
  const base = wiki?.baseUrl ?? '';
  return {
    real: await fetch(base + path, { headers: { cookie: cookies.real }, redirect: 'manual' }),
    double: await fake.handle(
      new Request(`https://wiki.acme.test${path}`, { headers: { cookie: cookies.double } }),
    ),
  };
}

async function bothBodies(path: string): Promise<Pair<string>> {
  const { real, double } = await askBoth(path);
  // Each has its own address; everything else is the same or a difference.
  const own = (text: string) => text.replaceAll(wiki?.baseUrl ?? '', 'https://wiki.acme.test');
  return { real: own(await real.text()), double: await double.text() };
}

const api = (parameters: Record<string, string>) =>
  `/api.php?${new URLSearchParams({ format: 'json', formatversion: '2', ...parameters })}`;

/** What both say under these member names, however deep. */
function members(json: string, names: readonly string[]): unknown[] {
  const kept: unknown[] = [];
  JSON.parse(json, (name, value: unknown) => {
    if (names.includes(name)) kept.push([name, value]);
    return value;
  });
  return kept;
}

describe.runIf(wiki)(`the double answers like MediaWiki${why}`, () => {
  const queries = ['jenkins', 'jenkins disk', 'jenkins nonsense', '"disk space"', 'jenk*', 'build-mu-01', 'C++', 'the', 'password OR printer', 'password -rules', 'intitle:jenkins', 'std::bit_cast', 'refusé', 'Outlook-Suchindex', 'nowiki', 'file>50', '72h', 'outdated']; // prettier-ignore
  test.each(
    queries.flatMap((query) => [
      [query, 'text'],
      [query, 'title'],
      [query, ''],
    ]),
  )('search for %s in %s', async (srsearch, srwhat) => {
    const where: Record<string, string> = srwhat === '' ? {} : { srwhat };
    const path = api({ action: 'query', list: 'search', srsearch, srlimit: '50', srprop: '', ...where });
    const { real, double } = await bothBodies(path);
    const titles = (json: string) => members(json, ['title']);
    expect(titles(double)).toEqual(titles(real));
  });

  test('every article has the same text in both, revision by revision', async () => {
    for (const { id } of company.articles.filter(({ home }) => home === 'mediawiki')) {
      const path = api({
        action: 'query',
        prop: 'revisions',
        rvprop: 'content|user|timestamp',
        rvslots: 'main',
        titles: `\u001f${id}`,
      });
      const { real, double } = await bothBodies(path);
      const said = (json: string) => members(json, ['title', 'user', 'timestamp', 'content']);
      expect(said(double), id).toEqual(said(real));
    }
  });

  test('every article reads the same, block by block', async () => {
    const shape = (json: string): string[] => {
      const html = (JSON.parse(json) as { parse: { text: string } }).parse.text;
      const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
      const document = new window.DOMParser().parseFromString(html, 'text/html');
      return [...document.querySelectorAll('h2, h3, li, pre, td, th, .mw-parser-output > p')].map(
        (node) => `${node.tagName} ${node.textContent.replace(/\s+/g, ' ').trim()}`,
      );
    };
    for (const { id } of company.articles.filter(({ home }) => home === 'mediawiki')) {
      const path = api({
        action: 'parse',
        page: id,
        prop: 'text',
        disableeditsection: '1',
        disabletoc: '1',
        disablelimitreport: '1',
      });
      const { real, double } = await bothBodies(path);
      expect(shape(double), id).toEqual(shape(real));
    }
  });

  test.each([
    [{ action: 'query', meta: 'userinfo' }, ['name']],
    [{ action: 'query', meta: 'userinfo', assertuser: 'Sam Okafor' }, ['code']],
    [
      { action: 'query', meta: 'siteinfo' },
      ['sitename', 'generator', 'articlepath', 'scriptpath', 'server', 'case'],
    ],
    [{ action: 'query', meta: 'siteinfo', siprop: 'namespaces' }, ['id', 'name', 'canonical']],
    [
      { action: 'query', titles: 'Build_agent_offline|Nope', redirects: '1', prop: 'info', inprop: 'url' },
      ['from', 'to', 'title', 'missing', 'fullurl'],
    ],
    [
      {
        action: 'query',
        titles: 'Jenkins agent offline',
        prop: 'info|categories',
        inprop: 'protection',
        cllimit: 'max',
      },
      ['title', 'protection', 'pagelanguage'],
    ],
    [{ action: 'query', list: 'search', srsearch: '' }, ['code', 'info']],
    [{ action: 'query', list: 'search', srsearch: 'a', srlimit: 'many' }, ['code']],
    [{ action: 'parse', pageid: '9999' }, ['code', 'info']],
    [{ action: 'parse', page: 'Nope' }, ['code', 'info']],
    [{ action: 'nonsense' }, ['code', 'info']],
    [{ action: 'query', prop: 'extracts', titles: 'Git push rejected' }, ['title']],
    [
      { action: 'parse', page: 'Toner and paper', prop: 'sections|displaytitle' },
      ['line', 'anchor', 'number', 'level', 'displaytitle'],
    ],
  ] as [Record<string, string>, string[]][])('%o says the same', async (parameters, names) => {
    const { real, double } = await bothBodies(api(parameters));
    const sorted = (json: string) =>
      members(json, names)
        .map((member) => JSON.stringify(member))
        .sort();
    expect(sorted(double)).toEqual(sorted(real));
  });

  const pages = ['/wiki/Jenkins_agent_offline', '/wiki/jenkins_agent_offline', '/wiki/Build_agent_offline', '/wiki/C%2B%2B_build_%22O2%22_%26_friends', '/index.php?title=Git_push_rejected&action=edit', '/index.php?title=Git_push_rejected&action=history', '/wiki/Special:Search?search=git', '/wiki/Nope', '/wiki/Category:Build', '/wiki/Talk:Git_push_rejected', '/index.php?title=Special:UserLogin']; // prettier-ignore
  test.each(pages)('%s says the same of itself', async (path) => {
    const { real, double } = await askBoth(path);
    expect([double.status, double.headers.get('location')]).toEqual([
      real.status,
      real.headers.get('location')?.replace(wiki?.baseUrl ?? '', 'https://wiki.acme.test') ?? null,
    ]);
    if (real.status === 301) return;
    const names = ['wgPageName', 'wgTitle', 'wgNamespaceNumber', 'wgAction', 'wgIsArticle', 'wgUserName', 'wgCanonicalSpecialPageName', 'wgRedirectedFrom', 'wgCategories', 'wgPageContentLanguage']; // prettier-ignore
    const facts = async (response: Response) => {
      const html = await response.text();
      const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
      const document = new window.DOMParser().parseFromString(html, 'text/html');
      const [, json = '{}'] = /RLCONF=(\{.*?\});\n/s.exec(html) ?? [];
      return {
        title: document.title,
        heading: document.querySelector('#firstHeading')?.textContent,
        hasBody: document.querySelector('#mw-content-text .mw-parser-output') !== null,
        config: members(json, names),
      };
    };
    const [saidReal, saidDouble] = [await facts(real), await facts(double)];
    expect({ ...saidDouble, config: undefined }).toEqual({ ...saidReal, config: undefined });
    const byName = (config: unknown[]) => config.map((entry) => JSON.stringify(entry)).sort();
    expect(byName(saidDouble.config)).toEqual(byName(saidReal.config));
  });

  test('who is not allowed to read sees the same closed door', async () => {
    const closed = await startMediawiki({ company, isPrivate: true });
    if ('skipped' in closed) return;
    try {
      const answer = await fetch(
        `${closed.baseUrl}/api.php?action=query&list=search&srsearch=git&format=json&formatversion=2`,
      );
      expect(await answer.json()).toMatchObject({ error: { code: 'readapidenied' } });
      const page = await fetch(`${closed.baseUrl}/wiki/Git_push_rejected`);
      expect([page.status, /<title>(.*?)<\/title>/.exec(await page.text())?.[1]]).toEqual([
        200,
        'Login required - Acme IT Wiki',
      ]);
      const cookie = cookieHeader(await closed.signInCookies('sam.okafor'));
      expect(
        await (await fetch(`${closed.baseUrl}/wiki/Git_push_rejected`, { headers: { cookie } })).text(),
      ).toContain('git.corp.acme.example');
    } finally {
      await closed.stop();
    }
  });
});
