import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly key: string;
  /** The bytes of the request, as text. */
  readonly body: string;
}

/**
 * A server that speaks OpenAI's protocol as far as chats go: it answers with the first sentence of each source that it
 * was sent. https://platform.openai.com/docs/api-reference/chat
 */
export async function startEndpointServer() {
  const asked: Asked[] = [];
  const modes = {
    key: 'sk-acme-4711',
    /** Breaks off after so many pieces; null for none. */
    breaksAfter: null as number | null,
    /** Said before anything else. */
    preface: '',
    isDown: false,
  };
  const stream = async (response: ServerResponse, body: string): Promise<void> => {
    const { messages } = JSON.parse(body) as { messages: { content: string }[] };
    const sources = [...(messages.at(-1)?.content ?? '').matchAll(/^\[(\d)\] .*\n([^\n]+)/gm)];
    const lines = sources.map(
      ([, number, text = '']) => `${/^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text} [${number}]`,
    );
    const pieces = [modes.preface, ...`${lines.join('\n')}\n`.split(/(?<=\s)/)];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
    for (const [at, content] of pieces.entries()) {
      if (modes.breaksAfter !== null && at >= modes.breaksAfter) return void response.destroy();
      send({
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta: { content }, finish_reason: null }],
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    send({ choices: [], usage: { prompt_tokens: 812, completion_tokens: pieces.length } });
    response.end('data: [DONE]\n\n');
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const key = (request.headers.authorization ?? '').replace('Bearer ', '');
      const path = request.url ?? '';
      asked.push({ path, key, body });
      if (modes.isDown) return void response.destroy();
      const refuse = (status: number) =>
        void response
          .writeHead(status, { 'content-type': 'application/json' })
          .end('{"error":{"message":"no"}}');
      if (key !== modes.key) return refuse(401);
      if (path === '/v1/models')
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ object: 'list', data: [{ id: 'acme-large' }, { id: 'acme-small' }] }));
      if (path !== '/v1/chat/completions') return refuse(404);
      void stream(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    modes,
    chats: () => asked.filter(({ path }) => path.endsWith('/chat/completions')),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
