/**
 * Every failure the product knows by name. The kind decides what the panel says and whether anyone tries again;
 * nothing else branches on HTTP status or message text.
 */
export const errorKinds = [
  'signed-out', // the product wants a sign-in (401, redirect to a login, login HTML)
  'needs-open-tab', // the product's page token is not at hand: a tab of it must be opened once
  'forbidden', // signed in, but not allowed (403)
  'not-found', // gone, or hidden as if gone (404)
  'rate-limited', // 429 or 503 with Retry-After
  'timeout',
  'unreachable', // DNS, TLS, connection refused, offline
  'server', // 5xx
  'bad-answer', // HTML where JSON was asked, truncated, wrong shape, too large
  'invalid-query', // the product refused our query (400): a bug of ours, worth a report
  'no-permission', // the browser has not granted this host to the extension
  'unsupported', // a product version or setting without this feature
  'no-room', // the device, or what the browser allows us of it, is full
] as const;
export type ErrorKind = (typeof errorKinds)[number];

const retryableKinds: ReadonlySet<ErrorKind> = new Set(['rate-limited', 'timeout', 'unreachable', 'server']);

export interface DesksideErrorInit {
  cause?: unknown;
  /** HTTP status, where there was one. */
  status?: number;
  /** Milliseconds the other side asked us to wait (from Retry-After). */
  retryAfterMs?: number;
  /** Origin and path only: a query can hold ticket text and never goes into an error. */
  at?: string;
}

export class DesksideError extends Error {
  override readonly name = 'DesksideError';
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly at: string | undefined;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    init: DesksideErrorInit = {},
  ) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.status = init.status;
    this.retryAfterMs = init.retryAfterMs;
    this.at = init.at;
  }

  get retryable(): boolean {
    return retryableKinds.has(this.kind);
  }
}

/** An abort is not a failure: it passes through every layer untouched. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
