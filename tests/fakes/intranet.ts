import { join } from 'node:path';
import { acmeHosts } from './acme-hosts';
import { readAsset } from './atlassian/assets';
import type { Company } from './company';
import { quietModes, type Fake, type FakeLogEntry } from './fake';
import { intranetFacts } from './intranet/facts';
import type { IntranetInstance, IntranetSettings } from './intranet/instance';
import { intranetPage } from './intranet/layout';
import { articleData, contentPage, redirect } from './intranet/pages';
import { robotsText, sitemapAnswer } from './intranet/sitemaps';
import { escapeHtml } from './markdown';
import { withModes } from './modes';
import { createSessions, setCookie } from './sessions';

export interface IntranetFake extends Fake {
  readonly settings: IntranetSettings;
  /** Another text for a page, by its path. Throws for an unknown one. */
  edit(path: string, change: { title?: string; body?: string }): void;
}

/** Acme's intranet: a server of pages, with no product and no API behind it. */
export function createIntranetFake(
  company: Company,
  options: { now?: () => number; host?: string } = {},
): IntranetFake {
  const { now = Date.now, host = acmeHosts.generic } = options;
  const sessions = createSessions('intranet_session', { sameSite: 'Lax' });
  const log: FakeLogEntry[] = [];
  const intranet: IntranetInstance = {
    company,
    baseUrl: `https://${host}`,
    sessions,
    settings: { namesUser: true, hasSitemap: true },
    modes: quietModes(),
    articles: company.articles.filter(({ home }) => home === 'intranet').map((article) => ({ ...article })),
    now,
  };
  // Pages are all there is to ask: what breaks an API elsewhere breaks them.
  const isApi = ({ pathname }: URL) => !/^\/(?:login|logout|s\/.*)$/.test(pathname);
  return {
    product: 'generic',
    host,
    facts: intranetFacts,
    modes: intranet.modes,
    settings: intranet.settings,
    log,
    handle: withModes(
      { modes: intranet.modes, log, isApi, userOf: (request) => sessions.of(request)?.personId ?? null },
      (request) => answer(intranet, request),
      now,
    ),
    signIn: (personId) => sessions.cookies(sessions.start(company.person(personId).id)),
    signOut: (personId) => {
      sessions.end(personId);
    },
    edit(path, change) {
      const article = intranet.articles.find(({ id }) => id === path);
      if (!article) throw new Error(`No page "${path}" on the intranet`);
      Object.assign(article, change);
    },
  };
}

async function answer(intranet: IntranetInstance, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { pathname } = url;
  const asset = readAsset(join(import.meta.dirname, 'intranet', 'client'), pathname);
  if (asset) return asset;
  if (pathname === '/robots.txt') return robotsText(intranet);
  if (pathname === '/login')
    return request.method === 'POST' ? signIn(intranet, request, url) : loginPage(intranet, url);
  const session = intranet.sessions.of(request);
  if (!session) return redirect(`/login?next=${encodeURIComponent(pathname + url.search)}`, 302);
  if (pathname === '/logout') {
    intranet.sessions.close(session);
    return redirect('/login', 302);
  }
  const call = { request, url, person: intranet.company.person(session.personId) };
  const data = /^\/data(\/.+)\.json$/.exec(pathname)?.[1];
  if (data !== undefined) return articleData(intranet, call, data);
  return sitemapAnswer(intranet, pathname) ?? contentPage(intranet, call);
}

function loginPage(intranet: IntranetInstance, url: URL, problem = ''): Response {
  const next = url.searchParams.get('next') ?? '/';
  return intranetPage(intranet, null, {
    title: 'Sign in',
    status: problem === '' ? 200 : 401,
    content: `<h1>Sign in</h1><p class="problem">${problem}</p>
<form method="post" action="/login?next=${escapeHtml(encodeURIComponent(next))}">
<label>User name <input name="user" autocomplete="username"></label>
<label>Password <input type="password" name="password" autocomplete="current-password"></label>
<button>Sign in</button></form>`,
  });
}

async function signIn(intranet: IntranetInstance, request: Request, url: URL): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const person = intranet.company.people.find(({ id }) => id === form.get('user'));
  if (!person || person.password !== form.get('password'))
    return loginPage(intranet, url, 'User name or password is wrong.');
  const next = url.searchParams.get('next') ?? '/';
  // Only back to a page of this host.
  const response = redirect(/^\/(?![/\\])/.test(next) ? next : '/', 302);
  for (const cookie of intranet.sessions.cookies(intranet.sessions.start(person.id)))
    response.headers.append('set-cookie', setCookie(cookie));
  return response;
}
