import { randomBytes } from 'node:crypto';
import type { Person, Visibility } from './company';
import type { FakeCookie } from './fake';

/** One signed-in browser at one double. */
export interface Session {
  readonly id: string;
  /** The person it acts as; an impersonation changes it. */
  personId: string;
  /** Who signed in. */
  readonly ownerId: string;
  /** The product's page token, new at each sign-in. */
  readonly token: string;
}

export interface Sessions {
  readonly cookieName: string;
  start(personId: string): Session;
  /** Ends every session that this person started. */
  end(personId: string): void;
  /** Ends one session, as a sign-out does. */
  close(session: Session): void;
  /** The session a request belongs to, or null: the cookie is missing, unknown or ended. */
  of(request: Request): Session | null;
  cookies(session: Session): FakeCookie[];
  /** Everybody's, oldest first. */
  all(): Session[];
}

export interface SessionOptions {
  /** `None` by default, as a product sets it that may be framed. */
  sameSite?: FakeCookie['sameSite'];
  httpOnly?: boolean;
  /** More cookies of the product that carry no identity: route, theme, … */
  extra?: readonly FakeCookie[];
}

/** Sessions kept in memory under one cookie name. */
export function createSessions(cookieName: string, options: SessionOptions = {}): Sessions {
  const open = new Map<string, Session>();
  return {
    cookieName,
    start(personId) {
      const session = { id: hex(16), personId, ownerId: personId, token: hex(36) };
      open.set(session.id, session);
      return session;
    },
    end(personId) {
      for (const session of [...open.values()]) if (session.ownerId === personId) open.delete(session.id);
    },
    close(session) {
      open.delete(session.id);
    },
    of(request) {
      const id = readCookies(request).get(cookieName);
      return (id && open.get(id)) || null;
    },
    cookies(session) {
      const own: FakeCookie = {
        name: cookieName,
        value: session.id,
        httpOnly: options.httpOnly ?? true,
        sameSite: options.sameSite ?? 'None',
      };
      return [own, ...(options.extra ?? [])];
    },
    all: () => [...open.values()],
  };
}

/** Whether this person may see what has this visibility; null is somebody who is not signed in. */
export function maySee(person: Pick<Person, 'groups'> | null, visibility: Visibility): boolean {
  if (visibility === 'all') return true;
  return person !== null && visibility.some((group) => person.groups.includes(group));
}

/** The request header for these cookies: what a browser would send. */
export function cookieHeader(cookies: readonly FakeCookie[]): string {
  return cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
}

/** The answer header that sets one cookie for the whole host. */
export function setCookie(cookie: FakeCookie): string {
  const httpOnly = cookie.httpOnly ? '; HttpOnly' : '';
  return `${cookie.name}=${cookie.value}; Path=/; Secure${httpOnly}; SameSite=${cookie.sameSite}`;
}

export function readCookies(request: Request): Map<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.filter(([name]) => name).map(([name = '', ...value]) => [name, value.join('=')]));
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
