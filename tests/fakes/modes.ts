import type { FakeLogEntry, FakeModes } from './fake';

/** The parts of a fake that its modes need. */
export interface ModedFake {
  readonly modes: FakeModes;
  readonly log: FakeLogEntry[];
  /** API paths get the modes; pages only with `pagesToo`. */
  isApi(url: URL): boolean;
  /** Person the request acts as, for the log; null when nobody is signed in. */
  userOf(request: Request): string | null;
  /** What a rate limit counts by. The user by default. */
  rateKey?(request: Request): string;
}

export type FakeHandler = (request: Request) => Promise<Response>;

/** A connection that breaks: in process it looks like fetch's own failure, `serve.ts` destroys the socket for it. */
export class DroppedConnection extends TypeError {
  constructor() {
    super('fetch failed');
  }
}

const huge = { chunk: 1024 * 1024, chunks: 64 };

/** Wraps a fake's handler: writes the log, waits, limits and breaks answers as the modes say at that moment. */
export function withModes(fake: ModedFake, handler: FakeHandler, now: () => number = Date.now): FakeHandler {
  const limiter = createLimiter(now);
  const moded = async (request: Request): Promise<Response> => {
    const { modes } = fake;
    if (!fake.isApi(new URL(request.url)) && !modes.pagesToo) return handler(request);
    if (modes.slowMs > 0) await wait(modes.slowMs, request.signal);
    const limited = limiter(modes, fake.rateKey?.(request) ?? fake.userOf(request) ?? 'anonymous');
    return limited ?? broken(modes.failure, request, handler);
  };
  return async (request) => {
    const url = new URL(request.url);
    const entry: FakeLogEntry = {
      method: request.method,
      path: url.pathname,
      query: url.search,
      user: fake.userOf(request),
      // Stays 0 where no answer was ever sent.
      status: 0,
      at: now(),
    };
    fake.log.push(entry);
    const response = await moded(request);
    entry.status = response.status;
    return response;
  };
}

/** What the server says now about a document that tests have revoked, by any of its ids; null when nothing changed. */
export function revoked(modes: FakeModes, ...ids: string[]): 'forbidden' | 'not-found' | null {
  return ids.map((id) => modes.revoked.get(id)).find((state) => state !== undefined) ?? null;
}

async function broken(
  failure: FakeModes['failure'],
  request: Request,
  handler: FakeHandler,
): Promise<Response> {
  switch (failure) {
    case 'none':
      return handler(request);
    case 'server-error':
      return html(500, '<h1>Internal Server Error</h1>');
    case 'html':
      return html(200, '<h1>Please stand by</h1><p>The service is being maintained.</p>');
    case 'truncated':
      return truncated(await handler(request));
    case 'huge':
      return hugeAnswer();
    case 'wrong-type':
      return wrongType(await handler(request));
    case 'hang':
      return forever(request.signal);
    case 'drop-connection':
      throw new DroppedConnection();
  }
}

/** Sliding minute a key, as quotas count. */
function createLimiter(now: () => number): (modes: FakeModes, key: string) => Response | null {
  const seen = new Map<string, number[]>();
  return (modes, key) => {
    if (modes.rateLimitPerMinute === 0) return null;
    const recent = (seen.get(key) ?? []).filter((at) => at > now() - 60_000);
    if (recent.length >= modes.rateLimitPerMinute) return tooMany(modes, now());
    seen.set(key, [...recent, now()]);
    return null;
  };
}

function tooMany(modes: FakeModes, at: number): Response {
  const seconds = modes.retryAfter === 'date' ? 6 : modes.retryAfter;
  const retryAfter =
    modes.retryAfter === 'date' ? new Date(at + seconds * 1000).toUTCString() : String(seconds);
  return Response.json(
    {
      error: { message: 'Rate limit exceeded', detail: `Try again in ${seconds} seconds` },
      status: 'failure',
    },
    {
      status: 429,
      headers: {
        'retry-after': retryAfter,
        'x-ratelimit-limit': String(modes.rateLimitPerMinute),
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil(at / 1000) + seconds),
      },
    },
  );
}

function html(status: number, body: string): Response {
  return new Response(`<!doctype html><html><head><title>Service</title></head><body>${body}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
  });
}

async function truncated(response: Response): Promise<Response> {
  const body = await response.text();
  return new Response(body.slice(0, Math.floor(body.length / 2)), unsized(response));
}

/** Valid JSON of 64 MiB, made while it is read, so that a reader with a limit costs nothing. */
function hugeAnswer(): Response {
  const filler = new Uint8Array(huge.chunk).fill(0x78);
  const encoder = new TextEncoder();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 0) controller.enqueue(encoder.encode('{"result":["'));
      if (sent < huge.chunks) controller.enqueue(filler.slice());
      if (sent === huge.chunks) {
        controller.enqueue(encoder.encode('"]}'));
        controller.close();
      }
      sent += 1;
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/json;charset=UTF-8' } });
}

/** Valid JSON in which every member has another type than documented. */
async function wrongType(response: Response): Promise<Response> {
  const body = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const answer: unknown = isJson && body !== '' ? JSON.parse(body) : null;
  const twisted = isRecord(answer)
    ? Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, otherType(value)]))
    : { unexpected: true };
  return new Response(JSON.stringify(twisted), unsized(response));
}

function otherType(value: unknown): unknown {
  if (Array.isArray(value)) return { 0: value.length };
  if (typeof value === 'object') return 17;
  return [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsized(response: Response): ResponseInit {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return { status: response.status, headers };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** A hanging server never answers; only the one who asked can give up. */
function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
