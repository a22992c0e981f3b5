import type { FastifyReply } from 'fastify';

/** Aborts when whoever asked has gone. */
export function abortWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
