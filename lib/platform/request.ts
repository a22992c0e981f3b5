import type { z } from 'zod';
import { DesksideError, isAbort } from '../core/errors';
import { classifyStatus } from './classify-response';
import { looksLikeLogin, looksLikeMarkup } from './looks-like-login';
import { BodyTooLargeError, discard, readBody } from './read-body';

export interface ProductRequestOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Origin and context path of the instance; no request goes to another origin. */
  readonly baseUrl: string;
  /** Ends every request made through this object. */
  readonly signal: AbortSignal;
  /** For one answer, headers and body together. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** One answer that was what was asked for. The same shape as a connector's `ProductAnswer`. */
interface Answer<T> {
  data: T;
  status: number;
  headers: Headers;
  url: string;
}

interface Asking {
  headers?: Record<string, string>;
  post?: { readonly body: string; readonly contentType: string };
}

interface RawAnswer extends Answer<string> {
  readonly at: string;
}

/**
 * Requests to one product instance with the user's own session, each ending in the asked-for data or in a
 * DesksideError; nothing is retried. Errors carry origin and path only, since a query can hold ticket text.
 */
export function createProductRequest(options: ProductRequestOptions) {
  const ask = (url: string, accept: string, { headers, post }: Asking) =>
    send(options, url, post, {
      Accept: accept,
      ...(post && { 'Content-Type': post.contentType }),
      ...headers,
    });
  return {
    /** JSON that fits `schema`; anything else, HTML above all, is `signed-out` or `bad-answer`. */
    async json<T>(url: string, schema: z.ZodType<T>, init: Asking = {}): Promise<Answer<T>> {
      const raw = await ask(url, 'application/json', init);
      return { ...publicPart(raw), data: parseJson(raw, schema) };
    },
    /** The body as it is, sign-in pages included. */
    async text(url: string, init: Asking = {}): Promise<Answer<string>> {
      const raw = await ask(url, 'text/html, */*;q=0.5', init);
      return { ...publicPart(raw), data: raw.data };
    },
  };
}

function publicPart({ status, headers, url }: RawAnswer) {
  return { status, headers, url };
}

async function send(
  options: ProductRequestOptions,
  asked: string,
  post: Asking['post'],
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const { url, at } = resolveOwn(options.baseUrl, asked);
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    signal.throwIfAborted();
    const race = <T>(work: Promise<T>) => raceAbort(work, signal);
    const response = await race(
      options.fetch(url, {
        method: post ? 'POST' : 'GET',
        ...(post && { body: post.body }),
        headers,
        signal,
        credentials: 'include',
        redirect: 'manual',
        cache: 'no-store',
      }),
    );
    const now = (options.now ?? Date.now)();
    await refuse(response, { at, now, race });
    const data = await readBody(response, { maxBytes: options.maxBytes ?? 8_000_000, race });
    const final = response.url === '' ? url : response.url;
    // Only a redirect leads elsewhere, and `manual` has ended it already: a second lock for a fetch that ignores it.
    if (new URL(final).origin !== new URL(url).origin)
      throw new DesksideError('signed-out', 'Sent elsewhere', { at });
    return { data, status: response.status, headers: response.headers, url: final, at };
  } catch (error) {
    throw explain(error, options.signal, timeout, at);
  }
}

/** Throws what a status other than 2xx stands for. Only a 403 needs its body read, and no more than its start. */
async function refuse(
  response: Response,
  { at, now, race }: { at: string; now: number; race: <T>(work: Promise<T>) => Promise<T> },
): Promise<void> {
  const status = response.type === 'opaqueredirect' ? 0 : response.status;
  const body = status === 403 ? await readBody(response, { maxBytes: 100_000, truncate: true, race }) : '';
  const refused = classifyStatus({ status, headers: response.headers, body, at, now });
  if (!refused) return;
  if (!response.bodyUsed) discard(response.body?.cancel());
  throw refused;
}

/** Absolute URL and the part of it that an error may show. Throws `no-permission` for another origin. */
function resolveOwn(baseUrl: string, asked: string): { url: string; at: string } {
  const base = new URL(baseUrl);
  const target = URL.canParse(asked, `${baseUrl}/`) ? new URL(asked, `${baseUrl}/`) : null;
  if (target?.origin !== base.origin) {
    throw new DesksideError('no-permission', 'A request to another host was refused', { at: base.origin });
  }
  target.username = '';
  target.password = '';
  target.hash = '';
  return { url: target.href, at: target.origin + target.pathname };
}

/** A server may never answer, and a stand-in for fetch may not listen to its signal. */
function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(new DOMException('Aborted', 'AbortError'));
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

function explain(error: unknown, caller: AbortSignal, timeout: AbortSignal, at: string): unknown {
  if (error instanceof DesksideError) return error;
  if (caller.aborted)
    return isAbort(caller.reason) ? caller.reason : new DOMException('Aborted', 'AbortError');
  if (timeout.aborted) return new DesksideError('timeout', 'No answer in time', { at, cause: error });
  if (error instanceof BodyTooLargeError) {
    return new DesksideError('bad-answer', 'The answer was too large', { at, cause: error });
  }
  if (isAbort(error)) return error;
  return new DesksideError('unreachable', 'The host could not be reached', { at, cause: error });
}

function parseJson<T>(raw: RawAnswer, schema: z.ZodType<T>): T {
  const { at, status } = raw;
  const isHtml = /^\s*(?:text\/html|application\/xhtml)/i.test(raw.headers.get('content-type') ?? '');
  if (isHtml || looksLikeMarkup(raw.data)) {
    if (looksLikeLogin(raw.data))
      throw new DesksideError('signed-out', 'A sign-in page was answered', { at, status });
    throw new DesksideError('bad-answer', 'A page was answered where data was asked', { at, status });
  }
  const parsed = schema.safeParse(decodeJson(raw));
  if (!parsed.success) {
    throw new DesksideError('bad-answer', 'The answer has another shape', {
      at,
      status,
      cause: parsed.error,
    });
  }
  return parsed.data;
}

function decodeJson({ data, at, status }: RawAnswer): unknown {
  try {
    // Half of a pair of surrogates would make every later encoding of the text throw; only an escape can bring one.
    return /\\ud[89a-f]/i.test(data) ? JSON.parse(data, wellFormed) : JSON.parse(data);
  } catch (cause) {
    // A SyntaxError quotes the text it stumbled over, so it is not passed on.
    const truncated = cause instanceof SyntaxError && data.trim() !== '';
    throw new DesksideError('bad-answer', truncated ? 'The answer was cut short' : 'The answer was empty', {
      at,
      status,
    });
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : value;
}
