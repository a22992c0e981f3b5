import OpenAI from 'openai';
import { afterAll, describe, expect, test } from 'vitest';
import { createEndpoint } from '../../lib/engines/openai';
import { openPglite } from '../../server/database/open-pglite';
import { migrate } from '../../server/database/migrations';
import { embedder, openServer, textFile } from '../server/open-server';
import { startLlamaServer } from './llama-server';
import { startLlamaStack, type RunningLlamaStack } from './llama-stack';

const database = await openPglite(null);
await migrate(database);
const llama = await startLlamaServer();
const server = await openServer(database, 'skipped' in llama ? {} : { UPSTREAM_BASE_URL: llama.baseUrl });
const { key } = await server.person();
const started = 'skipped' in llama ? llama : await startLlamaStack({ baseUrl: server.baseUrl, apiKey: key });
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

/** It embeds by our server's own embedder and writes by a model of llama.cpp behind it: nothing is downloaded. */
describe.skipIf('skipped' in started)(`a real Llama Stack${why}`, () => {
  const stack = started as RunningLlamaStack;
  const { signal } = new AbortController();
  const endpoint = () =>
    createEndpoint({ baseUrl: stack.baseUrl, apiKey: null }, { fetch: globalThis.fetch });
  const client = new OpenAI({ baseURL: stack.baseUrl, apiKey: 'none', logLevel: 'off' });
  let store = '';

  afterAll(async () => {
    await stack.stop();
    await server.close();
    await database.close();
    if (!('skipped' in llama)) await llama.stop();
  });

  test('its collections are found, searched and read as an endpoint’s', async () => {
    ({ id: store } = await client.vectorStores.create({ name: 'Handbook' }));
    const texts = {
      'vpn.txt': 'VPN error 809 means that a firewall drops the packets. Allow UDP 500 and UDP 4500.',
      'printer.txt': 'When a printer is offline, restart the print spooler on the server.',
    };
    for (const [name, text] of Object.entries(texts)) {
      const { id } = await client.files.create({ file: textFile(name, text), purpose: 'assistants' });
      const attached = await client.vectorStores.files.createAndPoll(store, { file_id: id });
      expect(attached.status).toBe('completed');
    }
    expect(server.asked.some((line) => line.includes('/v1/embeddings'))).toBe(true);
    const stores = await endpoint().stores(signal);
    expect(stores).toContainEqual(expect.objectContaining({ id: store, name: 'Handbook', documents: 2 }));
    const found = await endpoint().search(store, 'firewall packets VPN error 809', { most: 5, signal });
    expect(found[0]).toMatchObject({ filename: 'vpn.txt' });
    expect(found[0]?.text).toContain('UDP 4500');
    const file = await endpoint().file(store, found[0]?.fileId ?? '', signal);
    expect(file.texts.join('\n')).toContain('UDP 4500');
  });

  test('its models are found, and write', async () => {
    const models = await endpoint().models(signal);
    expect(models).toEqual(
      expect.arrayContaining([`${stack.prefix}smollm2`, `${stack.prefix}${embedder.id}`]),
    );
    let text = '';
    const messages = [{ role: 'user' as const, content: 'Say hello.' }];
    const request = { messages, mostTokens: 16, temperature: 0 };
    for await (const event of endpoint().chat(`${stack.prefix}smollm2`, request, { signal }))
      if (event.type === 'text-delta') text += event.text;
    expect(text.length).toBeGreaterThan(0);
  });

  test('it answers from its collection', async () => {
    const response = await client.responses.create({
      model: `${stack.prefix}smollm2`,
      input: 'What does VPN error 809 mean?',
      tools: [{ type: 'file_search', vector_store_ids: [store] }],
      include: ['file_search_call.results'],
      max_output_tokens: 60,
      temperature: 0,
    });
    expect(['completed', 'incomplete']).toContain(response.status);
    // Whether the search is made is up to the model there; a small one often answers without.
    expect(response.output.length).toBeGreaterThan(0);
  });
});
