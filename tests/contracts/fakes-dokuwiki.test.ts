import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadCompany } from '../fakes/company';
import { createDokuwikiFake, type DokuwikiFake } from '../fakes/dokuwiki';
import { toDokuwikiMarkup } from '../fakes/dokuwiki/markup';
import { accessLines, dokuwikiPages } from '../fakes/dokuwiki/pages';
import { renderMarkup } from '../fakes/dokuwiki/render';
import { toPlainText } from '../fakes/markdown';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
const articles = company.articles.filter(({ home }) => home === 'dokuwiki');
const now = () => Date.parse('2026-11-22T12:00:00Z');
let wiki: DokuwikiFake;

beforeEach(() => {
  wiki = createDokuwikiFake(company, { now });
});

function ask(path: string, as: string | null = null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('cookie', cookieHeader(wiki.signIn(as)));
  return wiki.handle(new Request(`https://doku.acme.test${path}`, { ...init, headers }));
}

async function dom(path: string, as: string | null = 'dana.reyes') {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(await (await ask(path, as)).text(), 'text/html');
}
const text = (node: { textContent: string } | null) => node?.textContent.replace(/\s+/g, ' ').trim() ?? null;
const info = (document: { documentElement: { outerHTML: string } }) =>
  /"id":"([^"]*)".*?"ACT":"(\w+)"/.exec(document.documentElement.outerHTML)?.slice(1);

async function found(q: string, as = 'dana.reyes'): Promise<string[]> {
  const document = await dom(`/doku.php?${new URLSearchParams({ do: 'search', sf: '1', q })}`, as);
  return [...document.querySelectorAll('.search_results dt a')].map(
    (link) => link.getAttribute('title') ?? '',
  );
}

describe('search', () => {
  test.each([
    ['envelope', []],
    [
      'battery alarm',
      ['ops:ups_battery_alarm', 'start', 'archive:ups_battery_alarm_2021', 'ops:ups_monthly_test'],
    ],
    ['battery nonsense', []],
    ['battery @archive', ['archive:ups_battery_alarm_2021']],
    ['battery (@archive or @net)', ['archive:ups_battery_alarm_2021']],
    ['battery -monthly -silence', []],
    ['certbot or hdblcm', ['net:internal_certificate_renewal', 'ops:hana_patch_checklist']],
    ['the', []],
    ['C++', []],
  ])('%s', async (q, ids) => {
    expect(await found(q)).toEqual(ids);
  });

  test('is cut to what the reader may read', async () => {
    expect(await found('envelope', 'omar.haddad')).toEqual(['sec:break_glass_accounts']);
    expect(await found('envelope', 'admin')).toEqual(['sec:break_glass_accounts']);
  });
});

describe('pages', () => {
  test.each([
    ['/', 'dana.reyes', ['start', 'show']],
    ['/doku.php?id=OPS:UPS%20battery%20alarm', 'dana.reyes', ['ops:ups_battery_alarm', 'show']],
    ['/doku.php?id=ops:nope', 'dana.reyes', ['ops:nope', 'show']],
    ['/doku.php?id=sec:break_glass_accounts', 'dana.reyes', ['sec:break_glass_accounts', 'denied']],
    ['/doku.php?id=sec:break_glass_accounts', 'omar.haddad', ['sec:break_glass_accounts', 'show']],
    ['/doku.php?id=start', null, ['start', 'denied']],
    ['/doku.php?do=login', null, ['start', 'login']],
    ['/doku.php?id=ops:linux_root_full&do=edit', 'dana.reyes', ['ops:linux_root_full', 'source']],
  ])('%s for %s', async (path, as, said) => {
    expect(info(await dom(path, as))).toEqual(said);
  });

  test('a missing page has no address of its own, an old revision neither', async () => {
    const canonical = async (path: string) =>
      (await dom(path)).querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null;
    expect(await canonical('/doku.php?id=ops:ups_battery_alarm')).toBe(
      'https://doku.acme.test/doku.php?id=ops:ups_battery_alarm',
    );
    expect(await canonical('/doku.php?id=ops:nope')).toBeNull();
    expect(await canonical('/doku.php?id=ops:ups_battery_alarm&rev=1705569600')).toBeNull();
  });

  test('an edit is a new revision; a revoked page is missing or denied', async () => {
    wiki.edit('ops:linux_root_full', '====== Root is full ======\n\nAsk the penguin.\n');
    const document = await dom('/doku.php?id=ops:linux_root_full');
    expect(text(document.querySelector('.page h1'))).toBe('Root is full');
    expect(await found('penguin')).toEqual(['ops:linux_root_full']);
    wiki.modes.revoked.set('ops:linux_root_full', 'forbidden');
    expect(info(await dom('/doku.php?id=ops:linux_root_full'))).toEqual(['ops:linux_root_full', 'denied']);
    expect(await found('penguin')).toEqual([]);
    wiki.modes.revoked.set('ops:linux_root_full', 'not-found');
    expect(text((await dom('/doku.php?id=ops:linux_root_full')).querySelector('.page h1'))).toBe(
      'This topic does not exist yet',
    );
  });

  test('a sign-in by form', async () => {
    const send = (p: string) =>
      ask('/doku.php?id=start&do=login', null, {
        method: 'POST',
        body: new URLSearchParams({ do: 'login', u: 'dana.reyes', p, r: '1' }),
      });
    expect((await send('guess')).status).toBe(200);
    const done = await send('dana-demo-1');
    expect([done.status, done.headers.getSetCookie().map((line) => line.split('=')[0])]).toEqual([
      302,
      ['DokuWiki'],
    ]);
  });
});

describe('the corpus on the wiki', () => {
  test('every article keeps its words on the way through the markup', () => {
    for (const article of articles) {
      const { html } = renderMarkup(toDokuwikiMarkup(article.title, article.body, (slug) => `x:${slug}`));
      const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
      const shown = new window.DOMParser().parseFromString(html, 'text/html').body.textContent;
      const words = (body: string) => body.match(/[\p{L}\p{N}]+/gu) ?? [];
      expect(words(shown), article.id).toEqual(words(`${article.title} ${toPlainText(article)}`));
    }
  });

  test('a namespace that is kept for some is closed as a whole', () => {
    expect(accessLines(dokuwikiPages(company), { isPublic: false })).toEqual([
      '* @ALL 0',
      '* @user 1',
      'sec:* @ALL 0',
      'sec:* @user 0',
      'sec:* @security 1',
    ]);
  });
});

describe('the remote interface', () => {
  const call = (as: string | null) =>
    ask('/lib/exe/xmlrpc.php', as, {
      method: 'POST',
      body: '<methodCall><methodName>dokuwiki.search</methodName><params><param><value><string>battery</string></value></param></params></methodCall>',
    });

  test('is off, then closed, then open', async () => {
    expect(await (await call('dana.reyes')).text()).toContain('<int>-32605</int>');
    wiki.settings.isRemote = true;
    expect((await call('dana.reyes')).status).toBe(403);
    expect((await call(null)).status).toBe(401);
    wiki.settings.remoteUsers = '@helpdesk';
    expect((await call('sam.okafor')).status).toBe(403);
    const open = await call('dana.reyes');
    expect([open.status, (await open.text()).includes('<string>ops:ups_battery_alarm</string>')]).toEqual([
      200,
      true,
    ]);
  });
});
