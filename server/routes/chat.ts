import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { z } from 'zod';
import { Problem } from '../problem';
import { abortWith } from './abort-with';
import type { Route } from './route';

export const chat: Route =
  ({ upstream }) =>
  async (app) => {
    app.post(
      '/chat/completions',
      {
        schema: {
          summary: 'Pass a chat on to the model',
          body: z.looseObject({
            model: z.string().min(1).max(300),
            messages: z
              .array(z.looseObject({ role: z.string().max(40) }))
              .min(1)
              .max(500),
            stream: z.boolean().nullish(),
          }),
        },
      },
      async (request, reply) => {
        if (!upstream) throw new Problem(501, 'No model is set up here (UPSTREAM_BASE_URL).', 'no_upstream');
        const answer = await upstream.pass(request.body, abortWith(reply));
        // What it refuses is said in its own words, except where it does not know who we are: that is not the caller's doing.
        if (answer.status === 401 || answer.status === 403 || answer.status >= 500) {
          await answer.body?.cancel();
          throw new Problem(502, `The model refused the request (${answer.status}).`, 'upstream_refused');
        }
        const type = answer.headers.get('content-type') ?? '';
        if (!/^(?:application\/json|text\/event-stream)\b/.test(type) || !answer.body) {
          await answer.body?.cancel();
          throw new Problem(502, 'The model’s answer cannot be read.', 'upstream_bad_answer');
        }
        return reply
          .code(answer.status)
          .type(type)
          .header('cache-control', 'no-store')
          .send(Readable.fromWeb(answer.body as NodeStream));
      },
    );
  };
