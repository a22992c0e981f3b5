import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addKey } from '../../server/auth/keys';
import type { Database } from '../../server/database/database';
import { migrate } from '../../server/database/migrations';
import { openPostgres } from '../../server/database/open-postgres';
import { found, openServer, storeWith, textFile, type OpenServer } from '../server/open-server';
import { describeServer } from '../server/server-contract';
import { startPostgres, type RunningPostgres } from './postgres';
import { freePort } from './server-process';

const root = join(import.meta.dirname, '../..');
const started = await startPostgres();
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

describe.skipIf('skipped' in started)(`a real PostgreSQL with pgvector${why}`, () => {
  const postgres = started as RunningPostgres;
  const open = async (url: string): Promise<Database> => {
    const database = openPostgres(url, { connections: 40, onLost: () => undefined });
    await migrate(database);
    return database;
  };
  afterAll(() => postgres.stop());

  describeServer('PostgreSQL', async () => open(await postgres.create('contract')));

  describe('under load', () => {
    let database: Database;
    let server: OpenServer;
    let client: OpenAI;
    let store: string;
    const rooms = Array.from({ length: 40 }, (_, at) => at);

    beforeAll(async () => {
      database = await open(await postgres.create('load'));
      server = await openServer(database);
      ({ client } = await server.person());
      const files = rooms.map((at) => [
        `room-${at}.txt`,
        `What is in room R${at}A? Room R${at}A has the projector with code PX-${at}00.`,
      ]);
      ({ store } = await storeWith(client, Object.fromEntries(files) as Record<string, string>));
    });
    afterAll(async () => {
      await server?.close();
      await database?.close();
    });

    test('a thousand searches at once: none is lost, none is another’s', async () => {
      const asked = Array.from({ length: 1_000 }, (_, at) => at % rooms.length);
      const answers = await Promise.all(asked.map((at) => found(client, store, `code PX-${at}00`)));
      for (const [place, at] of asked.entries()) expect(answers[place]?.[0]).toBe(`room-${at}.txt`);
    });

    test('two hundred streams at once: each comes to its own end', async () => {
      const asked = Array.from({ length: 200 }, (_, at) => at % rooms.length);
      const texts = await Promise.all(
        asked.map(async (at) => {
          const stream = client.responses.stream({
            model: 'deskside-extracts',
            input: `What is in room R${at}A with code PX-${at}00?`,
            tools: [{ type: 'file_search', vector_store_ids: [store] }],
          });
          return (await stream.finalResponse()).output_text;
        }),
      );
      for (const [place, at] of asked.entries()) {
        expect(texts[place]).toContain(`PX-${at}00`);
        expect(texts[place]?.match(/PX-\d+00/g)?.every((code) => code === `PX-${at}00`)).toBe(true);
      }
    });

    test('the database dies and comes back: it is said so, and then all is as it was', async () => {
      await postgres.kill();
      await expect(found(client, store, 'PX-100')).rejects.toMatchObject({
        status: 503,
        code: 'no_database',
      });
      expect((await server.fetch('/health')).status).toBe(200);
      expect((await server.fetch('/ready')).status).toBe(503);
      await postgres.start();
      await expect
        .poll(() => server.fetch('/ready').then(({ status }) => status), { timeout: 20_000 })
        .toBe(200);
      expect((await found(client, store, 'code PX-100'))[0]).toBe('room-1.txt');
      const { id } = await client.files.create({
        file: textFile('new.txt', 'A new lamp.'),
        purpose: 'assistants',
      });
      await client.vectorStores.files.createAndPoll(store, { file_id: id }, { pollIntervalMs: 50 });
      expect(await found(client, store, 'lamp')).toContain('new.txt');
    });
  });

  test('two processes over it, one killed under load: what was acknowledged is there', async () => {
    const url = await postgres.create('replicas');
    const database = await open(url);
    const { key } = await addKey(database, { name: 'load' });
    const replicas = await Promise.all([startReplica(url), startReplica(url)]);
    const clients = replicas.map(
      ({ port }) =>
        new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: key, maxRetries: 0, logLevel: 'off' }),
    );
    const [first, second] = clients;
    if (!first || !second) throw new Error('two replicas');
    const { id: store } = await second.vectorStores.create({ name: 'shared' });
    const acknowledged: string[] = [];
    let refused = 0;
    await Promise.all(
      Array.from({ length: 80 }, async (_, at) => {
        await new Promise((resolve) => setTimeout(resolve, at * 25));
        const client = at % 2 === 0 ? first : second;
        if (at === 40) replicas[0]?.child.kill('SIGKILL');
        try {
          const name = `note-${at}.txt`;
          const file = textFile(name, `Note number N${at}Q about the boiler.`);
          const { id } = await client.files.create({ file, purpose: 'assistants' });
          await client.vectorStores.files.create(store, { file_id: id });
          acknowledged.push(name);
        } catch {
          refused += 1;
        }
      }),
    );
    // The dead one took nothing any more; the other one took all that it was asked to.
    expect(refused).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThanOrEqual(40);
    const state = async () => (await second.vectorStores.retrieve(store)).file_counts;
    await expect.poll(async () => (await state()).in_progress, { timeout: 100_000, interval: 1_000 }).toBe(0);
    expect(await state()).toMatchObject({ failed: 0 });
    for (const name of acknowledged) {
      const number = /\d+/.exec(name)?.[0] ?? '';
      expect((await found(second, store, `N${number}Q`))[0]).toBe(name);
    }
    replicas[1]?.child.kill('SIGTERM');
    expect(await replicas[1]?.ended).toBe(0);
    await database.close();
  }, 200_000);
});

async function startReplica(
  url: string,
): Promise<{ child: ChildProcess; port: number; ended: Promise<number | null> }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'server/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: url,
      PORT: String(port),
      LOG_LEVEL: 'silent',
      REQUESTS_PER_MINUTE: '100000',
    },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
    if (answer?.ok) return { child, port, ended };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The replica does not answer');
}
