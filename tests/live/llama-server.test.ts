import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../lib/engines/engine';
import { createEndpoint } from '../../lib/engines/openai';
import type { Database } from '../../server/database/database';
import { openPglite } from '../../server/database/open-pglite';
import { migrate } from '../../server/database/migrations';
import { openServer, storeWith, type OpenServer } from '../server/open-server';
import { startLlamaServer, type RunningLlama } from './llama-server';

const started = await startLlamaServer();
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';
const question = 'Say hello in five words.';

/** What it says is a small model's business; that it comes whole, counted and in order is ours. */
describe.skipIf('skipped' in started)(`a real llama.cpp server${why}`, () => {
  const llama = started as RunningLlama;
  let database: Database;
  let server: OpenServer;

  beforeAll(async () => {
    database = await openPglite(null);
    await migrate(database);
    server = await openServer(database, { UPSTREAM_BASE_URL: llama.baseUrl });
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await database?.close();
    await llama.stop();
  });

  test('is an endpoint as it is: models, no collections, a streamed and counted answer', async () => {
    const { signal } = new AbortController();
    const endpoint = createEndpoint({ baseUrl: llama.baseUrl, apiKey: null }, { fetch: globalThis.fetch });
    expect(await endpoint.models(signal)).toEqual(['smollm2']);
    expect(await endpoint.stores(signal)).toBeNull();
    const events: EngineEvent[] = [];
    const messages = [{ role: 'user' as const, content: question }];
    for await (const event of endpoint.chat(
      'smollm2',
      { messages, mostTokens: 24, temperature: 0 },
      { signal },
    ))
      events.push(event);
    const end = events.at(-1);
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(1);
    expect(end).toMatchObject({ type: 'end' });
    expect(end?.type === 'end' && (end.usage.promptTokens ?? 0)).toBeGreaterThan(5);
    expect(end?.type === 'end' && end.usage.tokens).toBeLessThanOrEqual(24);
  });

  test('writes for our server: a chat is passed on, plain and streamed', async () => {
    const { client } = await server.person();
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('smollm2');
    const asked = {
      model: 'smollm2',
      messages: [{ role: 'user' as const, content: question }],
      max_tokens: 12,
    };
    const whole = await client.chat.completions.create({ ...asked, temperature: 0 });
    expect(whole.choices[0]?.message.content?.length).toBeGreaterThan(0);
    let text = '';
    for await (const chunk of await client.chat.completions.create({
      ...asked,
      temperature: 0,
      stream: true,
    }))
      text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe(whole.choices[0]?.message.content);
  });

  test('writes answers over our store, counted, every citation inside the text', async () => {
    const { client } = await server.person();
    const { store, ids } = await storeWith(client, {
      'vpn.txt': 'VPN error 809 means that a firewall drops the packets. Allow UDP 500 and UDP 4500.',
    });
    const response = await client.responses.create({
      model: 'smollm2',
      input: 'What does VPN error 809 mean?',
      tools: [{ type: 'file_search', vector_store_ids: [store] }],
      max_output_tokens: 60,
      temperature: 0,
    });
    expect(['completed', 'incomplete']).toContain(response.status);
    expect(response.output_text.length).toBeGreaterThan(10);
    expect(response.usage?.output_tokens).toBeGreaterThan(5);
    expect(response.usage?.input_tokens).toBeGreaterThan(30);
    const parts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []));
    for (const part of parts)
      for (const annotation of part.type === 'output_text' ? part.annotations : []) {
        expect(annotation).toMatchObject({ type: 'file_citation', file_id: ids['vpn.txt'] });
        const index = annotation.type === 'file_citation' ? annotation.index : -1;
        expect(index).toBeLessThanOrEqual(response.output_text.length);
      }
  });
});
