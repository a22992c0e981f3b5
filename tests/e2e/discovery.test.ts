import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acmeHosts, everydayProducts } from '../fakes/acme-hosts';
import { acmeSources } from './attach';
import { statusOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const now = `https://${acmeHosts.servicenow}`;
const incident = (sysId: string) => `${now}/incident.do?sys_id=${sysId}`;
const vpn = incident('3a536cdbeb2d62efa52047b0d62c037a');

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;

beforeAll(async () => {
  world = await startWorld({ products: everydayProducts });
  await world.saveSettings({ sources: acmeSources(['confluence-dc']) });
  await world.signIn('dana.reyes');
  page = await world.newPage('about:blank');
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});
afterAll(() => world?.close());

const says = (words: string | RegExp) =>
  expect.poll(() => panel.innerText('body'), { timeout: 15_000 }).toMatch(words);
const offered = () => panel.getByRole('button', { name: 'Use it' }).count();
const stored = () => panel.evaluate(async () => JSON.stringify(await chrome.storage.local.get()));

describe('a supported site that is no source yet', () => {
  test('is offered beside its ticket, and searched from the next moment on after a yes', async () => {
    await page.goto(vpn);
    await watch.end(vpn);
    await says(/Search ServiceNow at acme\.service-now\.com too/);
    await watch.forget();
    await panel.getByRole('button', { name: 'Use it' }).click();
    const state = await watch.until(
      'ServiceNow among the sources',
      ({ stage, sources }) => stage === 'done' && sources.some(({ product }) => product === 'servicenow'),
    );
    expect(statusOf(state, 'servicenow')).toMatchObject({ state: 'done', error: null });
    expect(state.articles.map(({ documentId }) => documentId)).toContain('KB0010001');
    expect(state.offer).toBeNull();
    await says(/is searched from now on/);
  });

  test('its parts are the ones the signed-in user sees; only the chosen one is searched', async () => {
    const options = await world.newPage(world.extensionUrl('options.html#sources'));
    await options.getByRole('button', { name: 'Name and parts of ServiceNow' }).click();
    await options.getByLabel('Only some knowledge bases').check();
    const { company } = world;
    const bases = new Set(
      company.articles.filter(({ home }) => home === 'servicenow').map(({ space }) => space),
    );
    for (const base of bases) await options.getByLabel(base, { exact: false }).waitFor();
    await options.getByLabel('Security and Compliance', { exact: false }).check();
    await options.getByLabel('Name', { exact: true }).fill('Acme ServiceNow');
    await options.getByRole('button', { name: 'Save' }).click();
    await options.getByRole('button', { name: 'Name and parts of Acme ServiceNow' }).waitFor();
    await options.close();

    await page.bringToFront();
    const spaces = async () => {
      await watch.forget();
      await panel.press('body', 'r');
      const state = await watch.end(vpn);
      const { sourceId } = statusOf(state, 'servicenow');
      return state.articles.filter((row) => row.sourceId === sourceId).map(({ space }) => space);
    };
    for (const space of await spaces()) expect(space).toBe('Security and Compliance');
  });

  test('is not offered again after a no, also not on its next ticket', async () => {
    await world.saveSettings({ sources: acmeSources(['confluence-dc']) });
    await expect.poll(offered, { timeout: 15_000 }).toBe(1);
    await panel.getByRole('button', { name: 'Not this one' }).click();
    await expect.poll(offered, { timeout: 10_000 }).toBe(0);
    const other = world.company.tickets.find(({ id }) => id === 'INC0010029')?.sysId ?? '';
    await watch.forget();
    await page.goto(incident(other));
    const state = await watch.end(incident(other));
    expect(state.offer).toBeNull();
    expect(await offered()).toBe(0);
    expect(await stored()).toContain(`servicenow ${now}`);
  });
});

test('an address that was brought along stands in the field, ready to be recognised', async () => {
  const address = `https://${acmeHosts['jira-dc']}/browse/HELP-12?x=<script>`;
  const hash = `#sources?${new URLSearchParams({ add: address }).toString()}`;
  const options = await world.newPage(world.extensionUrl(`options.html${hash}`));
  expect(await options.getByLabel('Add a source').inputValue()).toBe(address);
  await options.getByRole('button', { name: 'Next' }).click();
  await options.getByText('This address may belong to several products').waitFor();
  await options.close();
});
