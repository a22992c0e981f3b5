import type OpenAI from 'openai';
import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { EngineEvent, EngineRequest } from './engine';
import { connectClient, statusOf, type EndpointAddress, type EndpointOptions } from './openai-client';
import { createRetrieval, type EndpointRetrieval } from './openai-retrieval';

export type { EndpointAddress, EndpointOptions };

export interface Endpoint extends EndpointRetrieval {
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

const MOST_TEXT = 60_000;
const MOST_MODELS = 500;

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
export function createEndpoint(address: EndpointAddress, options: EndpointOptions): Endpoint {
  const connect = () => connectClient(address, options);

  return {
    ...createRetrieval(connect),

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
