import OpenAI from 'openai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShippedEmbedder, shippedTable } from '../../lib/retrieval/shipped-embedder';
import { addKey } from '../../server/auth/keys';
import { readConfig } from '../../server/config';
import { createServer } from '../../server/create-server';
import type { Database } from '../../server/database/database';

const root = join(import.meta.dirname, '../..');

/** The extension's own, read once. */
export const embedder = createShippedEmbedder(() =>
  Promise.resolve(new Uint8Array(readFileSync(join(root, 'public', shippedTable.path))).buffer),
);

export interface OpenServer {
  /** What OpenAI's clients take. */
  readonly baseUrl: string;
  readonly database: Database;
  /** A key of its own, and the client that uses it. */
  person(options?: {
    groups?: readonly string[];
    operator?: boolean;
  }): Promise<{ client: OpenAI; key: string; id: string }>;
  /** Bodies of all requests so far, as text. */
  readonly asked: string[];
  fetch(path: string, init?: RequestInit & { key?: string }): Promise<Response>;
  close(): Promise<void>;
}

/** The whole server on a port of its own, over a database that the caller opened and closes. */
export async function openServer(
  database: Database,
  environment: Record<string, string> = {},
): Promise<OpenServer> {
  const config = readConfig({
    LOG_LEVEL: 'silent',
    REQUESTS_PER_MINUTE: '100000',
    PORT: '0',
    ...environment,
  });
  const app = await createServer({ config, database, embedder, fetch: globalThis.fetch });
  const asked: string[] = [];
  app.addHook('preHandler', async ({ method, url, body }) => {
    asked.push(`${method} ${url} ${JSON.stringify(body ?? null)}`);
  });
  const address = await app.listen({ host: '127.0.0.1', port: config.PORT });
  return {
    baseUrl: `${address}/v1`,
    database,
    asked,
    async person(options = {}) {
      const { id, key } = await addKey(database, { name: 'somebody', ...options });
      const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0, logLevel: 'off' });
      return { client, key, id: `key_${id}` };
    },
    fetch(path, { key, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
      return fetch(`${address}${path}`, { ...init, headers });
    },
    close: () => app.close(),
  };
}

export function textFile(name: string, text: string): File {
  return new File([text], name, { type: 'text/plain' });
}

/** A store with these files, read. */
export async function storeWith(
  client: OpenAI,
  files: Readonly<Record<string, string>>,
): Promise<{ store: string; ids: Record<string, string> }> {
  const store = await client.vectorStores.create({ name: 'A store' });
  const ids: Record<string, string> = {};
  for (const [name, text] of Object.entries(files))
    ids[name] = (await client.files.create({ file: textFile(name, text), purpose: 'assistants' })).id;
  const batch = await client.vectorStores.fileBatches.createAndPoll(
    store.id,
    { file_ids: Object.values(ids) },
    { pollIntervalMs: 50 },
  );
  if (batch.file_counts.completed !== Object.keys(files).length)
    throw new Error(`Not all files were read: ${JSON.stringify(batch.file_counts)}`);
  return { store: store.id, ids };
}

export async function found(client: OpenAI, store: string, query: string): Promise<string[]> {
  const page = await client.vectorStores.search(store, { query });
  return page.data.map(({ filename }) => filename);
}
