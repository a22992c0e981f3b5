import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssistState } from '../../lib/core/assist-state';
import { sites } from '../../lib/sites/index';
import { tourOf } from '../../scripts/demo/tour';
import { acmeHosts, everydayProducts, type AcmeProduct } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';
import { acmeSources } from './attach';
import { statusOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const company = loadCompany();
const tour = tourOf(company, (product) => `https://${acmeHosts[product]}`);
const cloud = `https://${acmeHosts['jira-cloud']}`;
const inCloud: AcmeProduct[] = ['jira-cloud', 'jira-service-management', 'confluence-cloud'];

let world: World;
let page: Page;
let watch: PanelWatch;

beforeAll(async () => {
  world = await startWorld();
  await world.signIn('dana.reyes');
  page = await world.newPage('about:blank');
  const panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});
afterAll(() => world?.close());

async function beside(url: string, key: string) {
  await page.goto('about:blank');
  await watch.until('nothing', ({ subject }) => subject.state === 'none');
  await watch.forget();
  await page.goto(url);
  const isDone = ({ stage, subject }: AssistState) =>
    stage === 'done' && subject.state === 'ready' && subject.key === key;
  return watch.until(`the end of a look-up for ${key}`, isDone, 30_000);
}

test('every site has its stop', () => {
  expect(new Set(tour.map(({ site }) => site))).toEqual(new Set(sites.map(({ id }) => id)));
});

describe.each(tour)('$title ($site)', (stop) => {
  test('is read by its API, and every source is asked about it', async () => {
    const others = stop.place === 'cloud' ? inCloud : [...everydayProducts, stop.site];
    await world.saveSettings({ sources: acmeSources(others) });
    const state = await beside(stop.url, stop.key);
    expect(state.subject).toMatchObject({ site: stop.site, key: stop.key, readBy: 'api' });
    expect(state.sources.map(({ product, error }) => [product, error])).toEqual(
      expect.arrayContaining([[stop.site, null]]),
    );
    expect(state.sources.filter(({ error }) => error !== null)).toEqual([]);
    expect(state.articles.length + state.tickets.length).toBeGreaterThan(0);
  });
});

describe('one cloud site with three products', () => {
  beforeAll(() => world.saveSettings({ sources: acmeSources(inCloud) }));

  test('an issue over a board is the ticket, and with it closed there is none', async () => {
    const board = `${cloud}/jira/software/c/projects/OPS/boards/7`;
    const state = await beside(`${board}?selectedIssue=OPS-7`, 'OPS-7');
    expect(state.subject).toMatchObject({ site: 'jira-cloud', key: 'OPS-7' });
    await watch.forget();
    await page.goto(board);
    await watch.until('nothing to read', ({ subject }) => subject.state === 'none');
  });

  test('a customer sees the request as customers do: no internal note reaches the panel', async () => {
    const notes = company.tickets
      .flatMap(({ comments }) => comments)
      .filter(({ internal }) => internal)
      .map(({ body }) => body.slice(0, 40));
    expect(notes.length).toBeGreaterThan(0);
    await world.context().clearCookies({ domain: acmeHosts['jira-cloud'] });
    await world.signInAt(world.fakes.atlassianCloud, 'mateo.ruiz');
    const state = await beside(`${cloud}/servicedesk/customer/portal/3/HELP-22`, 'HELP-22');
    expect(state.subject).toMatchObject({ site: 'jira-service-management', key: 'HELP-22', readBy: 'api' });
    const told = JSON.stringify(await watch.states());
    for (const note of notes) expect(told).not.toContain(note);
  });

  test('signed out of it, all three say so', async () => {
    world.fakes.atlassianCloud.signOut('mateo.ruiz');
    await world.context().clearCookies({ domain: acmeHosts['jira-cloud'] });
    await world.saveSettings({ sources: acmeSources([...inCloud, 'servicenow']) });
    const incident = tour.find(({ key }) => key === 'INC0010023');
    const state = await beside(incident?.url ?? '', 'INC0010023');
    for (const product of inCloud) expect(statusOf(state, product).error).toBe('signed-out');
    expect(statusOf(state, 'servicenow').error).toBeNull();
  });
});
