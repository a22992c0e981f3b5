import type OpenAI from 'openai';
import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { EngineEvent, EngineRequest } from './engine';
import { guardFetch } from './guard-fetch';

/** Where an endpoint is and who asks. */
export interface EndpointAddress {
  /** As OpenAI's clients take it: what stands before /chat/completions. */
  readonly baseUrl: string;
  /** Null for endpoints that want none. */
  readonly apiKey: string | null;
}

export interface Endpoint {
  /**
   * Ids of the models that it offers, as it orders them.
   * @throws DesksideError; AbortError
   */
  models(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * What a model says, as it comes; the last event is `end`.
   * @throws DesksideError; AbortError
   */
  chat(
    model: string,
    request: EngineRequest,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<EngineEvent>;
}

export interface EndpointOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds until an answer begins, and between any two parts of it. */
  readonly timeoutMs?: number;
}

/** Endpoints may wake up first, or load a model. */
const TIMEOUT_MS = 60_000;
const MOST_BYTES = 8_000_000;
const MOST_TEXT = 60_000;
const MOST_MODELS = 500;
const MOST_RETRIES = 2;

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
});
const listSchema = z.object({ data: z.array(z.unknown()) });
const modelSchema = z.object({ id: z.string().min(1).max(300) });

/** Any endpoint that speaks OpenAI's protocol. https://platform.openai.com/docs/api-reference */
export function createEndpoint({ baseUrl, apiKey }: EndpointAddress, options: EndpointOptions): Endpoint {
  const timeout = options.timeoutMs ?? TIMEOUT_MS;

  const connect = async () => {
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
  };

  return {
    async models(signal) {
      signal.throwIfAborted();
      const { client, inOurWords } = await connect();
      const { data } = await inOurWords(signal, client.models.list({ signal }).asResponse().then(readList));
      return data.slice(0, MOST_MODELS).flatMap((row) => modelSchema.safeParse(row).data?.id ?? []);
    },

    async *chat(model, request, { signal }) {
      const started = performance.now();
      const counted = { promptTokens: null as number | null, tokens: 0, firstTokenMs: null as number | null };
      let reason: 'stop' | 'length' | null = null;
      let length = 0;
      signal.throwIfAborted();
      const { client, inOurWords } = await connect();
      const parts = await inOurWords(signal, begin(client, model, request, signal));
      const iterator = parts[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await inOurWords(signal, iterator.next());
        // The library takes an abort for an end.
        signal.throwIfAborted();
        if (done === true) break;
        const chunk = chunkSchema.safeParse(value).data;
        const choice = chunk?.choices?.[0];
        const text = choice?.delta?.content ?? '';
        if (text !== '') {
          counted.firstTokenMs ??= performance.now() - started;
          counted.tokens += 1;
          length += text.length;
          yield { type: 'text-delta', text: length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text };
        }
        if (choice?.finish_reason) reason = choice.finish_reason === 'length' ? 'length' : 'stop';
        counted.promptTokens = chunk?.usage?.prompt_tokens ?? counted.promptTokens;
        counted.tokens = chunk?.usage?.completion_tokens ?? counted.tokens;
        if (length > MOST_TEXT) {
          reason = 'length';
          await iterator.return?.();
          break;
        }
      }
      if (reason === null) throw new DesksideError('server', 'The endpoint broke off in mid-answer');
      const totalMs = performance.now() - started;
      yield {
        type: 'end',
        reason,
        usage: { ...counted, firstTokenMs: counted.firstTokenMs ?? totalMs, totalMs },
      };
    },
  };
}

async function readList(response: Response): Promise<z.infer<typeof listSchema>> {
  return listSchema.parse(await response.json());
}

/** What servers refuse that know a newer or an older form of the protocol, and what they get instead. */
const otherForms: readonly (readonly [named: RegExp, change: (body: Body) => Body])[] = [
  [
    /max_completion_tokens|max_tokens/,
    ({ max_tokens, ...rest }) => ({ ...rest, max_completion_tokens: max_tokens }),
  ],
  [/temperature/, ({ temperature: _temperature, ...rest }) => rest],
  [/stream_options/, ({ stream_options: _options, ...rest }) => rest],
  [/seed/, ({ seed: _seed, ...rest }) => rest],
];
type Body = OpenAI.ChatCompletionCreateParamsStreaming;

/** Its parts are the server's word: unknown until parsed. */
async function begin(
  client: OpenAI,
  model: string,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown, void>> {
  const { messages, mostTokens, temperature, seed } = request;
  let body: Body = {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    max_tokens: mostTokens,
    temperature,
    ...(seed !== undefined && { seed }),
    stream: true,
    stream_options: { include_usage: true },
  };
  const left = new Set(otherForms);
  for (;;)
    try {
      return (await client.chat.completions.create(body, { signal })) as AsyncIterable<unknown, void>;
    } catch (error) {
      const refused = statusOf(error) === 400 && error instanceof Error ? error.message : '';
      const form = [...left].find(([named]) => named.test(refused));
      if (!form) throw error;
      left.delete(form);
      body = form[1](body);
    }
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

function statusOf(error: unknown): number | undefined {
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
