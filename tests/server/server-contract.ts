import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../server/database/database';
import { embedder, found, openServer, storeWith, textFile, type OpenServer } from './open-server';

const files = {
  'vpn.txt':
    'VPN error 809\n\nError 809 means that a firewall drops the packets of the VPN client. Allow UDP 500 and UDP 4500 to the gateway.',
  'printer.txt':
    'Printer offline\n\nRestart the print spooler on the server. The queue is empty again after that.',
  'travel.txt': 'Travel expenses\n\nHand in receipts for taxis and hotels within thirty days.',
};

/** What holds of the server over any database. OpenAI's own client asks, wherever it has a method for it. */
export function describeServer(name: string, openDatabase: () => Promise<Database>): void {
  describe(`the server over ${name}`, () => {
    let database: Database;
    let server: OpenServer;
    let client: OpenAI;
    let key: string;
    let store: string;
    let ids: Record<string, string>;

    beforeAll(async () => {
      database = await openDatabase();
      server = await openServer(database, { MOST_FILE_BYTES: '200000', MOST_JSON_BYTES: '100000' });
      ({ client, key } = await server.person());
      ({ store, ids } = await storeWith(client, files));
    }, 120_000);
    afterAll(async () => {
      await server?.close();
      await database?.close();
    });

    test('health, readiness and the description are open; all else wants a key', async () => {
      for (const path of ['/health', '/ready', '/openapi.json'])
        expect((await server.fetch(path)).status, path).toBe(200);
      const { paths } = (await (await server.fetch('/openapi.json')).json()) as {
        paths: Record<string, object>;
      };
      for (const [path, methods] of Object.entries(paths).filter(([each]) => each.startsWith('/v1')))
        for (const method of Object.keys(methods)) {
          const address = path.replace(/\{\w+\}/g, 'x');
          const answer = await server.fetch(address, { method: method.toUpperCase() });
          expect(answer.status, `${method} ${path}`).toBe(401);
        }
      expect((await server.fetch('/v1/models', { key: `${key.slice(0, -1)}x` })).status).toBe(401);
    });

    test('files: upload, list, read, delete', async () => {
      const file = await client.files.create({ file: textFile('note.txt', 'A note.'), purpose: 'user_data' });
      expect(file).toMatchObject({ object: 'file', filename: 'note.txt', bytes: 7, purpose: 'user_data' });
      expect(await client.files.retrieve(file.id)).toEqual(file);
      const listed = await client.files.list({ purpose: 'user_data' });
      expect(listed.data.map(({ id }) => id)).toContain(file.id);
      expect(await (await client.files.content(file.id)).text()).toBe('A note.');
      expect(await client.files.delete(file.id)).toMatchObject({ deleted: true });
      await expect(client.files.retrieve(file.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    });

    test('a file’s name is a name and no place', async () => {
      const name = '../../etc/passwd\u0000\u202e.txt';
      const file = await client.files.create({ file: textFile(name, 'x'), purpose: 'assistants' });
      expect(file.filename).not.toMatch(/\.\.|\u0000|\u202e/); // eslint-disable-line no-control-regex -- the point
      expect(file.filename).toContain('passwd');
    });

    test('vector stores: make, list in pages, change, delete', async () => {
      const made: string[] = [];
      for (const name of ['one', 'two', 'three'])
        made.push((await client.vectorStores.create({ name, metadata: { team: 'it' } })).id);
      const listed: string[] = [];
      for await (const each of client.vectorStores.list({ limit: 2, order: 'asc' })) listed.push(each.id);
      expect(listed.filter((id) => made.includes(id)).sort()).toEqual([...made].sort());
      expect(new Set(listed).size).toBe(listed.length);
      const changed = await client.vectorStores.update(made[0] ?? '', { name: 'renamed' });
      expect(changed).toMatchObject({ name: 'renamed', metadata: { team: 'it' } });
      expect(await client.vectorStores.retrieve(made[0] ?? '')).toMatchObject({ name: 'renamed' });
      for (const id of made) await client.vectorStores.delete(id);
      await expect(client.vectorStores.retrieve(made[0] ?? '')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    });

    test('finds by words, by a number, and by meaning', async () => {
      expect((await found(client, store, 'error 809'))[0]).toBe('vpn.txt');
      expect((await found(client, store, 'spooler'))[0]).toBe('printer.txt');
      expect((await found(client, store, 'reimbursement for a cab ride'))[0]).toBe('travel.txt');
      expect(await found(client, store, 'zzqx')).toEqual([]);
    });

    test('results say where they are from, best first, and keep to their number', async () => {
      const { data } = await client.vectorStores.search(store, {
        query: ['VPN', 'error 809'],
        max_num_results: 2,
      });
      expect(data.length).toBeLessThanOrEqual(2);
      expect(data[0]).toMatchObject({ file_id: ids['vpn.txt'], filename: 'vpn.txt' });
      expect(data[0]?.content[0]?.text).toContain('UDP 4500');
      const scores = data.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const score of scores) expect(score).toBeGreaterThan(0);
      const none = await client.vectorStores.search(store, {
        query: 'error 809',
        ranking_options: { score_threshold: 1 },
      });
      expect(none.data).toEqual([]);
    });

    test('filters on attributes', async () => {
      const made = await client.vectorStores.create({ name: 'filtered' });
      const add = async (name: string, attributes: Record<string, string | number | boolean>) => {
        const { id } = await client.files.create({
          file: textFile(name, `Coffee machine ${name}`),
          purpose: 'assistants',
        });
        await client.vectorStores.files.create(made.id, { file_id: id, attributes });
        await client.vectorStores.files.poll(made.id, id, { pollIntervalMs: 50 });
      };
      await add('a.txt', { floor: 1, site: 'Berlin', open: true });
      await add('b.txt', { floor: 2, site: 'Lyon', open: false });
      await add('c.txt', { floor: 10 });
      const ask = async (filters: unknown) => {
        const page = await client.vectorStores.search(made.id, {
          query: 'coffee machine',
          filters: filters as never,
        });
        return page.data.map(({ filename }) => filename).sort();
      };
      const by = (type: string, key: string, value: unknown) => ({ type, key, value });
      expect(await ask(by('eq', 'site', 'Lyon'))).toEqual(['b.txt']);
      expect(await ask(by('eq', 'open', true))).toEqual(['a.txt']);
      expect(await ask(by('ne', 'site', 'Lyon'))).toEqual(['a.txt', 'c.txt']);
      expect(await ask(by('gt', 'floor', 1))).toEqual(['b.txt', 'c.txt']);
      expect(await ask(by('lte', 'floor', 2))).toEqual(['a.txt', 'b.txt']);
      expect(await ask(by('gte', 'site', 'C'))).toEqual(['b.txt']);
      expect(await ask(by('in', 'site', ['Berlin', 'Lyon']))).toEqual(['a.txt', 'b.txt']);
      expect(await ask(by('nin', 'floor', [1, 2]))).toEqual(['c.txt']);
      const both = [by('gte', 'floor', 2), by('eq', 'site', 'Lyon')];
      expect(await ask({ type: 'and', filters: both })).toEqual(['b.txt']);
      expect(await ask({ type: 'or', filters: both })).toEqual(['b.txt', 'c.txt']);
      expect(await ask(by('eq', "site' or true --", 'x'))).toEqual([]);
    });

    test('a file of a store: its state, its text, other attributes, and out again', async () => {
      const made = await storeWith(client, { 'handbook.txt': 'The gate opens at seven.' });
      const id = made.ids['handbook.txt'] ?? '';
      const of = { vector_store_id: made.store };
      expect(await client.vectorStores.files.retrieve(id, of)).toMatchObject({
        status: 'completed',
        last_error: null,
      });
      const content = await client.vectorStores.files.content(id, of);
      expect(content.data.map(({ text }) => text).join('\n')).toContain('opens at seven');
      await client.vectorStores.files.update(id, { ...of, attributes: { url: 'https://wiki.example/gate' } });
      await client.vectorStores.files.poll(made.store, id, { pollIntervalMs: 50 });
      const page = await client.vectorStores.search(made.store, { query: 'gate' });
      expect(page.data[0]?.attributes).toMatchObject({ url: 'https://wiki.example/gate' });
      const listed = await client.vectorStores.files.list(made.store, { filter: 'completed' });
      expect(listed.data.map((each) => each.id)).toEqual([id]);
      await client.vectorStores.files.delete(id, of);
      expect(await found(client, made.store, 'gate')).toEqual([]);
      expect((await client.files.retrieve(id)).id).toBe(id);
    });

    test('a file that cannot be read says why, and the others of its batch are read', async () => {
      const made = await client.vectorStores.create({ name: 'mixed' });
      const good = await client.files.create({ file: textFile('good.txt', 'Good.'), purpose: 'assistants' });
      const bad = await client.files.create({
        file: textFile('bad.pdf', '%PDF-1.7 no more'),
        purpose: 'assistants',
      });
      const batch = await client.vectorStores.fileBatches.createAndPoll(
        made.id,
        { file_ids: [good.id, bad.id] },
        { pollIntervalMs: 50 },
      );
      expect(batch.file_counts).toMatchObject({ completed: 1, failed: 1, total: 2 });
      const failed = await client.vectorStores.fileBatches.listFiles(batch.id, {
        vector_store_id: made.id,
        filter: 'failed',
      });
      expect(failed.data[0]).toMatchObject({ id: bad.id, last_error: { code: 'invalid_file' } });
    });

    test('a batch can be cancelled', async () => {
      const made = await client.vectorStores.create({ name: 'cancelled' });
      const { id } = await client.files.create({ file: textFile('x.txt', 'Never.'), purpose: 'assistants' });
      const batch = await client.vectorStores.fileBatches.create(made.id, { file_ids: [id] });
      const of = { vector_store_id: made.id };
      expect(await client.vectorStores.fileBatches.cancel(batch.id, of)).toMatchObject({
        status: 'cancelled',
      });
      expect((await client.vectorStores.fileBatches.retrieve(batch.id, of)).file_counts.in_progress).toBe(0);
    });

    test('embeddings are the extension’s own', async () => {
      const texts = ['VPN error 809', 'Drucker'];
      const own = await embedder.embed(texts, 'passage');
      const { data, model } = await client.embeddings.create({ input: texts, model: 'any' });
      expect(model).toBe(embedder.id);
      for (const [at, { embedding }] of data.entries())
        expect(Array.from(embedding, Math.fround)).toEqual(Array.from(own[at] ?? []));
      const floats = await client.embeddings.create({
        input: texts[0] ?? '',
        model: 'any',
        encoding_format: 'float',
      });
      expect(floats.data[0]?.embedding).toHaveLength(embedder.dimensions);
      await expect(
        client.embeddings.create({ input: 'x', model: 'any', dimensions: 3 }),
      ).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    });

    test('models: what writes and what embeds', async () => {
      const list = await client.models.list();
      expect(list.data.map(({ id }) => id)).toEqual(['deskside-extracts', embedder.id]);
    });

    const ask = { model: 'deskside-extracts', input: 'What does VPN error 809 mean?' };
    const search = () => ({ type: 'file_search' as const, vector_store_ids: [store], max_num_results: 5 });

    test('answers with citations, at once', async () => {
      const response = await client.responses.create({
        ...ask,
        tools: [search()],
        include: ['file_search_call.results'],
      });
      expect(response).toMatchObject({ object: 'response', status: 'completed' });
      expect(response.output_text).toContain('Error 809 means that a firewall drops the packets');
      const [call, message] = response.output;
      expect(call).toMatchObject({ type: 'file_search_call', status: 'completed', queries: [ask.input] });
      expect(call?.type === 'file_search_call' && call.results?.[0]).toMatchObject({
        file_id: ids['vpn.txt'],
      });
      const [part] = message?.type === 'message' ? message.content : [];
      const annotations = part?.type === 'output_text' ? part.annotations : [];
      expect(annotations.length).toBeGreaterThan(0);
      for (const annotation of annotations) {
        expect(annotation).toMatchObject({
          type: 'file_citation',
          file_id: ids['vpn.txt'],
          filename: 'vpn.txt',
        });
        const index = annotation.type === 'file_citation' ? annotation.index : -1;
        expect(index).toBeGreaterThan(0);
        expect(index).toBeLessThanOrEqual(response.output_text.length);
      }
    });

    test('answers with citations, as they are written: the client’s own reader comes to the same', async () => {
      const whole = await client.responses.create({ ...ask, tools: [search()] });
      const stream = client.responses.stream({ ...ask, tools: [search()] });
      const numbers: number[] = [];
      let text = '';
      for await (const event of stream) {
        numbers.push(event.sequence_number);
        if (event.type === 'response.output_text.delta') text += event.delta;
      }
      const last = await stream.finalResponse();
      expect(numbers).toEqual(numbers.map((_, at) => at));
      expect(text).toBe(whole.output_text);
      expect(last.output_text).toBe(whole.output_text);
      const annotationsOf = ({ output }: { output: OpenAI.Responses.ResponseOutputItem[] }) =>
        output.flatMap((item) =>
          item.type === 'message'
            ? item.content.flatMap((part) => ('annotations' in part ? part.annotations : []))
            : [],
        );
      expect(annotationsOf(last)).toEqual(annotationsOf(whole));
    });

    test('what is not known is said so, and turns of a conversation are taken', async () => {
      const response = await client.responses.create({
        model: ask.model,
        input: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hello.' },
          { role: 'user', content: [{ type: 'input_text', text: 'Where is the canteen?' }] },
        ],
        tools: [search()],
      });
      expect(response.output_text).toBe('Nothing that was found answers this.');
    });

    test('without a model there is no chat, and it says what to set', async () => {
      const chat = client.chat.completions.create({
        model: 'any',
        messages: [{ role: 'user', content: 'Hi' }],
      });
      await expect(chat).rejects.toMatchObject({ status: 501, code: 'no_upstream' });
    });

    test('a second key never finds what the first one brought in, until an operator opens it', async () => {
      const other = await server.person({ groups: ['helpdesk'] });
      const operator = await server.person({ operator: true });
      const missing = { status: 404, code: 'not_found' };
      const id = ids['vpn.txt'] ?? '';
      expect((await other.client.vectorStores.list()).data.map((each) => each.id)).not.toContain(store);
      const tries: (() => PromiseLike<unknown>)[] = [
        () => other.client.vectorStores.retrieve(store),
        () => other.client.vectorStores.search(store, { query: 'error 809' }),
        () => other.client.vectorStores.files.list(store),
        () => other.client.vectorStores.files.content(id, { vector_store_id: store }),
        () => other.client.responses.create({ ...ask, tools: [search()] }),
        () => other.client.vectorStores.delete(store),
      ];
      for (const one of tries) await expect(one()).rejects.toMatchObject(missing);
      await expect(other.client.files.retrieve(id)).rejects.toMatchObject(missing);
      await expect(other.client.vectorStores.create({ file_ids: [id] })).rejects.toMatchObject(missing);
      // Neither may they open it themselves, nor may its owner.
      const readers = { readers: ['group:helpdesk'] };
      await expect(client.vectorStores.update(store, readers as never)).rejects.toMatchObject({
        status: 403,
      });
      await operator.client.vectorStores.update(store, readers as never);
      expect(await found(other.client, store, 'error 809')).toContain('vpn.txt');
      await expect(other.client.vectorStores.delete(store)).rejects.toMatchObject({ status: 403 });
      await expect(
        other.client.vectorStores.files.delete(id, { vector_store_id: store }),
      ).rejects.toMatchObject({ status: 403 });
      await operator.client.vectorStores.update(store, { readers: [] } as never);
      await expect(other.client.vectorStores.retrieve(store)).rejects.toMatchObject(missing);
    });

    test('a document keeps its readers, in a store that others read too', async () => {
      const [owner, hr, sales] = await Promise.all([
        server.person({ operator: true }),
        server.person({ groups: ['hr'] }),
        server.person({ groups: ['sales'] }),
      ]);
      const shared = await owner.client.vectorStores.create({
        name: 'shared',
        readers: ['everyone'],
      } as never);
      const { id } = await owner.client.files.create({
        file: textFile('salaries.txt', 'Salary bands of the company: band seven is secret.'),
        purpose: 'assistants',
      });
      await owner.client.vectorStores.files.create(shared.id, {
        file_id: id,
        readers: ['group:hr'],
      } as never);
      await owner.client.vectorStores.files.poll(shared.id, id, { pollIntervalMs: 50 });
      const tools = [{ type: 'file_search' as const, vector_store_ids: [shared.id] }];
      const input = 'salary band seven';
      expect(await found(hr.client, shared.id, input)).toEqual(['salaries.txt']);
      expect(await found(sales.client, shared.id, input)).toEqual([]);
      expect((await hr.client.responses.create({ ...ask, input, tools })).output_text).toContain(
        'band seven',
      );
      expect((await sales.client.responses.create({ ...ask, input, tools })).output_text).not.toContain(
        'seven',
      );
      expect((await sales.client.vectorStores.files.list(shared.id)).data).toEqual([]);
      await expect(
        sales.client.vectorStores.files.content(id, { vector_store_id: shared.id }),
      ).rejects.toMatchObject({ status: 404 });
    });

    test('SQL, signs and NUL in every field do nothing but what they say', async () => {
      const evil = `'; drop table files; -- " \\ %_ $1 {} :: /* */ \u2028 😀`;
      const made = await client.vectorStores.create({ name: evil, metadata: { [evil.slice(0, 20)]: evil } });
      expect(made.name).toBe(evil);
      const file = await client.files.create({
        file: textFile(`${evil}.txt`, `${evil} kettle`),
        purpose: 'assistants',
      });
      await client.vectorStores.files.create(made.id, { file_id: file.id, attributes: { note: evil } });
      await client.vectorStores.files.poll(made.id, file.id, { pollIntervalMs: 50 });
      const page = await client.vectorStores.search(made.id, { query: `kettle ${evil}` });
      expect(page.data[0]?.attributes).toMatchObject({ note: evil });
      const nul = `a\u0000b`;
      const bad = { status: 400 };
      await expect(client.vectorStores.search(made.id, { query: nul })).rejects.toMatchObject(bad);
      await expect(client.vectorStores.create({ name: nul })).rejects.toMatchObject(bad);
      await expect(client.responses.create({ model: 'm', input: nul })).rejects.toMatchObject(bad);
      for (const id of [evil, '%00', '../files', 'x'.repeat(150)])
        expect((await server.fetch(`/v1/files/${encodeURIComponent(id)}`, { key })).status).toBeLessThan(500);
      expect(await found(client, store, 'error 809')).toContain('vpn.txt');
    });

    test('what is malformed or too large is refused, in words', async () => {
      const post = (path: string, body: BodyInit, type = 'application/json') =>
        server.fetch(path, { key, method: 'POST', body, headers: { 'content-type': type } });
      const deep = (depth: number): object =>
        depth === 0 ? { type: 'eq', key: 'a', value: 1 } : { type: 'and', filters: [deep(depth - 1)] };
      const answers: [number, Response][] = [
        [400, await post('/v1/responses', '{"model":')],
        [400, await post('/v1/responses', '{}')],
        [413, await post('/v1/responses', JSON.stringify({ model: 'm', input: 'x'.repeat(120_000) }))],
        [
          400,
          await post(`/v1/vector_stores/${store}/search`, JSON.stringify({ query: 'x', filters: deep(40) })),
        ],
        [415, await post('/v1/responses', 'x', 'text/plain')],
        [400, await post('/v1/files', 'x')],
        [400, await post('/v1/files', '--b\r\nnonsense', 'multipart/form-data; boundary=b')],
        [404, await server.fetch('/v1/nothing', { key })],
      ];
      for (const [status, answer] of answers) {
        expect(answer.status).toBe(status);
        const { error } = (await answer.json()) as { error: { message: string; type: string } };
        expect(error.message.length).toBeGreaterThan(5);
        expect(error.type).toBe('invalid_request_error');
      }
      const huge = client.files.create({
        file: textFile('huge.txt', 'x'.repeat(300_000)),
        purpose: 'assistants',
      });
      await expect(huge).rejects.toMatchObject({ status: 413 });
      await expect(
        client.files.create({ file: textFile('empty.txt', ''), purpose: 'assistants' }),
      ).rejects.toMatchObject({ status: 400 });
    });

    test('many at once: each gets its own answer', async () => {
      const names = Array.from({ length: 24 }, (_, at) => `room-${at}.txt`);
      const made = await storeWith(
        client,
        Object.fromEntries(
          names.map((name, at) => [name, `Room R${at}A has the projector with code PX-${at}00.`]),
        ),
      );
      const asked = Array.from({ length: 120 }, (_, at) => at % names.length);
      const answers = await Promise.all(asked.map((at) => found(client, made.store, `code PX-${at}00`)));
      for (const [place, at] of asked.entries()) expect(answers[place]?.[0]).toBe(`room-${at}.txt`);
    }, 120_000);

    test('figures for operators, of no user and no text', async () => {
      expect((await server.fetch('/metrics', { key })).status).toBe(403);
      const operator = await server.person({ operator: true });
      const text = await (await server.fetch('/metrics', { key: operator.key })).text();
      expect(text).toMatch(/deskside_search_seconds_count [1-9]/);
      expect(text).toMatch(/route="\/v1\/vector_stores\/:store\/search"/);
      expect(text).not.toMatch(/vs_[0-9a-f]{8}|key_|dsk_|firewall/);
    });
  });
}
