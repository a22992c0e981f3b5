import { acmeHosts } from './acme-hosts';
import type { Company } from './company';
import { dokuwikiFacts } from './dokuwiki/facts';
import type { DokuInstance, DokuSettings } from './dokuwiki/instance';
import { dokuwikiPages } from './dokuwiki/pages';
import { sitePage } from './dokuwiki/site-pages';
import { xmlRpc } from './dokuwiki/xml-rpc';
import { quietModes, type Fake, type FakeLogEntry } from './fake';
import { withModes } from './modes';
import { createSessions } from './sessions';

export interface DokuwikiFake extends Fake {
  readonly settings: DokuSettings;
  /** A new revision of a page: wiki markup. Throws for an unknown id. */
  edit(id: string, text: string): void;
}

/** Acme's operations wiki on DokuWiki 2022-07-31b, for contract tests and where a real one cannot be installed. */
export function createDokuwikiFake(
  company: Company,
  options: { now?: () => number; host?: string } = {},
): DokuwikiFake {
  const { now = Date.now, host = acmeHosts.dokuwiki } = options;
  const sessions = createSessions('DokuWiki', { sameSite: 'Lax' });
  const log: FakeLogEntry[] = [];
  const wiki: DokuInstance = {
    company,
    pages: dokuwikiPages(company),
    baseUrl: `https://${host}`,
    sessions,
    settings: {
      isPublic: false,
      isRemote: false,
      remoteUsers: '!!not set!!',
      disabledActions: [],
      namesUser: true,
    },
    modes: quietModes(),
    now,
  };
  return {
    product: 'dokuwiki',
    host,
    facts: dokuwikiFacts,
    modes: wiki.modes,
    settings: wiki.settings,
    log,
    handle: withModes(
      {
        modes: wiki.modes,
        log,
        // Pages are what its connector asks.
        isApi: ({ pathname }) => pathname === '/doku.php' || pathname === '/lib/exe/xmlrpc.php',
        userOf: (request) => sessions.of(request)?.personId ?? null,
      },
      (request) => answer(wiki, request),
      now,
    ),
    signIn: (personId) => sessions.cookies(sessions.start(company.person(personId).id)),
    signOut: (personId) => {
      sessions.end(personId);
    },
    edit(id, text) {
      const page = wiki.pages.find((each) => each.id === id);
      const before = page?.revisions.at(-1);
      if (!page || !before) throw new Error(`No page "${id}" in the wiki`);
      const seconds = Math.max(Math.floor(now() / 1000), before.seconds + 1);
      page.revisions.push({ ...before, seconds, text, summary: 'edited' });
    },
  };
}

async function answer(wiki: DokuInstance, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const session = wiki.sessions.of(request);
  const person = session === null ? null : wiki.company.person(session.personId);
  const call = { request, url, session, person };
  switch (url.pathname) {
    case '/':
    case '/doku.php':
      return sitePage(wiki, call);
    case '/lib/exe/xmlrpc.php':
      return xmlRpc(wiki, call);
    case '/favicon.ico':
      return new Response(null, { status: 204 });
    default:
      return new Response('<h1>Not Found</h1>', { status: 404, headers: { 'content-type': 'text/html' } });
  }
}
