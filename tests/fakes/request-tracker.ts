import { acmeHosts } from './acme-hosts';
import type { Company } from './company';
import { quietModes, type Fake, type FakeLogEntry } from './fake';
import { withModes } from './modes';
import { isPrivileged } from './request-tracker/desk';
import { requestTrackerFacts } from './request-tracker/facts';
import { cookieName, type RtCall, type RtInstance, type RtUserCall } from './request-tracker/instance';
import { articlePage, listPage, loginPage, plainPage } from './request-tracker/other-pages';
import { restAnswer } from './request-tracker/rest';
import { createStore } from './request-tracker/store';
import { history, idIn, ticketPage } from './request-tracker/ticket-pages';
import { createSessions, readCookies, setCookie } from './sessions';

export interface RequestTrackerFake extends Fake {
  /** Changes a ticket or ("article:2") an article as a colleague would. Throws for an unknown id. */
  edit(id: string, text: string): void;
}

/** The desk of Acme's sites on Request Tracker 5, for contract tests and where a real one cannot be installed. */
export function createRequestTrackerFake(
  company: Company,
  options: { now?: () => number; host?: string } = {},
): RequestTrackerFake {
  const { now = Date.now, host = acmeHosts['request-tracker'] } = options;
  const sessions = createSessions(cookieName, { sameSite: 'Lax', httpOnly: true });
  const log: FakeLogEntry[] = [];
  const modes = quietModes();
  const baseUrl = `https://${host}`;
  const rt: RtInstance = { company, store: createStore(company), baseUrl, sessions, modes };
  const isApi = ({ pathname }: URL) => pathname.startsWith('/REST/2.0/');
  const userOf = (request: Request) => sessions.of(request)?.personId ?? null;
  return {
    product: 'request-tracker',
    host,
    facts: requestTrackerFacts,
    modes,
    log,
    handle: withModes({ modes, log, isApi, userOf }, (request) => answer(rt, request), now),
    signIn: (personId) => sessions.cookies(sessions.start(company.person(personId).id)),
    signOut: (personId) => {
      sessions.end(personId);
    },
    edit(id, text) {
      const number = id.replace(/^article:/, '');
      const article = id === number ? undefined : rt.store.articles.find((each) => each.id === number);
      const record = article ?? rt.store.ticket(number);
      if (!record) throw new Error(`RT has no ${id}`);
      record.updated = `${new Date(Math.max(now(), Date.parse(record.updated) + 1000)).toISOString().slice(0, 19)}Z`;
      if (article) article.text = text;
    },
  };
}

type Page = (rt: RtInstance, call: RtUserCall) => Response;

/** Pages of the staff; customers are sent to theirs. */
const staffPages: Readonly<Record<string, Page>> = {
  '/': (rt, call) => listPage(rt, call, { component: 'index', title: 'RT at a glance', state: 'active' }),
  '/Ticket/Display.html': (rt, call) => ticketPage(rt, call, 'Ticket-Display'),
  '/Ticket/History.html': (rt, call) => ticketPage(rt, call, 'Ticket-History'),
  '/Ticket/Update.html': (rt, call) => ticketPage(rt, call, 'Ticket-Update'),
  '/Articles/Article/Display.html': (rt, call) => articlePage(rt, call, false),
  '/Articles/Article/Search.html': (_, call) =>
    plainPage(call, 'Articles-Article-Search', 'Search for articles', ''),
  '/Search/Results.html': (rt, call) =>
    listPage(rt, call, { component: 'Search-Results', title: 'Found tickets', state: 'all' }),
  '/Search/Simple.html': simpleSearch,
  '/Helpers/TicketHistory': (rt, call) => {
    const ticket = rt.store.ticket(idIn(call.url));
    return new Response(ticket ? history(rt, call, ticket) : '', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  },
};

const everyonesPages: Readonly<Record<string, Page>> = {
  '/SelfService/': (rt, call) =>
    listPage(rt, call, { component: 'SelfService', title: 'Open tickets', state: 'active' }),
  '/SelfService/Closed.html': (rt, call) =>
    listPage(rt, call, { component: 'SelfService-Closed', title: 'Closed tickets', state: 'inactive' }),
  '/SelfService/Display.html': (rt, call) => ticketPage(rt, call, 'SelfService-Display'),
  '/SelfService/Article/Display.html': (rt, call) => articlePage(rt, call, true),
  '/SelfService/Article/Search.html': (_, call) =>
    plainPage(call, 'SelfService-Article-Search', 'Search Articles', ''),
};

async function answer(rt: RtInstance, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const session = rt.sessions.of(request);
  const person = session ? rt.company.person(session.personId) : null;
  const call: RtCall = { request, url, session, person };
  if (url.pathname === '/favicon.ico') return new Response(null, { status: 204 });
  if (url.pathname.startsWith('/REST/2.0')) {
    return person ? restAnswer(rt, { ...call, person }) : notSignedIn(request);
  }
  if (url.pathname === '/NoAuth/Login.html') return login(rt, call);
  if (url.pathname === '/NoAuth/Logout.html') return logout(rt, call);
  if (!person) return signInFirst(rt, call);
  return page(rt, { ...call, person });
}

/** A browser is sent to the pages, where it is asked to sign in; a program is told. */
function notSignedIn(request: Request): Response {
  const looksLikeBrowser =
    readCookies(request).size > 0 || /Mozilla/.test(request.headers.get('user-agent') ?? '');
  return looksLikeBrowser
    ? new Response('Login required', { status: 302, headers: { location: '/' } })
    : Response.json({ message: 'Unauthorized' }, { status: 401 });
}

/** RT keeps the address in the session that it begins for the form; here the form carries it. */
function signInFirst(_: RtInstance, call: RtCall): Response {
  const { pathname, search } = call.url;
  if (pathname === '/' || pathname === '/index.html') return loginPage(call, null, '');
  const location = `/NoAuth/Login.html?next=${encodeURIComponent(pathname + search)}`;
  return new Response(null, { status: 302, headers: { location } });
}

async function login(rt: RtInstance, call: RtCall): Promise<Response> {
  const { request, url } = call;
  if (request.method !== 'POST') {
    if (call.person) return new Response(null, { status: 302, headers: { location: '/' } });
    return loginPage(call, null, url.searchParams.get('next') ?? '');
  }
  const form = new URLSearchParams(await request.text());
  const person = rt.company.people.find(({ id }) => id === form.get('user'));
  if (!person || person.password !== form.get('pass')) {
    return loginPage(call, 'Your username or password is incorrect', form.get('next') ?? '');
  }
  const next = form.get('next') ?? '';
  const isOwn = next.startsWith('/') && !next.startsWith('//');
  const response = new Response(null, { status: 302, headers: { location: isOwn ? next : '/' } });
  for (const cookie of rt.sessions.cookies(rt.sessions.start(person.id))) {
    response.headers.append('set-cookie', setCookie(cookie));
  }
  return response;
}

function logout(rt: RtInstance, call: RtCall): Response {
  if (call.session) rt.sessions.close(call.session);
  return loginPage({ ...call, session: null, person: null }, null, '');
}

function page(rt: RtInstance, call: RtUserCall): Response {
  const { pathname, search } = call.url;
  const path = pathname === '/index.html' ? '/' : pathname === '/SelfService' ? '/SelfService/' : pathname;
  const own = everyonesPages[path];
  if (own) return own(rt, call);
  if (!isPrivileged(call.person)) {
    const isTicket = path === '/Ticket/Display.html';
    const location = isTicket ? `/SelfService/Display.html${search}` : '/SelfService/';
    return new Response(null, { status: 302, headers: { location } });
  }
  const staff = staffPages[path];
  return staff
    ? staff(rt, call)
    : plainPage(
        call,
        'dhandler',
        'Page not found',
        '<h1>The page you requested could not be found</h1>',
        404,
      );
}

/** A number leads to the ticket. */
function simpleSearch(rt: RtInstance, call: RtUserCall): Response {
  const text = call.url.searchParams.get('q') ?? '';
  if (/^\d+$/.test(text)) {
    return new Response(null, { status: 302, headers: { location: `/Ticket/Display.html?id=${text}` } });
  }
  return listPage(rt, call, { component: 'Search-Simple', title: 'Search for tickets', state: 'all' });
}
