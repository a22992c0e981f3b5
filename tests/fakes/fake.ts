/**
 * A fake is a double of one vendor's server: real page structure, documented REST answers, Acme's content. It is a
 * function from Request to Response, so that contract tests call it in process and the demo serves it over https.
 */
export interface Fake {
  /** Site id of the product it stands in for. */
  readonly product: string;
  /** Host name it is served under, mapped to this machine by the browser's resolver rules. */
  readonly host: string;
  /** Facts of the vendor it relies on, each with how well it is known. */
  readonly facts: readonly FakeFact[];
  /** Switches that a test turns; each fake reads them on every request. */
  readonly modes: FakeModes;
  /** Every request answered, oldest first: tests assert on it. */
  readonly log: FakeLogEntry[];
  handle(request: Request): Promise<Response>;
  /** Cookie header of a session signed in as this person; the same as after the login form. */
  signIn(personId: string): FakeCookie[];
  /** Ends every session of this person. */
  signOut(personId: string): void;
}

export interface FakeCookie {
  name: string;
  value: string;
  httpOnly: boolean;
  sameSite: 'Strict' | 'Lax' | 'None';
}

export interface FakeFact {
  fact: string;
  /** `measured` on a running system, `sourced` from the vendor's documents, `assumed` from general knowledge. */
  known: 'measured' | 'sourced' | 'assumed';
  /** Section and line of the reference notes it comes from, e.g. "apis.md 2 Jira: search". */
  reference: string;
}

export interface FakeLogEntry {
  method: string;
  path: string;
  query: string;
  /** Person id, or null. */
  user: string | null;
  status: number;
  at: number;
}

/** All off by default. They apply to API paths unless `pagesToo`. */
export interface FakeModes {
  /** Milliseconds every answer waits. */
  slowMs: number;
  /** What API answers turn into. */
  failure:
    'none' | 'server-error' | 'html' | 'truncated' | 'huge' | 'wrong-type' | 'hang' | 'drop-connection';
  /** Requests a minute before 429 with Retry-After; 0 is unlimited. */
  rateLimitPerMinute: number;
  /** Seconds in Retry-After; "date" sends an HTTP date instead. */
  retryAfter: number | 'date';
  pagesToo: boolean;
  /** Documents that have become forbidden or gone since: id -> what the server says now. */
  revoked: Map<string, 'forbidden' | 'not-found'>;
}

export function quietModes(): FakeModes {
  return {
    slowMs: 0,
    failure: 'none',
    rateLimitPerMinute: 0,
    retryAfter: 2,
    pagesToo: false,
    revoked: new Map(),
  };
}
