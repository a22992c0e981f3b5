import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revokeKey } from '../../server/auth/keys';
import type { Database } from '../../server/database/database';
import { openPglite } from '../../server/database/open-pglite';
import { migrate } from '../../server/database/migrations';
import { demoFiles } from '../../server/ingest/demo';
import { storeNamed, syncFiles, untilRead } from '../../server/ingest/sync-files';
import { openServer, type OpenServer } from '../server/open-server';
import { acmeSources } from './attach';
import { watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

/** The server as the only thing that is searched: found there, cited here, kept for when it is away. */
const pictures = 'test-output/server';
const ticket = (key: string) => `https://jira.acme.test/browse/${key}`;
const operator = { id: 'operator', groups: [], isOperator: true };
const person = 'Anneke van der Berg';

let database: Database;
let server: OpenServer;
let key: string;
let keyId: string;
let world: World;
let options: Page;
let page: Page;
let panel: Page;
let watch: PanelWatch;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  database = await openPglite(null);
  await migrate(database);
  server = await openServer(database);
  const helpdesk = await server.person({ groups: ['helpdesk'] });
  ({ key, id: keyId } = helpdesk);
  const store = await storeNamed(database, operator, 'Acme', ['everyone']);
  const from = { store, owner: operator.id, origin: 'demo' };
  await syncFiles(database, from, demoFiles(join(import.meta.dirname, '../acme')), () => undefined);
  await untilRead(database, store, AbortSignal.timeout(100_000), () => undefined);
  world = await startWorld();
  // Tickets are read, and nothing but the server is searched.
  const sources = acmeSources().map((source) => ({ ...source, enabled: false }));
  await world.saveSettings({ sources });
  await world.signIn('dana.reyes');
  const { description } = world.company.tickets.find(({ id }) => id === 'HELP-12') ?? expect.fail();
  world.fakes.jira.edit('HELP-12', {
    description: `${description ?? ''}\n\nAffected user: ${person}, password: Winter-2026!x`,
  });
  options = await world.newPage(world.extensionUrl('options.html#endpoint'));
  await options.setViewportSize({ width: 1100, height: 1300 });
  page = await world.newPage('about:blank');
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
}, 240_000);
afterAll(async () => {
  await world?.close();
  await server?.close();
  await database?.close();
});

const picture = (of: Page, name: string) =>
  of.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
async function open(key: string) {
  await page.bringToFront();
  await page.goto('about:blank');
  await watch.forget();
  await page.goto(ticket(key));
  return watch.end(ticket(key), 30_000);
}
const searches = () => server.asked.filter((line) => line.includes('/search '));

describe('the server', () => {
  test('is set up in the options: its model, and the collection to search', async () => {
    await options.bringToFront();
    await options.getByLabel('Base URL').fill(server.baseUrl);
    await options.getByLabel('Key').fill(key);
    await options.getByRole('button', { name: 'Connect' }).click();
    await options.getByRole('button', { name: 'Use deskside-extracts' }).click();
    const acme = options.getByRole('checkbox', { name: /Acme/ });
    await expect.poll(() => acme.count()).toBe(1);
    expect(searches()).toEqual([]);
    await acme.click();
    await expect
      .poll(() => options.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null))))
      .toMatch(/endpointStores[^\]]*vs_/);
    await picture(options, 'options');
  });

  test('finds what the ticket needs; each statement opens its source', async () => {
    const state = await open('HELP-12');
    expect(state.sources).toEqual([
      expect.objectContaining({ sourceId: 'endpoint', state: 'done', error: null }),
    ]);
    expect(state.articles.length).toBeGreaterThan(0);
    for (const row of state.articles) expect(row).toMatchObject({ sourceId: 'endpoint', origin: 'live' });
    expect(state.answer).toMatchObject({ outcome: 'answered' });
    for (const { url, quote } of state.answer?.citations ?? []) {
      expect(url).toMatch(/^https:\/\/\w+\.acme\.example\//);
      expect(quote.length).toBeGreaterThan(10);
    }
    await picture(panel, 'found');
  });

  test('is sent telling words, and nobody’s name or password', () => {
    expect(searches().length).toBeGreaterThan(0);
    for (const line of searches()) expect(line).not.toMatch(/Anneke|Berg|Winter|2026|dana|Reyes/i);
  });

  test('away: the panel says so and shows what was kept; back again, it goes on', async () => {
    const before = await open('HELP-12');
    const { port } = new URL(server.baseUrl);
    await server.close();
    const without = await open('HELP-12');
    expect(without.sources[0]).toMatchObject({ state: 'failed', error: 'unreachable' });
    expect(without.offline).toBe(true);
    expect(without.articles.map(({ title }) => title)).toEqual(before.articles.map(({ title }) => title));
    for (const row of without.articles) expect(row.origin).toBe('cache');
    expect(without.answer).toMatchObject({ outcome: 'answered' });
    await picture(panel, 'away');
    server = await openServer(database, { PORT: port });
    const again = await open('HELP-12');
    expect(again.sources[0]).toMatchObject({ state: 'done', error: null });
    expect(again.articles[0]?.origin).toBe('live');
  });

  test('with a key that was revoked nothing of it is shown any more', async () => {
    await revokeKey(database, keyId.replace('key_', ''));
    // A key that was good a moment ago is good for ten seconds more.
    await expect
      .poll(async () => (await open('HELP-12')).sources[0]?.error, { timeout: 40_000, interval: 3_000 })
      .toBe('signed-out');
    const state = await open('HELP-12');
    expect(state.articles).toEqual([]);
    expect(state.answer?.statements ?? []).toEqual([]);
    await picture(panel, 'revoked');
  });
});
