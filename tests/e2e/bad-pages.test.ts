import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acmeHosts } from '../fakes/acme-hosts';
import type { FakeModes } from '../fakes/fake';
import { acmeSources } from './attach';
import { titlesOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const now = `https://${acmeHosts.servicenow}`;
const jira = `https://${acmeHosts['jira-dc']}`;
const confluence = `https://${acmeHosts['confluence-dc']}`;
const wiki = `https://${acmeHosts.mediawiki}`;
const vpn809 = 'VPN error 809: the connection could not be established';
const incident = '3a536cdbeb2d62efa52047b0d62c037a';

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;

beforeAll(async () => {
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
  page = await world.newPage('about:blank');
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});
afterAll(() => world?.close());
afterEach(async () => {
  world.fakes.servicenow.modes.failure = 'none';
  await page.unrouteAll();
  await page.goto('about:blank');
});

async function open(url: string): Promise<void> {
  await watch.forget();
  await page.goto(url);
}
const situation = (words: string) =>
  expect.poll(() => panel.innerText('body'), { timeout: 15_000 }).toContain(words);

describe('a page that means harm', () => {
  const form = (flavour: string) => `${now}/incident.do?sys_id=${incident}&acme_hostile=${flavour}`;
  const workspace = (flavour: string) => `${now}/now/sow/record/incident/${incident}?acme_hostile=${flavour}`;

  test.each(
    ['flood', 'lie', 'huge', 'rtl', 'notitle', 'deepshadow'].flatMap((flavour) => [
      ['form', flavour, form(flavour)],
      ['workspace', flavour, workspace(flavour)],
    ]),
  )(
    'as a %s ("%s") is taken for the ticket its address names',
    async (_view, _flavour, url) => {
      await open(url);
      const state = await watch.end(url, 30_000);
      expect(state.subject).toMatchObject({ key: 'INC0010023', readBy: 'api' });
      expect(titlesOf(state)).toContain(vpn809);
      // What the page says of itself may stand there until the record is read, and the panel draws after it is told.
      await expect.poll(() => panel.innerText('body')).not.toContain('Ignore all earlier instructions');
      expect(await panel.evaluate(() => Reflect.has(window, '__acmeHostile'))).toBe(false);
    },
    60_000,
  );

  test.each<[string, FakeModes['failure']]>([
    ['api', 'none'],
    ['page', 'server-error'],
  ])('is shown as text, never as markup, whether read by %s', async (readBy, failure) => {
    const { servicenow } = world.fakes;
    const title =
      '<img src=x onerror="window.__acmeHostile=1"><script>window.__acmeHostile=1</script> VPN error 809';
    servicenow.edit('INC0010041', { short_description: title, description: title });
    servicenow.modes.failure = failure;
    const url = `${now}/incident.do?sys_id=65b432fc9828370c8131e7eedb3a6c28`;
    await open(url);
    const state = await watch.end(url, 30_000);
    expect(state.subject).toMatchObject({ readBy, title });
    await expect.poll(() => panel.innerText('body'), { timeout: 10_000 }).toContain('<img src=x onerror=');
    expect(await panel.evaluate(() => Reflect.has(window, '__acmeHostile'))).toBe(false);
    expect(await panel.locator('img[src="x"]').count()).toBe(0);
  });
});

describe('a page that never rests', () => {
  test('makes the host hear little of it', async () => {
    await page.goto(`${now}/incident.do?sys_id=${incident}`);
    const reports = await countReports(panel);
    await page.evaluate(() => {
      let count = 0;
      setInterval(() => {
        count += 1;
        history.pushState({}, '', `${location.pathname}${location.search}#${count}`);
        const node = document.createElement('p');
        node.textContent = String(count);
        document.body.append(node);
      }, 5);
    });
    await page.waitForTimeout(10_000);
    const heard = await reports();
    console.info(`reports of a page that moves on 200 times a second, in 10 s: ${heard}`);
    expect(heard).toBeLessThanOrEqual(20);
  });

  test.each(['2 MB of description in a form', '2 MB of description in a workspace'])(
    '%s does not hold up the page',
    async (what) => {
      const url = what.endsWith('form')
        ? `${now}/incident.do?sys_id=${incident}&acme_hostile=huge`
        : `${now}/now/sow/record/incident/${incident}?acme_hostile=huge`;
      await page.goto('about:blank');
      const session = await page.context().newCDPSession(page);
      await session.send('Profiler.enable');
      await session.send('Profiler.setSamplingInterval', { interval: 1_000 });
      await session.send('Profiler.start');
      await open(url);
      const state = await watch.end(url, 30_000);
      expect(titlesOf(state)).toContain(vpn809);
      await page.waitForTimeout(3_000);
      const longest = await longestOwnStretch(session);
      console.info(`longest stretch of our own in the page: ${Math.round(longest)} ms`);
      // The figure is for reading; only what a person would call a hang fails here, on however slow a machine.
      expect(longest).toBeLessThan(5_000);
      await session.detach();
    },
    60_000,
  );
});

describe('a page with nothing to read', () => {
  test.each<[string, string, string]>([
    ['a list', `${now}/incident_list.do`, 'This page is a list or an overview'],
    ['a dashboard', `${now}/$pa_dashboard.do`, 'This page is a list or an overview'],
    ["the product's home", `${now}/now/nav/ui/home`, 'This page is a list or an overview'],
    ['a board', `${jira}/secure/Dashboard.jspa`, 'This page is a list or an overview'],
  ])('%s says so', async (_what, url, words) => {
    await open(url);
    await situation(words);
    expect((await watch.states()).flatMap(titlesOf)).toEqual([]);
  });

  test.each<[string, string]>([
    ['Confluence', `${confluence}/pages/editpage.action?pageId=655377`],
    ['MediaWiki', `${wiki}/index.php?title=Toner_and_paper&action=edit`],
  ])('a page of %s that is being edited says so', async (_product, url) => {
    await open(url);
    await situation('This page is being edited');
  });

  test.each([
    `${now}/login.do`,
    `${jira}/login.jsp`,
    `${confluence}/login.action`,
    `${wiki}/index.php?title=Special:UserLogin`,
  ])('a sign-in page (%s) is named as one', async (url) => {
    await open(url);
    await situation('This page wants you to sign in');
  });

  test('a ticket in a frame that never loads is read all the same', async () => {
    await page.route(/\/incident\.do\?/, () => new Promise(() => undefined));
    const url = `${now}/now/nav/ui/classic/params/target/${encodeURIComponent(`incident.do?sys_id=${incident}`)}`;
    await watch.forget();
    await page.goto(url, { waitUntil: 'commit' });
    const state = await watch.end(url);
    expect(state.subject).toMatchObject({ key: 'INC0010023' });
  });
});

describe('a page of somebody else', () => {
  const contextsIn = async (url: string) => {
    const session = await page.context().newCDPSession(page);
    const origins: string[] = [];
    session.on('Runtime.executionContextCreated', ({ context }) => void origins.push(context.origin));
    await session.send('Runtime.enable');
    await open(url);
    await page.waitForTimeout(1_500);
    await session.detach();
    return origins.filter((origin) => origin.startsWith('chrome-extension://'));
  };

  test('is not entered, nor is anybody asked because of it', async () => {
    await page.goto('about:blank');
    await page.waitForTimeout(500);
    const logs = () => Object.values(world.fakes).reduce((sum, fake) => sum + fake.log.length, 0);
    const before = logs();
    for (const url of [
      'https://news.test/story',
      `https://${acmeHosts.servicenow}.evil.test/incident.do?sys_id=${incident}`,
      `https://evil.test/?next=${encodeURIComponent(`${now}/incident.do?sys_id=${incident}`)}`,
      `https://${acmeHosts['jira-dc']}.evil.test/browse/HELP-12`,
      'https://notjira.acme.test/browse/HELP-12',
      'https://acme-service-now.test/incident.do',
    ]) {
      expect([url, await contextsIn(url)]).toEqual([url, []]);
      await situation('Open a ticket or an article');
    }
    expect(logs()).toBe(before);
    // The same look finds our script where it belongs, so an empty list means something.
    expect(await contextsIn(`${jira}/browse/HELP-12`)).not.toEqual([]);
  });
});

/** Counts what page scripts report: an extension page hears what they send to the background. */
async function countReports(extensionPage: Page): Promise<() => Promise<number>> {
  await extensionPage.evaluate(() => {
    Reflect.set(window, 'reportCount', 0);
    chrome.runtime.onMessage.addListener((message: { name?: string }) => {
      if (message.name === 'page/report')
        Reflect.set(window, 'reportCount', Number(Reflect.get(window, 'reportCount')) + 1);
    });
  });
  return () => extensionPage.evaluate(() => Number(Reflect.get(window, 'reportCount')));
}

/** Longest uninterrupted run, in milliseconds, of samples with one of our own functions on the stack. */
async function longestOwnStretch(session: CDPSession): Promise<number> {
  const { profile } = await session.send('Profiler.stop');
  const parents = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  );
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const isOurs = (id: number | undefined): boolean => {
    if (id === undefined) return false;
    return (
      (nodes.get(id)?.callFrame.url.startsWith('chrome-extension://') ?? false) || isOurs(parents.get(id))
    );
  };
  let longest = 0;
  let run = 0;
  profile.samples?.forEach((id, index) => {
    const collecting = nodes.get(id)?.callFrame.functionName === '(garbage collector)';
    run = isOurs(id) || (collecting && run > 0) ? run + (profile.timeDeltas?.[index + 1] ?? 0) / 1_000 : 0;
    longest = Math.max(longest, run);
  });
  return longest;
}
