import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acmeHosts } from '../fakes/acme-hosts';
import { acmeSources } from '../e2e/attach';
import { findFirefox } from './find-firefox';
import { startFirefoxWorld, type FirefoxWorld } from './world';

const firefox = await findFirefox();
const why = 'missing' in firefox ? `skipped, ${firefox.missing}: ` : '';

describe.skipIf('missing' in firefox)(`${why}Deskside in Firefox`, () => {
  let world: FirefoxWorld;
  beforeAll(async () => {
    if ('missing' in firefox) return;
    world = await startFirefoxWorld(firefox.path);
    await world.saveSettings({ sources: acmeSources() });
    await world.signIn('dana.reyes');
  }, 180_000);
  afterAll(() => world?.close());

  const shows = (words: RegExp, timeout = 30_000) =>
    expect.poll(() => world.sidebarText(), { timeout, interval: 250 }).toMatch(words);
  const now = `https://${acmeHosts.servicenow}`;
  const incident = (key: string) => {
    const sysId = world.company.tickets.find(({ id }) => id === key)?.sysId ?? '';
    return `${now}/incident.do?sys_id=${sysId}`;
  };
  let page: Page;

  test('a ticket is opened, and the sidebar shows what answers it, from every source', async () => {
    page = await world.open(incident('INC0010023'));
    await page.bringToFront();
    await shows(/INC0010023[\s\S]*outbound UDP 500/);
    await shows(/Searched\s+ServiceNow\s+\d+ found\s+Jira\s+\d+ found\s+Confluence\s+\d+ found/);
    await shows(/VPN/);
    await shows(/Similar resolved tickets[\s\S]*INC0010024/);
  });

  test('the encoder reads what was found, in a worker of the background page', async () => {
    await expect.poll(() => world.documentsRead(), { timeout: 60_000, interval: 500 }).toBeGreaterThan(1);
  });

  test('the sidebar follows to the next ticket', async () => {
    await page.goto(incident('INC0010029'));
    await shows(/^[\s\S]{0,40}INC0010029/);
    await shows(/Searched\s+ServiceNow/);
    expect(await world.sidebarText()).not.toContain('INC0010024');
  });

  test('a Confluence page and an issue in Jira are read as well', async () => {
    await page.goto(`https://${acmeHosts['jira-dc']}/browse/HELP-12`);
    await shows(/^[\s\S]{0,40}HELP-12/);
    await shows(/Searched\s+ServiceNow/);
    const about = world.company.articles.find(({ slug }) => slug === 'split-tunnel-and-dns');
    await page.goto(`https://${acmeHosts['confluence-dc']}/pages/viewpage.action?pageId=${about?.id ?? ''}`);
    await shows(/What else is said/);
  });

  test('a click on a citation opens its source with the quoted words marked', async () => {
    await page.goto(incident('INC0010023'));
    await shows(/outbound UDP 500/);
    await world.clickInSidebar('[data-citation]');
    const marks = async () => {
      const counts = await Promise.all(
        (await world.browser.pages())
          .filter((each) => each.url().includes('kb_view') || each.url().includes('viewpage'))
          .map((each) => each.evaluate(() => CSS.highlights?.size ?? 0).catch(() => 0)),
      );
      return Math.max(0, ...counts);
    };
    await expect.poll(marks, { timeout: 20_000 }).toBeGreaterThan(0);
    await page.bringToFront();
  });

  test('after the background was suspended everything is still there, and the next ticket is looked up', async () => {
    await world.untilSuspended();
    await shows(/INC0010023/);
    await page.goto(incident('INC0010029'));
    await shows(/^[\s\S]{0,40}INC0010029[\s\S]*Searched\s+ServiceNow/);
  }, 150_000);

  test('its key closes the sidebar and opens it again', async () => {
    await world.pressPanelKey();
    await expect.poll(() => world.sidebarText(), { timeout: 10_000 }).toBeNull();
    await world.pressPanelKey();
    await shows(/INC0010029/);
  });
});
