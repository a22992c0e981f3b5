import type OpenAI from 'openai';
import { DesksideError } from '../core/errors';
import { guardFetch } from './guard-fetch';

/** Where an endpoint is and who asks. */
export interface EndpointAddress {
  /** As OpenAI's clients take it: what stands before /chat/completions. */
  readonly baseUrl: string;
  /** Null for endpoints that want none. */
  readonly apiKey: string | null;
}

export interface EndpointOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds until an answer begins, and between any two parts of it. */
  readonly timeoutMs?: number;
}

/** Endpoints may wake up first, or load a model. */
const TIMEOUT_MS = 60_000;
const MOST_BYTES = 8_000_000;
const MOST_RETRIES = 2;

/** OpenAI's client for one request, and failures in our words. */
export interface EndpointClient {
  readonly client: OpenAI;
  /** @throws DesksideError; AbortError */
  inOurWords<T>(signal: AbortSignal, work: Promise<T>): Promise<T>;
}

/** Loads the library with the first request. @throws DesksideError for a key that would travel in the open */
export async function connectClient(
  { baseUrl, apiKey }: EndpointAddress,
  options: EndpointOptions,
): Promise<EndpointClient> {
  const timeout = options.timeoutMs ?? TIMEOUT_MS;
  refuseOpenKey(baseUrl, apiKey);
  const { OpenAI } = await import('openai');
  const guard = guardFetch(options.fetch, { stallMs: timeout, mostBytes: MOST_BYTES });
  const client = new OpenAI({
    baseURL: baseUrl,
    // The library wants one; endpoints that need none do not look at it.
    apiKey: apiKey ?? 'none',
    ...(apiKey !== null && isAzure(baseUrl) && { defaultHeaders: { 'api-key': apiKey } }),
    dangerouslyAllowBrowser: true,
    maxRetries: MOST_RETRIES,
    timeout,
    fetch: guard.fetch,
    // It would put answers into the console.
    logLevel: 'off',
  });
  /** Fails in our words. */
  const inOurWords = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      signal.throwIfAborted();
      throw guard.refused() ?? failureOf(error, OpenAI);
    }
  };
  return { client, inOurWords };
}

/** There keys have a header of their own. https://learn.microsoft.com/azure/ai-foundry/openai/reference */
function isAzure(baseUrl: string): boolean {
  return /\.(?:openai|cognitiveservices|services\.ai)\.azure\.com$/.test(new URL(baseUrl).hostname);
}

/** A key is as good as a password: it does not travel in the open. */
function refuseOpenKey(baseUrl: string, apiKey: string | null): void {
  const { protocol, hostname } = new URL(baseUrl);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
  if (apiKey !== null && protocol === 'http:' && !isHere)
    throw new DesksideError('unsupported', 'A key is not sent over an unencrypted connection: use https');
}

export function statusOf(error: unknown): number | undefined {
  const status: unknown = Reflect.get(Object(error), 'status');
  return typeof status === 'number' ? status : undefined;
}

/** The library's own, which is loaded late: a build changes what classes are called. */
type Failures = Pick<typeof OpenAI, 'APIConnectionError' | 'APIConnectionTimeoutError'>;

/** What the endpoint said is not passed on: it may quote the key or the question. */
function failureOf(error: unknown, library: Failures): DesksideError {
  if (error instanceof DesksideError) return error;
  const status = statusOf(error);
  const fail = (kind: DesksideError['kind'], words: string) =>
    new DesksideError(kind, words, status === undefined ? {} : { status });
  if (status === 401) return fail('signed-out', 'The endpoint does not accept the key');
  if (status === 403) return fail('forbidden', 'The endpoint does not allow this key to do that');
  if (status === 404) return fail('not-found', 'The endpoint has no such path or model');
  if (status === 429)
    return fail('rate-limited', 'The endpoint has too much to do, or the key’s limit is reached');
  if (status !== undefined && status >= 500) return fail('server', 'The endpoint broke down');
  if (status !== undefined) return fail('invalid-query', `The endpoint refuses the request (${status})`);
  if (error instanceof library.APIConnectionTimeoutError)
    return fail('timeout', 'The endpoint did not answer in time');
  if (error instanceof library.APIConnectionError || error instanceof TypeError)
    return fail(
      'unreachable',
      'The endpoint could not be reached. With a certificate of its own, open its address in a tab and accept it first',
    );
  return fail('bad-answer', 'The endpoint’s answer cannot be read');
}
