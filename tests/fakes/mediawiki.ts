import { join } from 'node:path';
import { acmeHosts } from './acme-hosts';
import { readAsset } from './atlassian/assets';
import type { Company } from './company';
import { quietModes, type Fake, type FakeLogEntry } from './fake';
import { apiAnswer, signedInCookies } from './mediawiki/api';
import { mediawikiFacts } from './mediawiki/facts';
import type { WikiInstance, WikiSettings } from './mediawiki/instance';
import { restAnswer } from './mediawiki/rest-api';
import { sitePage } from './mediawiki/site-pages';
import { createStore, type PageEdit } from './mediawiki/store';
import { withModes } from './modes';
import { createSessions, setCookie } from './sessions';

export interface MediawikiFake extends Fake {
  readonly settings: WikiSettings;
  /** A new revision of a page, by title. Throws for an unknown one. */
  edit(title: string, edit: PageEdit): void;
}

/** Acme's wiki on MediaWiki 1.39, for contract tests and where a real one cannot be installed. */
export function createMediawikiFake(
  company: Company,
  options: { now?: () => number; host?: string } = {},
): MediawikiFake {
  const { now = Date.now, host = acmeHosts.mediawiki } = options;
  const sessions = createSessions('wiki_session', { sameSite: 'Lax' });
  const log: FakeLogEntry[] = [];
  const wiki: WikiInstance = {
    store: createStore(company, now),
    baseUrl: `https://${host}`,
    sessions,
    settings: { isPrivate: false },
    modes: quietModes(),
    now,
  };
  const isApi = ({ pathname }: URL) => pathname === '/api.php' || pathname.startsWith('/rest.php/');
  return {
    product: 'mediawiki',
    host,
    facts: mediawikiFacts,
    modes: wiki.modes,
    settings: wiki.settings,
    log,
    handle: withModes(
      { modes: wiki.modes, log, isApi, userOf: (request) => personOf(sessions.of(request)?.personId) },
      (request) => answer(wiki, request),
      now,
    ),
    signIn: (personId) => signedInCookies(wiki, company.person(personId).id),
    signOut: (personId) => {
      sessions.end(personId);
    },
    edit: (title, edit) => {
      wiki.store.edit(title, edit);
    },
  };
}

/** A session without a person is one that was opened for a sign-in form. */
const nobody = '';
function personOf(personId: string | undefined): string | null {
  return personId === undefined || personId === nobody ? null : personId;
}

async function answer(wiki: WikiInstance, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asset = readAsset(join(import.meta.dirname, 'mediawiki', 'client'), url.pathname);
  if (asset) return asset;
  if (url.pathname === '/favicon.ico') return new Response(null, { status: 204 });
  const known = wiki.sessions.of(request);
  const needsSession = known === null && /(?:type=login|UserLogin)/.test(url.search);
  const session = needsSession ? wiki.sessions.start(nobody) : known;
  const personId = personOf(session?.personId);
  const call = {
    request,
    url,
    session,
    person: personId === null ? null : wiki.store.company.person(personId),
  };
  const response = await dispatch(wiki, call);
  if (needsSession && session) {
    for (const cookie of wiki.sessions.cookies(session))
      response.headers.append('set-cookie', setCookie(cookie));
  }
  return response;
}

function dispatch(wiki: WikiInstance, call: Parameters<typeof apiAnswer>[1]): Promise<Response> | Response {
  if (call.url.pathname === '/api.php') return apiAnswer(wiki, call);
  if (call.url.pathname.startsWith('/rest.php/')) return restAnswer(wiki, call);
  return sitePage(wiki, call);
}
