import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadCompany } from '../fakes/company';
import { createDokuwikiFake } from '../fakes/dokuwiki';
import { cookieHeader } from '../fakes/sessions';
import { startDokuwiki, type RunningDokuwiki } from './dokuwiki';

/** The double and a real DokuWiki with the same pages are asked the same things. */
const company = loadCompany();
const fake = createDokuwikiFake(company);
const started = await startDokuwiki({ company });
const wiki: RunningDokuwiki | null = 'skipped' in started ? null : started;
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';
const articles = company.articles.filter(({ home }) => home === 'dokuwiki');

type Reader = 'dana.reyes' | 'omar.haddad' | 'admin' | 'nobody';
const readers: readonly Reader[] = ['dana.reyes', 'omar.haddad', 'admin', 'nobody'];
const cookies = new Map<Reader, { real: string; double: string }>();

beforeAll(async () => {
  for (const reader of readers) {
    if (!wiki || reader === 'nobody') continue;
    cookies.set(reader, {
      real: cookieHeader(await wiki.signInCookies(reader)),
      double: cookieHeader(fake.signIn(reader)),
    });
  }
});
afterEach(() => {
  wiki?.configure({});
  Object.assign(fake.settings, {
    isPublic: false,
    isRemote: false,
    remoteUsers: '!!not set!!',
    disabledActions: [],
  });
});
afterAll(async () => {
  await wiki?.stop();
});

interface Pair<T> {
  real: T;
  double: T;
}

async function askBoth(path: string, reader: Reader, init: RequestInit = {}): Promise<Pair<Response>> {
  const { real = '', double = '' } = cookies.get(reader) ?? {};
  const headers = (cookie: string) => ({
    ...(init.body === undefined ? {} : { 'content-type': 'text/xml' }),
    ...(cookie === '' ? {} : { cookie }),
  });
  const base = wiki?.baseUrl ?? '';
  return {
    real: await fetch(base + path, { ...init, headers: headers(real), redirect: 'manual' }),
    double: await fake.handle(
      new Request(`https://doku.acme.test${path}`, { ...init, headers: headers(double) }),
    ),
  };
}

/** What `read` makes of both answers, each with its own address replaced. */
async function compare<T>(
  path: string,
  reader: Reader,
  read: (answer: { status: number; type: string | null; body: string }) => T,
  init: RequestInit = {},
): Promise<Pair<T>> {
  const { real, double } = await askBoth(path, reader, init);
  const said = async (response: Response) =>
    read({
      status: response.status,
      type: response.headers.get('content-type')?.replace(/\s/g, '').toLowerCase() ?? null,
      body: (await response.text()).replaceAll(wiki?.baseUrl ?? '', 'https://doku.acme.test'),
    });
  return { real: await said(real), double: await said(double) };
}

function parsed(html: string) {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(html, 'text/html');
}
const line = (node: { textContent: string } | null) => node?.textContent.replace(/\s+/g, ' ').trim() ?? null;

/** A page's word about itself, and what the connector and the site rely on. */
function facts({ status, type, body }: { status: number; type: string | null; body: string }) {
  const document = parsed(body);
  return {
    status,
    type,
    title: document.title,
    generator: document.querySelector('meta[name="generator"]')?.getAttribute('content'),
    keywords: document.querySelector('meta[name="keywords"]')?.getAttribute('content') ?? null,
    canonical: document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null,
    start: document.querySelector('link[rel="start"]')?.getAttribute('href'),
    contents: document.querySelector('link[rel="contents"]')?.getAttribute('href'),
    search: document.querySelector('link[rel="search"]')?.getAttribute('title'),
    info: /JSINFO = (\{.*?\});/.exec(body)?.[1],
    signature: /SIG=" --- (.*?) \d/.exec(body)?.[1] ?? null,
    user: line(document.querySelector('#dokuwiki__usertools .user')),
    heading: line(document.querySelector('#dokuwiki__content .page h1')),
    edited: line(document.querySelector('.docInfo'))?.replace(/^.*· /, ''),
    asksForPassword: document.querySelector('input[type="password"]') !== null,
  };
}

describe.runIf(wiki)(`the double answers like DokuWiki${why}`, () => {
  const queries = ['battery', 'ups battery', 'battery nonsense', 'battery or certificate', 'battery | tls', 'ups -monthly', '"replace battery"', '"battery replace"', '"**Warning:**"', 'batter*', '*tery', 'the', 'and', 'or', 'a the battery', 'UPS', 'err-disabled', 'gi1/0/12', 'ups_battery', 'battery @ops', 'battery (@ops or @archive)', 'battery ^archive', '@net', 'ns:net port', '-ns:net 5', 'battery -(@ops or @archive)', '5', 'C++', '90 %', 'x', 'P01', 'RBC-140', 'rbc 140', 'break_glass', 'envelope', '(battery', 'battery)', '()', '日本語', 'Türöffner', 'certbot renew', 'openssl s_client', 'urn:ietf:params', "'; drop", "O'Brien"]; // prettier-ignore
  test.each(queries)('search for %s', async (q) => {
    for (const reader of ['dana.reyes', 'omar.haddad'] as const) {
      const path = `/doku.php?${new URLSearchParams({ do: 'search', sf: '1', q })}`;
      const { real, double } = await compare(path, reader, ({ body }) => {
        const document = parsed(body);
        const ids = (selector: string) =>
          [...document.querySelectorAll(selector)].map((link) => link.getAttribute('data-wiki-id'));
        return {
          action: /"ACT":"(\w+)"/.exec(body)?.[1],
          texts: ids('.search_results dt a[data-wiki-id]'),
          times: [...document.querySelectorAll('.search_results time')].map((time) =>
            time.getAttribute('datetime'),
          ),
          hits: [...document.querySelectorAll('.search_results .hits')].map(line),
          names: ids('.search_quickhits a'),
        };
      });
      expect(double).toEqual(real);
    }
  });

  test('every page has the same markup, the same shape and the same history', async () => {
    for (const { id } of [...articles, { id: 'start' }]) {
      const raw = await compare(`/doku.php?id=${id}&do=export_raw`, 'admin', (answer) => answer);
      expect(raw.double, id).toEqual(raw.real);
      for (const path of [`/doku.php?id=${id}`, `/doku.php?id=${id}&do=export_xhtml`]) {
        const shape = await compare(path, 'admin', ({ body }) =>
          [...parsed(body).querySelectorAll('.page, .export')]
            .flatMap((root) => [
              ...root.querySelectorAll('h1, h2, h3, li > div.li, pre, td, th, p, blockquote'),
            ])
            .map((node) => `${node.tagName} ${node.getAttribute('class') ?? ''} ${node.id} ${line(node)}`),
        );
        expect(shape.double, path).toEqual(shape.real);
      }
      const history = await compare(`/doku.php?id=${id}&do=revisions`, 'admin', ({ body }) =>
        [...parsed(body).querySelectorAll('#page__revisions li')].map((entry) => ({
          seconds: entry.querySelector('input[name="rev2[]"]')?.getAttribute('value'),
          user: line(entry.querySelector('.user bdi')),
          date: line(entry.querySelector('.date')),
          isCurrent: entry.textContent.includes('(current)'),
        })),
      );
      expect(history.double, id).toEqual(history.real);
    }
  });

  const paths = ['/doku.php', '/', '/doku.php?id=net:switch_port_errdisabled', '/doku.php?id=NET:Switch%20Port%20Errdisabled', '/doku.php?id=ops:nope', '/doku.php?id=sec:break_glass_accounts', '/doku.php?id=sec:break_glass_accounts&do=export_raw', '/doku.php?id=sec:break_glass_accounts&do=export_xhtml', '/doku.php?id=sec:break_glass_accounts&do=revisions', '/doku.php?id=ops:nope&do=export_xhtml', '/doku.php?id=ops:nope&do=revisions', '/doku.php?id=ops:ups_battery_alarm&rev=1705569600', '/doku.php?id=ops:ups_battery_alarm&do=export_xhtml', '/doku.php?do=revisions', '/doku.php?do=index', '/doku.php?do=check', '/doku.php?id=ops:&do=export_xhtml']; // prettier-ignore
  test.each(paths)('%s says the same of itself to everybody', async (path) => {
    for (const reader of readers) {
      const { real, double } = await compare(path, reader, facts);
      expect(double, reader).toEqual(real);
    }
  });

  test('a wiki that everybody reads says the same to nobody', async () => {
    wiki?.configure({ isPublic: true });
    fake.settings.isPublic = true;
    for (const path of paths) {
      const { real, double } = await compare(path, 'nobody', facts);
      expect(double, path).toEqual(real);
    }
  });

  test('an action that is switched off shows the page instead', async () => {
    const disabledActions = ['search', 'revisions', 'index', 'export_xhtml'];
    wiki?.configure({ disabledActions });
    fake.settings.disabledActions = disabledActions;
    for (const action of disabledActions) {
      const path = `/doku.php?id=ops:ups_battery_alarm&do=${action}&q=battery`;
      const { real, double } = await compare(path, 'dana.reyes', (answer) => {
        const { info, canonical, heading, user } = facts(answer);
        return { info, canonical, heading, user };
      });
      expect(double, path).toEqual(real);
    }
  });

  test('the index and the check-up list the same', async () => {
    const names = await compare('/doku.php?do=index', 'dana.reyes', ({ body }) =>
      [...parsed(body).querySelectorAll('#index__tree .idx_dir')].map((link) => [
        link.getAttribute('href'),
        link.getAttribute('title'),
        line(link),
      ]),
    );
    expect(names.double).toEqual(names.real);
    const said = await compare('/doku.php?do=check', 'dana.reyes', ({ body }) =>
      [...parsed(body).querySelectorAll('div.info')].map(line),
    );
    expect(said.double.slice(0, 2)).toEqual(said.real.filter((each) => /^You are/.test(each ?? '')));
  });

  test('a namespace leads to its start page', async () => {
    const { real, double } = await askBoth('/doku.php?id=ops:', 'dana.reyes');
    const path = (response: Response) =>
      [response.status, new URL(response.headers.get('location') ?? '', 'http://x').search]; // prettier-ignore
    expect(path(double)).toEqual(path(real));
  });

  const call = (method: string, ...values: string[]) => ({
    method: 'POST',
    body: `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${values.map((value) => `<param><value><string>${value}</string></value></param>`).join('')}</params></methodCall>`,
  });
  const calls: readonly { method: string; body: string }[] = [
    call('dokuwiki.search', 'battery'),
    call('dokuwiki.search', 'battery &lt;or&gt; &quot;x&quot; &amp; certificate'),
    call('dokuwiki.getVersion'),
    call('dokuwiki.getTitle'),
    call('wiki.getPageInfo', 'ops:ups_battery_alarm'),
    call('wiki.getPageInfo', 'sec:break_glass_accounts'),
    call('wiki.getPageInfo', 'ops:nope'),
    call('nope.nope'),
    { method: 'POST', body: 'junk' },
  ];
  test.each([
    ['off', {}],
    ['on for everybody with an account', { isRemote: true }],
  ])('the remote interface %s', async (_, settings) => {
    wiki?.configure(settings);
    Object.assign(fake.settings, settings, { remoteUsers: '@user' });
    for (const reader of ['dana.reyes', 'nobody'] as const) {
      for (const init of calls) {
        const { real, double } = await compare(
          '/lib/exe/xmlrpc.php',
          reader,
          ({ status, type, body }) => ({
            status,
            type,
            values: body.replace(/<name>snippet<\/name><value>.*?<\/value>/gs, '').match(/>[^<>\s][^<>]*</g),
          }),
          init,
        );
        expect(double, `${reader} ${init.body}`).toEqual(real);
      }
    }
    const json = await askBoth('/lib/exe/jsonrpc.php/core.searchPages', 'dana.reyes', { method: 'POST' });
    expect([json.real.status, json.double.status]).toEqual([404, 404]);
  });
});
