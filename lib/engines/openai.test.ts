import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import type { EngineEvent, EngineRequest } from './engine';
import { createEndpoint } from './openai';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const request: EngineRequest = {
  messages: [{ role: 'user', content: 'Why?' }],
  mostTokens: 50,
  temperature: 0,
};
const closing: (() => void)[] = [];
const { signal } = new AbortController();

/** A real server on this machine; the library's own client asks it. */
async function serve(answer: Answer) {
  const asked: { path: string; key: string; body: string; cookie: string | undefined }[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (part: Buffer) => (body += part.toString()));
    incoming.on('end', () => {
      const { url = '', headers } = incoming;
      asked.push({ path: url, key: headers.authorization ?? '', body, cookie: headers.cookie });
      answer(incoming, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => (server.closeAllConnections(), server.close()));
  const { port } = server.address() as AddressInfo;
  const endpoint = (apiKey: string | null = 'sk-test-4711', timeoutMs = 400) =>
    createEndpoint(
      { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey },
      { fetch: globalThis.fetch, timeoutMs },
    );
  return { asked, endpoint };
}
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const says = (content: string, finish_reason: string | null = null) =>
  event({
    id: '1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content }, finish_reason }],
  });
const streams =
  (...parts: string[]): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(parts.join(''));
  };
const refuses =
  (status: number, body: unknown = { error: { message: 'no sk-test-4711' } }, headers = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
async function ask(endpoint: ReturnType<typeof createEndpoint>, stop = signal): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const one of endpoint.chat('words-1', request, { signal: stop })) events.push(one);
  return events;
}
const textOf = (events: readonly EngineEvent[]) =>
  events.map((one) => (one.type === 'text-delta' ? one.text : '')).join('');

describe('a chat', () => {
  it('comes piece by piece, with what it took at its end', async () => {
    const usage = event({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } });
    const { asked, endpoint } = await serve(
      streams(says('Be'), says('cause.'), says('', 'stop'), usage, 'data: [DONE]\n\n'),
    );
    const events = await ask(endpoint());
    expect(textOf(events)).toBe('Because.');
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      reason: 'stop',
      usage: { promptTokens: 7, tokens: 3 },
    });
    expect(asked).toMatchObject([
      { path: '/v1/chat/completions', key: 'Bearer sk-test-4711', cookie: undefined },
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      model: 'words-1',
      max_tokens: 50,
      stream: true,
    });
  });

  it('is put in another form for a server that knows only that one', async () => {
    const { asked, endpoint } = await serve((incoming, response, body) => {
      const sent = JSON.parse(body) as Record<string, unknown>;
      if ('max_tokens' in sent)
        return refuses(400, { error: { message: 'Use max_completion_tokens' } })(incoming, response, body);
      if ('temperature' in sent)
        return refuses(400, { error: { message: 'Unsupported: temperature' } })(incoming, response, body);
      streams(says('So.', 'stop'))(incoming, response, body);
    });
    expect(textOf(await ask(endpoint()))).toBe('So.');
    expect(asked).toHaveLength(3);
    expect(JSON.parse(asked[2]?.body ?? '')).toMatchObject({ max_completion_tokens: 50 });
  });

  it('is asked for again when the server has too much to do, and no sooner than it says', async () => {
    let count = 0;
    const { asked, endpoint } = await serve((incoming, response, body) => {
      count += 1;
      if (count === 1) return refuses(429, {}, { 'retry-after-ms': '30' })(incoming, response, body);
      streams(says('So.', 'stop'))(incoming, response, body);
    });
    expect(textOf(await ask(endpoint()))).toBe('So.');
    expect(asked).toHaveLength(2);
  });

  it('with parts that nobody knows goes on without them', async () => {
    const strange = event({ choices: 'none', usage: [] }) + event({ type: 'response.unheard' }) + event(null);
    const { endpoint } = await serve(streams(': ping\n\n', strange, says('So.'), says('', 'length')));
    const events = await ask(endpoint());
    expect(textOf(events)).toBe('So.');
    expect(events.at(-1)).toMatchObject({ reason: 'length' });
  });

  it('that does not end is cut off', async () => {
    const { endpoint } = await serve(streams(...Array<string>(40).fill(says('x'.repeat(2_000)))));
    const events = await ask(endpoint());
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'length' });
    expect(textOf(events).length).toBeLessThan(130_000);
  });

  it('that is stopped is over at once', async () => {
    const { endpoint } = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(says('so'));
    });
    const stop = new AbortController();
    const parts = endpoint(null, 60_000).chat('words-1', request, { signal: stop.signal });
    const reading = (async () => {
      for await (const part of parts) if (part.type === 'text-delta') stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('what goes wrong', () => {
  const slow: Answer = (_incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(says('so'));
  };
  test.each<[string, Answer, string, string]>([
    ['a wrong key', refuses(401), 'signed-out', 'does not accept the key'],
    ['a key without the right', refuses(403), 'forbidden', 'does not allow'],
    ['a wrong path', refuses(404), 'not-found', 'no such path or model'],
    ['a limit', refuses(429, {}, { 'x-should-retry': 'false' }), 'rate-limited', 'too much to do'],
    ['a breakdown', refuses(500, {}, { 'x-should-retry': 'false' }), 'server', 'broke down'],
    ['a refusal', refuses(422), 'invalid-query', 'refuses the request'],
    ['a redirect', refuses(302, {}, { location: 'https://evil.test/v1' }), 'bad-answer', 'another address'],
    [
      'a web page',
      (_incoming, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'bad-answer',
      'A web page answers there',
    ],
    ['a stream that is cut off', streams(says('so')), 'server', 'broke off in mid-answer'],
    ['a stream of nonsense', streams('data: {"choices": [\n\n'), 'bad-answer', 'cannot be read'],
    ['a stream that stalls', slow, 'timeout', 'stopped in mid-answer'],
    ['10 MB in one piece', streams(`data: ${'x'.repeat(10_000_000)}\n\n`), 'bad-answer', 'does not end'],
    [
      'an error in the stream',
      streams(event({ error: { message: 'sk-test-4711 is bad' } })),
      'bad-answer',
      'cannot be read',
    ],
  ])('%s is said in words, without the key', async (_what, answer, kind, words) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { endpoint } = await serve(answer);
    const failure = await ask(endpoint()).then(
      () => expect.fail('it did not fail'),
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({ name: 'DesksideError', kind });
    expect(failure.message).toContain(words);
    expect(`${failure.message} ${String(failure.cause)}`).not.toContain('4711');
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  it('nobody there is said in words', async () => {
    const nobody = createEndpoint(
      { baseUrl: 'http://127.0.0.1:9/v1', apiKey: null },
      { fetch: () => Promise.reject(new TypeError('Failed to fetch')), timeoutMs: 300 },
    );
    await expect(ask(nobody)).rejects.toMatchObject({ kind: 'unreachable' });
  }, 20_000);

  it('a key is not sent in the open', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const open = createEndpoint({ baseUrl: 'http://models.acme.test/v1', apiKey: 'sk-1' }, { fetch });
    await expect(ask(open)).rejects.toMatchObject({ kind: 'unsupported' });
    expect(fetch).not.toHaveBeenCalled();
  });
});

test.each([
  ['https://acme.openai.azure.com/openai/v1', 'sk-1'],
  ['https://openai.azure.com.evil.test/v1', null],
  ['https://models.acme.test/v1', null],
])('%s gets the key in the header of Azure: %s', async (baseUrl, expected) => {
  const headers: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = (_url, init) => {
    headers.push(new Headers(init?.headers).get('api-key'));
    return Promise.resolve(Response.json({ data: [] }));
  };
  await createEndpoint({ baseUrl, apiKey: 'sk-1' }, { fetch }).models(signal);
  expect(headers).toEqual([expected]);
});

test('models are listed; what is no model is left out', async () => {
  const data = [{ id: 'words-1', object: 'model' }, { id: 7 }, null, { id: 'words-2' }];
  const { asked, endpoint } = await serve(refuses(200, { object: 'list', data }));
  expect(await endpoint().models(signal)).toEqual(['words-1', 'words-2']);
  expect(asked[0]?.path).toBe('/v1/models');
});
