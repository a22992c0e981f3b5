import type { Company, Person } from '../company';
import type { Fake, FakeFact, FakeLogEntry, FakeModes } from '../fake';
import { withModes } from '../modes';
import { createSessions, setCookie, type Session } from '../sessions';

/** One request as the pages and APIs of a double see it. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  /** The path below the context path, percent-encoded as it came. */
  readonly path: string;
  readonly session: Session | null;
  /** Null for somebody who is not signed in. */
  readonly person: Person | null;
}

/** The first route whose method and path fit answers. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  handle(call: Call, groups: Record<string, string>): Response | Promise<Response>;
}

export interface ServerOptions {
  product: string;
  host: string;
  contextPath: string;
  company: Company;
  facts: readonly FakeFact[];
  modes: FakeModes;
  now: () => number;
  /** The sign-in form, where people without a session are sent. */
  loginPath: string;
  /** Where the form posts; to itself by default. */
  loginPostPath?: string;
  /** Where a sign-in leads that says nothing else. */
  homePath: string;
  routes: readonly Route[];
  /** `destination` is where the sign-in leads; "" for the home page. */
  loginPage(call: Call, problem: string | null, destination: string): Response;
  notFound(call: Call): Response;
  isApi(path: string): boolean;
  /** JSESSIONID by default. */
  cookieName?: string;
  /** The header that names the session's user on every answer; X-AUSERNAME by default. */
  userHeader?(person: Person | null): readonly [string, string] | null;
  /** Where the sign-in page is told the way back; os_destination by default. */
  destinationName?: string;
  /** Asked before any route: what it answers stands, null lets the request pass. */
  guard?(call: Call): Response | null;
}

/** The server around a product's pages and APIs: sessions, sign-in, routing, the user's name, modes and the log. */
export function createServer(options: ServerOptions): Fake {
  const sessions = createSessions(options.cookieName ?? 'JSESSIONID', { sameSite: 'Lax' });
  const { modes } = options;
  const log: FakeLogEntry[] = [];
  const below = (url: URL) => pathBelow(url, options.contextPath);
  const handler = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const path = below(url);
    if (path === null) return new Response('Not here', { status: 404 });
    const session = sessions.of(request);
    const person = session ? options.company.person(session.personId) : null;
    const call: Call = { request, url, path, session, person };
    const response = options.guard?.(call) ?? (await answer(call, options, sessions));
    const userHeader = (options.userHeader ?? usernameHeader)(person);
    if (userHeader) response.headers.set(...userHeader);
    response.headers.set('cache-control', 'no-cache, no-store, no-transform');
    response.headers.set('x-content-type-options', 'nosniff');
    return response;
  };
  return {
    product: options.product,
    host: options.host,
    facts: options.facts,
    modes,
    log,
    handle: withModes(
      {
        modes,
        log,
        isApi: (url) => options.isApi(below(url) ?? ''),
        userOf: (request) => sessions.of(request)?.personId ?? null,
      },
      handler,
      options.now,
    ),
    signIn: (personId) => sessions.cookies(sessions.start(options.company.person(personId).id)),
    signOut: (personId) => {
      sessions.end(personId);
    },
  };
}

function usernameHeader(person: Person | null): readonly [string, string] {
  return ['x-ausername', person ? encodeURIComponent(person.id) : 'anonymous'];
}

async function answer(
  call: Call,
  options: ServerOptions,
  sessions: ReturnType<typeof createSessions>,
): Promise<Response> {
  const method = call.request.method === 'POST' ? 'POST' : 'GET';
  if (method === 'POST' && call.path === (options.loginPostPath ?? options.loginPath)) {
    return signIn(call, options, sessions);
  }
  if (call.path === options.loginPath) {
    const destination = call.url.searchParams.get(options.destinationName ?? 'os_destination') ?? '';
    return options.loginPage(call, null, destination);
  }
  if (call.path === '/favicon.ico') return new Response(null, { status: 204 });
  if (/^\/(?:logout(?:\.action)?|secure\/Logout!default\.jspa)$/.test(call.path)) {
    if (call.session) sessions.close(call.session);
    return redirect(options.contextPath + options.loginPath);
  }
  for (const route of options.routes) {
    const found = route.method === method ? route.path.exec(call.path) : null;
    if (found) return route.handle(call, found.groups ?? {});
  }
  return options.notFound(call);
}

async function signIn(
  call: Call,
  options: ServerOptions,
  sessions: ReturnType<typeof createSessions>,
): Promise<Response> {
  const form = new URLSearchParams(await call.request.text());
  const name = form.get('os_username') ?? '';
  const person = options.company.people.find(({ id }) => id === name.trim().toLowerCase());
  const asked = form.get(options.destinationName ?? 'os_destination') ?? '';
  if (!person || person.password !== form.get('os_password')) {
    const problem = 'Sorry, your username and password are incorrect - please try again.';
    const page = options.loginPage(call, problem, asked);
    page.headers.set('x-seraph-loginreason', 'AUTHENTICATED_FAILED');
    return page;
  }
  // Only a path of this server: anything else would send people elsewhere after they typed their password.
  const target = /^\/(?![/\\])/.test(asked) ? asked : options.homePath;
  const cookies = sessions.cookies(sessions.start(person.id)).map(setCookie);
  const response = redirect(options.contextPath + target, cookies);
  response.headers.set('x-seraph-loginreason', 'OK');
  return response;
}

/** Sends somebody without a session to the sign-in page, with the way back. */
export function toLogin(call: Call, contextPath: string, loginPath: string): Response {
  const back = encodeURIComponent(call.path + call.url.search);
  return redirect(`${contextPath}${loginPath}?permissionViolation=true&os_destination=${back}`);
}

export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 302, headers });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: { ...headers, 'content-type': 'application/json;charset=UTF-8' },
  });
}

export function html(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/html;charset=UTF-8' } });
}

/** A whole number of the query within bounds; the default where it is missing or no number. */
export function numberOf(url: URL, name: string, otherwise: number, most = 1000): number {
  const value = url.searchParams.get(name);
  return value !== null && /^\d{1,9}$/.test(value) ? Math.min(Number(value), most) : otherwise;
}

function pathBelow(url: URL, contextPath: string): string | null {
  if (!url.pathname.startsWith(contextPath)) return null;
  const rest = url.pathname.slice(contextPath.length);
  return rest === '' || rest.startsWith('/') ? rest || '/' : null;
}
