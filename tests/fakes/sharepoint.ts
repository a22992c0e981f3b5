import { join } from 'node:path';
import { acmeHosts } from './acme-hosts';
import { readAsset } from './atlassian/assets';
import type { Company } from './company';
import { quietModes, type Fake, type FakeLogEntry } from './fake';
import { withModes } from './modes';
import { createSessions, maySee, setCookie } from './sessions';
import { restResponse, signedOutRest } from './sharepoint/answers';
import { sharepointFacts } from './sharepoint/facts';
import type { SharepointInstance, SharepointSettings } from './sharepoint/instance';
import { sitePage } from './sharepoint/pages';
import { sharingToken } from './sharepoint/rest';
import { createStore, type ItemEdit } from './sharepoint/store';

export interface SharepointFake extends Fake {
  readonly settings: SharepointSettings;
  /** Changes a page or file by its path; the search learns of it later. Throws for an unknown path. */
  edit(path: string, edit: ItemEdit): void;
  remove(path: string): void;
  /** The id that Office's addresses name a file by. */
  guidOf(path: string): string;
  /** Path of a sharing link to a file. */
  sharingLink(path: string): string;
}

/** Acme's SharePoint Online: an IT site with a subsite, an HR site, and the root. */
export function createSharepointFake(
  company: Company,
  options: { now?: () => number; host?: string } = {},
): SharepointFake {
  const { now = Date.now, host = acmeHosts.sharepoint } = options;
  const sessions = createSessions('FedAuth', {
    extra: [{ name: 'rtFa', value: 'acme', httpOnly: true, sameSite: 'None' }],
  });
  const log: FakeLogEntry[] = [];
  const share: SharepointInstance = {
    store: createStore(company),
    origin: `https://${host}`,
    sessions,
    settings: { loggedOut: 403, alwaysVerbose: false, indexLag: 15 * 60_000 },
    modes: quietModes(),
    now,
  };
  const isApi = ({ pathname }: URL) => /\/_api\//i.test(pathname);
  const itemAt = (path: string) => {
    const item = share.store.byPath(path);
    if (!item) throw new Error(`No item at ${path}`);
    return item;
  };
  return {
    product: 'sharepoint',
    host,
    facts: sharepointFacts,
    modes: share.modes,
    settings: share.settings,
    log,
    handle: withModes(
      { modes: share.modes, log, isApi, userOf: (request) => sessions.of(request)?.personId ?? null },
      (request) => answer(share, company, request),
      now,
    ),
    signIn: (personId) => sessions.cookies(sessions.start(company.person(personId).id)),
    signOut: (personId) => {
      sessions.end(personId);
    },
    edit: (path, edit) => {
      share.store.edit(path, edit, now());
    },
    remove: (path) => {
      share.store.remove(path, now());
    },
    guidOf: (path) => itemAt(path).uniqueId,
    sharingLink: (path) => {
      const item = itemAt(path);
      const letter = path.endsWith('.pdf') ? 'b' : 'w';
      return `/:${letter}:/s/${item.web.split('/')[2] ?? ''}/${sharingToken(item)}`;
    },
  };
}

async function answer(share: SharepointInstance, company: Company, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asset = readAsset(join(import.meta.dirname, 'sharepoint', 'client'), url.pathname);
  if (asset) return asset;
  if (url.pathname === '/favicon.ico') return new Response(null, { status: 204 });
  const session = share.sessions.of(request);
  const person = session ? company.person(session.personId) : null;
  const path = decodeURIComponent(url.pathname);
  const [, web = '', rest] = /^(.*?)\/_api\/(.+)$/i.exec(path) ?? [];
  const call = { request, url, web, person };
  if (rest !== undefined) return person ? restResponse(share, call, rest) : signedOutRest(share);
  if (request.method === 'POST' && path === '/_forms/default.aspx') return signIn(share, company, request);
  return sitePage(share, call, path, (item) => maySee(person, item.article.visibility));
}

/** Stands in for the sign-in host, which in truth asks for the password and sends a token here. */
async function signIn(share: SharepointInstance, company: Company, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const person = company.people.find(({ email }) => email === form.get('login'));
  if (!person || person.password !== form.get('passwd'))
    return new Response('Wrong password', { status: 403 });
  const source = form.get('Source') ?? '';
  const location = source.startsWith('/') && !source.startsWith('//') ? source : '/SitePages/Home.aspx';
  const response = new Response(null, { status: 302, headers: { location: share.origin + location } });
  for (const cookie of share.sessions.cookies(share.sessions.start(person.id)))
    response.headers.append('set-cookie', setCookie(cookie));
  return response;
}
