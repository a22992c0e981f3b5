/**
 * The endpoint, from the command line.
 *
 *   npm run server                                   starts it
 *   npm run server -- --demo                         … with the invented company's knowledge
 *   npm run server -- --folder DIR [--store NAME]    … with the files of a folder; --site URL: with the pages of a sitemap
 *   npm run server -- keys                           lists keys; keys add NAME [--groups A,B] [--operator]; keys revoke ID
 *
 * Settings are environment variables: docs/server.md.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createShippedEmbedder, shippedTable } from '../lib/retrieval/shipped-embedder';
import { addKey, listKeys, revokeKey } from './auth/keys';
import type { Principal } from './auth/principal';
import { ConfigProblem, readConfig, type Config } from './config';
import { createServer } from './create-server';
import type { Database } from './database/database';
import { demoFiles } from './ingest/demo';
import { folderFiles } from './ingest/folder';
import { sitePages } from './ingest/site';
import { storeNamed, syncFiles, untilRead, type IncomingFile } from './ingest/sync-files';
import { openDatabase } from './open-database';
import { Problem } from './problem';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const log = (line: string) => console.log(line);
/** What comes in by the command line belongs to whoever runs the server. */
const operator: Principal = { id: 'operator', groups: [], isOperator: true };
/** Whatever is being answered may end first. */
const CLOSE_MS = 20_000;

interface Source {
  readonly store: string;
  readonly origin: string;
  readonly files: AsyncIterable<IncomingFile>;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      demo: { type: 'boolean' },
      folder: { type: 'string' },
      site: { type: 'string' },
      store: { type: 'string' },
      readers: { type: 'string' },
      groups: { type: 'string' },
      operator: { type: 'boolean' },
    },
  });
  const config = readConfig(process.env);
  const database = await openDatabase(config, (error) =>
    console.error(`The database was lost: ${error.message}`),
  );
  if (positionals[0] === 'keys') {
    await keys(database, positionals.slice(1), values);
    return database.close();
  }
  if (positionals.length > 0) throw new Problem(400, `There is no command "${positionals.join(' ')}".`);
  await serve(config, database, sourcesOf(config, values), values.readers?.split(',') ?? ['everyone']);
}

function sourcesOf(
  { MOST_FILE_BYTES }: Config,
  {
    demo,
    folder,
    site,
    store,
  }: {
    demo?: boolean | undefined;
    folder?: string | undefined;
    site?: string | undefined;
    store?: string | undefined;
  },
): Source[] {
  const sources: Source[] = [];
  if (demo === true)
    sources.push({ store: store ?? 'Acme', origin: 'demo', files: demoFiles(join(root, 'tests/acme')) });
  if (folder !== undefined) {
    const path = resolve(folder);
    if (!existsSync(path)) throw new Problem(400, `There is no folder ${folder}.`);
    const origin = `folder:${path}`.slice(-512);
    sources.push({ store: store ?? 'Documents', origin, files: folderFiles(path, MOST_FILE_BYTES) });
  }
  if (site !== undefined)
    sources.push({
      store: store ?? new URL(site).host,
      origin: `site:${site}`.slice(-512),
      files: sitePages(site, { fetch: globalThis.fetch, onProblem: log }),
    });
  return sources;
}

async function serve(
  config: Config,
  database: Database,
  sources: readonly Source[],
  readers: string[],
): Promise<void> {
  const table = () => {
    const bytes = readFileSync(join(root, 'public', shippedTable.path));
    return Promise.resolve(new Uint8Array(bytes).buffer);
  };
  const app = await createServer({
    config,
    database,
    embedder: createShippedEmbedder(table),
    fetch: globalThis.fetch,
  });
  const closing = new AbortController();
  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort();
    const timer = setTimeout(() => process.exit(1), CLOSE_MS);
    await app.close();
    await database.close();
    clearTimeout(timer);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void close());
  const address = await app.listen({ host: config.HOST, port: config.PORT });
  log(`Deskside server: ${address}/v1`);
  await firstKeys(database);
  for (const source of sources) {
    if (closing.signal.aborted) return;
    await fill(database, source, readers, closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted) throw error;
    });
  }
}

/** Without a key nobody could ask: the first start makes two, and shows them this once. */
async function firstKeys(database: Database): Promise<void> {
  if ((await listKeys(database)).length > 0) return;
  const admin = await addKey(database, { name: 'operator', operator: true });
  const agent = await addKey(database, { name: 'helpdesk', groups: ['helpdesk'] });
  log('Two keys were made. They are not shown again:');
  log(`  operator   ${admin.key}`);
  log(`  helpdesk   ${agent.key}   (enter this one in Deskside: Options › Endpoint)`);
}

async function fill(
  database: Database,
  source: Source,
  readers: string[],
  signal: AbortSignal,
): Promise<void> {
  const store = await storeNamed(database, operator, source.store, readers);
  let shownAt = 0;
  const seldom = (line: string) => {
    if (Date.now() - shownAt < 1_000) return;
    shownAt = Date.now();
    log(line);
  };
  const { added, changed, same, removed } = await syncFiles(
    database,
    { store, owner: operator.id, origin: source.origin },
    source.files,
    (so) => seldom(`${source.store}: ${so.added + so.changed + so.same} files looked at`),
  );
  log(`${source.store}: ${added} new, ${changed} changed, ${same} unchanged, ${removed} gone`);
  const read = await untilRead(database, store, signal, (done, total) =>
    seldom(`${source.store}: ${done} of ${total} files read`),
  );
  log(
    `${source.store}: ${read.completed} files can be found${read.failed > 0 ? `, ${read.failed} could not be read` : ''} (${store.id})`,
  );
}

async function keys(
  database: Database,
  [command = 'list', name]: readonly string[],
  { groups, operator: isOperator }: { groups?: string | undefined; operator?: boolean | undefined },
): Promise<void> {
  if (command === 'add' && name !== undefined) {
    const { id, key } = await addKey(database, {
      name,
      groups: groups?.split(',').map((group) => group.trim()) ?? [],
      operator: isOperator === true,
    });
    log(`${id}\n${key}`);
  } else if (command === 'revoke' && name !== undefined) {
    log(
      (await revokeKey(database, name)) ? 'Revoked.' : 'There is no such key, or more than one of that name.',
    );
  } else if (command === 'list') {
    for (const row of await listKeys(database))
      log(
        [
          row.id,
          row.name,
          row.operator ? 'operator' : row.groups.join(','),
          row.revoked ? 'revoked' : '',
        ].join('\t'),
      );
  } else throw new Problem(400, 'keys, keys add NAME, or keys revoke ID');
}

try {
  await main();
} catch (error) {
  const isOurs = error instanceof ConfigProblem || error instanceof Problem;
  console.error(isOurs ? error.message : error);
  process.exitCode = 1;
}
