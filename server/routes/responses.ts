import type { FastifyReply } from 'fastify';
import type { Principal } from '../auth/principal';
import { newId } from '../new-id';
import { Problem } from '../problem';
import { readHits, type SearchHit } from '../search/read-hits';
import { rankPassages } from '../search/search-store';
import { readableStore } from '../stores/vector-stores';
import { EXTRACTS_MODEL } from '../write/extracts';
import { abortWith } from './abort-with';
import { eventsOf, type Asked } from './response-events';
import { questionOf, responseRequestSchema, turnsOf, type ResponseRequest } from './response-request';
import type { Parts, Route } from './route';
import { toShare } from './vector-stores';

const RESULTS = 10;
const MOST_TOKENS = 600;
/** Proxies cut what says nothing for a minute. */
const HEARTBEAT_MS = 15_000;

export const responses: Route = (parts) => async (app) => {
  app.post(
    '/responses',
    { schema: { summary: 'Answer from vector stores, with citations', body: responseRequestSchema } },
    async (request, reply) => {
      const { body, principal } = request;
      const asked: Asked = { id: newId('resp_'), body, question: questionOf(turnsOf(body)) };
      const signal = abortWith(reply);
      // Before the first byte: what is refused is refused with its status.
      const stores = await Promise.all(
        (body.tools?.[0]?.vector_store_ids ?? []).map((id) => readableStore(parts.database, principal, id)),
      );
      const find = () => findAll(parts, principal, stores, asked);
      const write = (hits: readonly SearchHit[]) => writerOf(parts, body)(writeRequest(asked, hits, signal));
      const events = eventsOf(asked, find, write);
      if (body.stream === true) return sendStream(parts, reply, events, signal);
      let last;
      for await (const event of events) last = event;
      if (last?.type !== 'response.completed' && last?.type !== 'response.incomplete')
        throw new Problem(500, 'The answer did not come to its end.');
      return last.response;
    },
  );
};

/** A model where there is one and it is not told to stay out of it; else the sources' own words. */
function writerOf({ upstream, extracts }: Parts, { model }: ResponseRequest) {
  return upstream && model !== EXTRACTS_MODEL ? upstream.write : extracts;
}

function writeRequest({ body, question }: Asked, hits: readonly SearchHit[], signal: AbortSignal) {
  return {
    instructions: body.instructions ?? null,
    turns: turnsOf(body),
    question,
    hits,
    model: body.model,
    mostTokens: body.max_output_tokens ?? MOST_TOKENS,
    temperature: body.temperature ?? 0,
    signal,
  };
}

async function findAll(
  { search, database, metrics }: Parts,
  who: Principal,
  stores: readonly Awaited<ReturnType<typeof readableStore>>[],
  { body, question }: Asked,
): Promise<SearchHit[]> {
  const [tool] = body.tools ?? [];
  if (!tool) return [];
  const started = performance.now();
  const k = tool.max_num_results ?? RESULTS;
  const least = tool.ranking_options?.score_threshold ?? 0;
  const found = await Promise.all(
    stores.map((store) =>
      rankPassages(search, store, { query: question, k, filter: tool.filters ?? null, who }),
    ),
  );
  const ranked = found
    .flat()
    .filter(({ score }) => toShare(score) >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, k);
  const hits = await readHits(database, ranked);
  metrics.searched(performance.now() - started);
  return hits;
}

async function sendStream(
  { metrics }: Parts,
  reply: FastifyReply,
  events: ReturnType<typeof eventsOf>,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  metrics.streamed(1);
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  let number = 0;
  const send = async (event: { type: string }) => {
    const isTaken = raw.write(
      `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: number })}\n\n`,
    );
    number += 1;
    // Who reads slowly is waited for, and not kept in memory.
    if (!isTaken && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = () => {
          raw.off('drain', done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        raw.once('drain', done);
        signal.addEventListener('abort', done, { once: true });
      });
  };
  try {
    for await (const event of events) {
      if (signal.aborted) break;
      await send(event);
    }
  } catch (error) {
    if (!signal.aborted) {
      if (!(error instanceof Problem))
        reply.log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'a stream failed');
      const { message, code } =
        error instanceof Problem ? error : new Problem(500, 'The server failed.', 'server_error');
      await send({ type: 'error', code, message, param: null } as { type: string });
    }
  } finally {
    clearInterval(heartbeat);
    metrics.streamed(-1);
    raw.end();
  }
  return reply;
}
