import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acmeHosts } from '../fakes/acme-hosts';
import { acmeSources } from './attach';
import { keptText, statusOf, watchPanel } from './watch-panel';
import { startWorld, type World } from './world';

const now = `https://${acmeHosts.servicenow}`;
const jira = `https://${acmeHosts['jira-dc']}`;
const confluence = `https://${acmeHosts['confluence-dc']}`;
const wiki = `https://${acmeHosts.mediawiki}`;

let world: World;
let options: Page;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.saveSettings({ sources: [] });
  await world.signIn('dana.reyes');
  options = await world.newPage(world.extensionUrl('options.html'));
});
afterEach(() => options.close());

const storedSchema = z.array(z.object({ product: z.string(), baseUrl: z.string(), name: z.string() }));
const storedSources = async () =>
  storedSchema.parse(
    await options.evaluate(
      async () => (await chrome.storage.local.get('setting.sources'))['setting.sources'],
    ),
  );
const says = (words: string | RegExp) =>
  expect.poll(() => options.innerText('main'), { timeout: 20_000 }).toMatch(words);
async function paste(url: string): Promise<void> {
  await options.getByLabel('Add a source').fill(url);
  await options.getByRole('button', { name: 'Next' }).click();
}
const connect = () => options.getByRole('button', { name: 'Allow and connect' }).click();

describe('adding a source', () => {
  test.each([
    ['servicenow', 'ServiceNow', `${now}/kb_view.do?sysparm_article=KB0010001`, now],
    ['jira-dc', 'Jira', `${jira}/browse/HELP-12`, jira],
    ['confluence-dc', 'Confluence', `${confluence}/pages/viewpage.action?pageId=655377`, confluence],
    ['mediawiki', 'MediaWiki', `${wiki}/wiki/Toner_and_paper`, wiki],
  ])('by any page of %s: recognised, connected, saved, used', async (product, words, url, baseUrl) => {
    await paste(url);
    await connect();
    await says(/Connected to/);
    await says(new RegExp(`Connected to\\s+${words}`));
    await options.getByLabel('Name').fill(`Our ${words}`);
    await options.getByRole('button', { name: 'Save' }).click();
    await expect.poll(storedSources, { timeout: 10_000 }).toMatchObject([{ product, name: `Our ${words}` }]);
    expect((await storedSources())[0]?.baseUrl.startsWith(baseUrl)).toBe(true);
    await says(`Our ${words}`);
    await says(/Signed in as|Connected/);

    const ticket = `${now}/incident.do?sys_id=3a536cdbeb2d62efa52047b0d62c037a`;
    const page = await world.newPage(ticket);
    const panel = await world.openPanel(page);
    const watch = await watchPanel(panel);
    const state = await watch.until('the end of a look-up', ({ stage }) => stage === 'done');
    expect(statusOf(state, product)).toMatchObject({ name: `Our ${words}`, state: 'done', error: null });
    await world.closePanel(page);
    await page.close();
  });

  test.each([
    ['no address at all', 'how do I add this', 'That is not a web address'],
    ['another scheme', 'ftp://wiki.acme.test/page', 'That is not a web address'],
  ])('%s is refused in words', async (_what, text, words) => {
    await paste(text);
    await says(words);
    expect(await options.getByRole('button', { name: 'Allow and connect' }).count()).toBe(0);
  });

  test('that the browser was not allowed to read asks nobody and says so', async () => {
    // A headless browser has nobody to answer its question: here it is answered with "no".
    await options.evaluate(() => {
      chrome.permissions.request = () => Promise.resolve(false);
    });
    await paste('https://news.test/wiki/Some_page');
    await connect();
    await says('The browser was not allowed to read this address');
    expect(await options.getByRole('button', { name: 'Ask again' }).count()).toBe(1);
    expect(await storedSources().catch(() => [])).toEqual([]);
  });

  test('that wants a sign-in says so, and can be added all the same', async () => {
    for (const fake of Object.values(world.fakes)) fake.signOut('dana.reyes');
    await paste(`${confluence}/pages/viewpage.action?pageId=655377`);
    await connect();
    await says(/Confluence.* wants you to sign in/);
    await options.getByRole('button', { name: 'Add it all the same' }).click();
    await options.getByRole('button', { name: 'Save' }).click();
    await expect.poll(storedSources, { timeout: 10_000 }).toMatchObject([{ product: 'confluence-dc' }]);
    await says(/wants you to sign in/);
  });
});

describe('the cache', () => {
  async function fill(): Promise<void> {
    await world.saveSettings({ sources: acmeSources(['servicenow', 'confluence-dc']) });
    const page = await world.newPage(`${now}/incident.do?sys_id=3a536cdbeb2d62efa52047b0d62c037a`);
    const panel = await world.openPanel(page);
    const watch = await watchPanel(panel);
    await watch.until('the end of a look-up', ({ stage }) => stage === 'done');
    await world.closePanel(page);
    await page.close();
    await options.bringToFront();
    await options.reload();
  }

  test('loses the rows of a source that is removed, and of no other', async () => {
    await fill();
    const rowsOf = async (id: string) => (await keptText(options)).split(`"sourceId":"${id}"`).length - 1;
    expect(await rowsOf('acme-servicenow')).toBeGreaterThan(0);
    expect(await rowsOf('acme-confluence-dc')).toBeGreaterThan(0);
    await options.getByRole('button', { name: 'Remove ServiceNow' }).click();
    await expect.poll(() => rowsOf('acme-servicenow'), { timeout: 10_000 }).toBe(0);
    expect(await rowsOf('acme-confluence-dc')).toBeGreaterThan(0);
    await expect
      .poll(async () => (await storedSources()).map(({ product }) => product), { timeout: 10_000 })
      .toEqual(['confluence-dc']);
  });

  test('says how much it holds, and is emptied by pressing twice', async () => {
    await fill();
    await options.getByRole('link', { name: 'Cache' }).click();
    await says(/[\d.,]+\s*([kM]?B|bytes?) on this device/i);
    expect(await options.locator('tbody tr').count()).toBe(2);
    await options.getByRole('button', { name: 'Empty the cache' }).click();
    expect(await keptText(options)).toContain('VPN error 809');
    await options.getByRole('button', { name: /Press again/ }).click();
    await expect.poll(() => keptText(options), { timeout: 10_000 }).not.toContain('VPN error 809');
    await says(/^[\s\S]*\b0\s*(B|bytes?|kB) on this device/i);
  });
});

describe('a host that is taken back', () => {
  /** The browser's own page for what an extension may read: the one way to give and take hosts without a prompt. */
  async function setHosts(hosts: readonly string[] | 'all'): Promise<void> {
    const page = await world.newPage('chrome://extensions');
    await page.evaluate(
      async ({ extensionId, wanted }) => {
        const api = Reflect.get(chrome, 'developerPrivate') as {
          updateExtensionConfiguration(change: { extensionId: string; hostAccess: string }): Promise<void>;
          addHostPermission(extensionId: string, host: string): Promise<void>;
        };
        const hostAccess = wanted === 'all' ? 'ON_ALL_SITES' : 'ON_SPECIFIC_SITES';
        await api.updateExtensionConfiguration({ extensionId, hostAccess });
        if (wanted !== 'all') for (const host of wanted) await api.addHostPermission(extensionId, host);
      },
      { extensionId: world.launched.extensionId, wanted: hosts },
    );
    await page.close();
  }
  afterEach(() => setHosts('all'));
  const scripts = () =>
    options.evaluate(async () =>
      (await chrome.scripting.getRegisteredContentScripts()).flatMap((script) => script.matches ?? []),
    );

  test('has no page script any more, is not asked, and its source says what is missing', async () => {
    await world.saveSettings({ sources: acmeSources(['servicenow', 'jira-dc', 'confluence-dc']) });
    await expect.poll(scripts, { timeout: 10_000 }).toContain(`${confluence}/*`);
    await setHosts([`${jira}/*`, `${now}/*`]);
    await expect.poll(scripts, { timeout: 10_000 }).not.toContain(`${confluence}/*`);
    expect(await scripts()).toContain(`${jira}/*`);

    const { log } = world.fakes.confluence;
    const asked = log.length;
    const page = await world.newPage(`${jira}/browse/HELP-12`);
    const panel = await world.openPanel(page);
    const watch = await watchPanel(panel);
    const state = await watch.until('the end of a look-up', ({ stage }) => stage === 'done');
    expect(statusOf(state, 'confluence-dc')).toMatchObject({ state: 'failed', error: 'no-permission' });
    expect(statusOf(state, 'jira-dc')).toMatchObject({ state: 'done', error: null });
    expect(log.length).toBe(asked);
    await expect
      .poll(() => panel.innerText('body'), { timeout: 10_000 })
      .toContain('The browser does not let Deskside read Confluence yet.');
    expect(await panel.getByRole('button', { name: 'Allow access' }).count()).toBe(1);
    await world.closePanel(page);
    await page.close();
    await options.bringToFront();
    await options.reload();
    await says('The browser does not let Deskside read Confluence yet.');

    await setHosts('all');
    await expect.poll(scripts, { timeout: 10_000 }).toContain(`${confluence}/*`);
  });
});
