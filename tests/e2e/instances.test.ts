import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acmeHosts, secondJiraHost } from '../fakes/acme-hosts';
import { createJiraFake, type JiraFake } from '../fakes/jira-dc';
import { titlesOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const instances = [
  { id: 'first', host: acmeHosts['jira-dc'], user: 'dana.reyes', fix: 'File server by name: alpha resolver' },
  { id: 'second', host: secondJiraHost, user: 'sam.okafor', fix: 'File server by name: beta resolver' },
] as const;
type Instance = (typeof instances)[number];
const [first, second] = instances;
/** The same key in both: what it says differs. */
const sharedKey = 'HELP-12';
const urlOf = ({ host }: Instance) => `https://${host}/browse/${sharedKey}`;

let world: World;
let secondJira: JiraFake;
let page: Page;
let panel: Page;
let watch: PanelWatch;

const fakeOf = (instance: Instance) => (instance === first ? world.fakes.jira : secondJira);

beforeAll(async () => {
  world = await startWorld({
    products: ['jira-dc'],
    extraFakes: (company) => [(secondJira = createJiraFake(company, { host: secondJiraHost }))],
  });
  for (const instance of instances) {
    fakeOf(instance).edit('HELP-13', { summary: instance.fix });
    fakeOf(instance).edit(sharedKey, { summary: `File server not found by name, ${instance.id} company` });
    await world.signInAt(fakeOf(instance), instance.user);
  }
  await world.saveSettings({
    sources: instances.map(({ id, host }) => ({
      id,
      product: 'jira-dc',
      name: `Jira ${id}`,
      baseUrl: `https://${host}`,
    })),
  });
  page = await world.newPage(urlOf(first));
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});
afterAll(() => world?.close());

const rowsSchema = z.array(
  z.object({
    key: z.string(),
    owner: z.string(),
    sourceId: z.string(),
    document: z.object({ id: z.string(), title: z.string(), url: z.string() }),
  }),
);
/** Every document that is kept on disk. */
async function keptRows() {
  const raw: unknown = await panel.evaluate(async () => {
    const open = indexedDB.open('deskside');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const read = database.transaction('documents').objectStore('documents').getAll();
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      read.onsuccess = () => resolve(read.result as unknown[]);
      read.onerror = () => reject(read.error);
    });
    database.close();
    return rows;
  });
  return rowsSchema.parse(raw);
}
async function lookUpAt(instance: Instance) {
  await watch.forget();
  await page.goto(urlOf(instance));
  return watch.end(urlOf(instance));
}

describe('two instances of one product, with a person of their own each', () => {
  test('both are asked, each as its own user, and their rows stand side by side', async () => {
    const state = await lookUpAt(first);
    expect(state.sources.map(({ sourceId, state: at, error }) => [sourceId, at, error])).toEqual([
      ['first', 'done', null],
      ['second', 'done', null],
    ]);
    expect(titlesOf(state)).toEqual(expect.arrayContaining(instances.map(({ fix }) => fix)));
    for (const instance of instances) {
      const users = new Set(fakeOf(instance).log.flatMap(({ user }) => user ?? []));
      expect(users).toEqual(new Set([instance.user]));
    }
  });

  test('every row belongs to the instance, and on disk to the user, that it came from', async () => {
    const state = await lookUpAt(second);
    for (const row of [...state.articles, ...state.tickets]) {
      const from = instances.find(({ id }) => id === row.sourceId);
      expect(new URL(row.url).host).toBe(from?.host);
    }
    const rows = await keptRows();
    for (const instance of instances) {
      const own = rows.filter((row) => row.sourceId === instance.id);
      expect(own.map(({ document }) => document.title)).toContain(instance.fix);
      for (const row of own) {
        expect(new URL(row.document.url).host).toBe(instance.host);
        expect(row.owner).toContain(instance.host);
        expect(row.owner).toContain(instance.user);
      }
    }
    // The same issue id in both, and one row of each: neither took the other's place.
    const twins = rows.filter(({ document }) => instances.some(({ fix }) => fix === document.title));
    expect(new Set(twins.map(({ document }) => document.id)).size).toBe(1);
    expect(new Set(twins.map(({ key }) => key)).size).toBe(2);
  });

  test('the same key in two tabs is two things to sit beside: no state mixes them', async () => {
    await lookUpAt(first);
    await watch.forget();
    const other = await world.newPage(urlOf(second));
    await watch.end(urlOf(second));
    await page.bringToFront();
    await watch.until(
      'the first tab again',
      ({ subject }) => 'url' in subject && subject.url === urlOf(first),
    );
    const heard = await watch.states();
    const contextOf = new Map<string, Set<string>>();
    for (const { subject } of heard) {
      if (subject.state !== 'ready') continue;
      const instance = instances.find(({ host }) => new URL(subject.url).host === host);
      if (!instance || !subject.title.startsWith('File server')) continue;
      expect(subject.title).toBe(`File server not found by name, ${instance.id} company`);
      contextOf.set(instance.id, (contextOf.get(instance.id) ?? new Set()).add(subject.contextId));
    }
    expect([...contextOf.keys()].sort()).toEqual(['first', 'second']);
    expect(new Set([...contextOf.values()].flatMap((ids) => [...ids])).size).toBe(2);
    await other.close();
  });

  test('signed out of one, its rows go from panel and disk; the other is none the worse', async () => {
    secondJira.signOut(second.user);
    // Its page says so, too: a sign-in page, or one for nobody.
    await page.goto(`https://${second.host}/secure/Dashboard.jspa`);
    const state = await lookUpAt(first);
    expect(state.sources.find(({ sourceId }) => sourceId === 'second')).toMatchObject({
      error: 'signed-out',
    });
    expect(titlesOf(state)).toContain(first.fix);
    expect(titlesOf(state)).not.toContain(second.fix);
    const rows = await keptRows();
    expect(rows.filter((row) => row.sourceId === 'second')).toEqual([]);
    expect(rows.map(({ document }) => document.title)).toContain(first.fix);
  });

  test('one instance removed from the settings, its rows go at once, without a look-up', async () => {
    await world.signInAt(secondJira, second.user);
    await page.goto(`https://${second.host}/secure/Dashboard.jspa`);
    expect(titlesOf(await lookUpAt(first))).toContain(second.fix);
    const { log } = secondJira;
    await watch.forget();
    await world.saveSettings({
      sources: [{ id: 'first', product: 'jira-dc', name: 'Jira first', baseUrl: `https://${first.host}` }],
    });
    const asked = log.length;
    const begun = await watch.until('anything after the change', () => true);
    expect(titlesOf(begun)).not.toContain(second.fix);
    await watch.until('the look-up that follows', ({ stage }) => stage === 'done');
    for (const state of await watch.states()) expect(titlesOf(state)).not.toContain(second.fix);
    // The options page, through which settings are saved here, may still ask who is signed in.
    expect(log.slice(asked).filter(({ path }) => path.endsWith('/search'))).toEqual([]);
    expect((await keptRows()).map(({ sourceId }) => sourceId)).not.toContain('second');
  });
});
