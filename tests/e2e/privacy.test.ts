import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acmeHosts } from '../fakes/acme-hosts';
import { acmeSources } from './attach';
import { keptText, statusOf, titlesOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const now = `https://${acmeHosts.servicenow}`;
const jira = `https://${acmeHosts['jira-dc']}`;
/** Only HR may see it. */
const leaveCases = 'Leave cases – handling notes for HR';
const vpn809 = 'VPN error 809: the connection could not be established';

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;

beforeAll(async () => {
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources(['servicenow']) });
  // A ticket that everybody on the desk may read, about something that only HR may look up.
  world.fakes.servicenow.edit('INC0010041', {
    short_description: 'Leave case handling notes: payroll supplement during parental leave',
    description: 'Which date counts for the leave supplement, and who may see leave cases in Workday?',
  });
});
afterAll(() => world?.close());

const ticketUrl = (number: string) => {
  const sysId = world.company.tickets.find((ticket) => ticket.id === number)?.sysId;
  if (!sysId) throw new Error(`No such ticket: ${number}`);
  return `${now}/incident.do?sys_id=${sysId}`;
};
async function signInByForm(personId: string): Promise<void> {
  await page.goto(`${now}/login.do`);
  await page.fill('#user_name', personId);
  await page.fill('#user_password', world.company.person(personId).password);
  await Promise.all([page.waitForURL(/\/now\/nav\//), page.click('#sysverb_login')]);
}
async function signInAtConfluence(personId: string): Promise<void> {
  await page.goto(`https://${acmeHosts['confluence-dc']}/login.action`);
  await page.fill('[name="os_username"]', personId);
  await page.fill('[name="os_password"]', world.company.person(personId).password);
  await Promise.all([
    page.waitForURL((url) => !url.pathname.includes('login')),
    page.press('[name="os_password"]', 'Enter'),
  ]);
}
async function open(url: string): Promise<void> {
  await watch.forget();
  await page.goto(url);
}
async function shownAt(url: string): Promise<string[]> {
  return titlesOf(await watch.end(url));
}
const pressRefresh = async () => {
  await watch.forget();
  await panel.bringToFront();
  await panel.press('body', 'r');
};
const everTitles = async () => new Set((await watch.states()).flatMap(titlesOf));

beforeAll(async () => {
  page = await world.newPage(`${now}/login.do`);
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});

describe('two people, one after the other, in the same browser', () => {
  test('the second sees nothing of what the first was allowed to, not for an instant', async () => {
    await signInByForm('hana.weiss');
    const url = ticketUrl('INC0010041');
    await open(url);
    expect(await shownAt(url)).toContain(leaveCases);
    expect(await keptText(panel)).toContain(leaveCases);

    await watch.forget();
    await page.goto(`${now}/logout.do`);
    await signInByForm('sam.okafor');
    await page.goto(url);
    await shownAt(url);
    await panel.waitForTimeout(1_000);
    expect(await everTitles()).not.toContain(leaveCases);
    expect(await panel.innerText('body')).not.toContain(leaveCases);
    expect(await keptText(panel)).not.toContain(leaveCases);
    // Not even the token of the session before was tried: a refusal can open the browser's password dialog.
    expect(world.fakes.servicenow.log.filter((entry) => entry.status === 401)).toEqual([]);
  });
});

describe('two people at a source whose pages are not even open', () => {
  afterAll(() => world.saveSettings({ sources: acmeSources(['servicenow']) }));

  test('the second sees nothing of the first, from the first look-up on', async () => {
    const offboarding = 'Offboarding checklist';
    const confidential = 'the dates of leavers are confidential';
    const url = `${now}/incident.do?sys_id=${world.company.tickets.find(({ id }) => id === 'INC0010040')?.sysId ?? ''}`;
    world.fakes.servicenow.edit('INC0010040', {
      short_description: 'Offboarding checklist for an immediate leaver',
      description:
        'An employee leaves today. Which accounts, badge and laptop belong to the offboarding checklist?',
    });
    await world.saveSettings({ sources: acmeSources(['servicenow', 'confluence-dc']) });
    await world.signIn('dana.reyes', ['confluence-dc']);
    await signInByForm('dana.reyes');
    await open(url);
    expect(await shownAt(url)).toContain(offboarding);
    expect(await keptText(panel)).toContain(confidential);

    await watch.forget();
    world.fakes.confluence.signOut('dana.reyes');
    await signInAtConfluence('sam.okafor');
    await signInByForm('sam.okafor');
    await page.goto(url);
    const state = await watch.end(url);
    expect(statusOf(state, 'confluence-dc')).toMatchObject({ state: 'done', error: null });
    await panel.waitForTimeout(1_000);
    expect(await everTitles()).not.toContain(offboarding);
    expect(await keptText(panel)).not.toContain(confidential);
  });
});

describe('an administrator who acts as somebody else', () => {
  test('shows what the one they act as may see, and takes nothing along to the next', async () => {
    const { servicenow } = world.fakes;
    await signInByForm('admin');
    servicenow.impersonate('admin', 'hana.weiss');
    const url = ticketUrl('INC0010041');
    await open(url);
    expect(await shownAt(url)).toContain(leaveCases);

    servicenow.impersonate('admin', 'sam.okafor');
    await open(url);
    await shownAt(url);
    await panel.waitForTimeout(1_000);
    expect(await everTitles()).not.toContain(leaveCases);
    expect(await keptText(panel)).not.toContain(leaveCases);
  });
});

describe('an article that was taken away', () => {
  afterEach(() => world.fakes.servicenow.modes.revoked.clear());

  test.each(['forbidden', 'not-found'] as const)(
    'and is %s now is gone after the next look-up, from disk too',
    async (state) => {
      await signInByForm('dana.reyes');
      const url = ticketUrl('INC0010023');
      await open(url);
      expect(await shownAt(url)).toContain(vpn809);
      expect(await keptText(panel)).toContain(vpn809);

      world.fakes.servicenow.modes.revoked.set('KB0010001', state);
      await pressRefresh();
      const after = await watch.until(
        'a look-up without the article',
        (at) => at.stage === 'done' && !titlesOf(at).includes(vpn809),
      );
      expect(titlesOf(after)).not.toEqual([]);
      expect(await panel.innerText('body')).not.toContain(vpn809);
      expect(await keptText(panel)).not.toContain(vpn809);
    },
  );
});

describe('a source that nobody is signed in to', () => {
  const asked = () => world.fakes.servicenow.log.length;

  test('is named with a button, shows no row of before, and is left alone until somebody signs in', async () => {
    await signInByForm('dana.reyes');
    await world.signIn('dana.reyes', ['jira-dc']);
    const help = `${jira}/browse/HELP-13`;
    await world.saveSettings({ sources: acmeSources(['servicenow', 'jira-dc']) });
    await open(ticketUrl('INC0010023'));
    expect(await shownAt(ticketUrl('INC0010023'))).toContain(vpn809);

    world.fakes.servicenow.signOut('dana.reyes');
    await open(help);
    const state = await watch.end(help);
    expect(statusOf(state, 'servicenow')).toMatchObject({ state: 'failed', error: 'signed-out' });
    await pressRefresh();
    const again = await watch.end(help);
    expect(again.articles.filter((row) => row.sourceId === 'acme-servicenow')).toEqual([]);
    await expect
      .poll(() => panel.innerText('main'), { timeout: 10_000 })
      .toContain('ServiceNow wants you to sign in.');
    expect(await panel.getByRole('button', { name: 'Open it' }).count()).toBeGreaterThan(0);
    expect(await keptText(panel)).not.toContain(vpn809);

    const before = asked();
    for (const key of ['HELP-12', 'HELP-14', 'HELP-16']) {
      await open(`${jira}/browse/${key}`);
      await shownAt(`${jira}/browse/${key}`);
    }
    expect(asked() - before).toBe(0);

    await signInByForm('dana.reyes');
    await open(help);
    const back = await watch.end(help);
    expect(statusOf(back, 'servicenow')).toMatchObject({ state: 'done', error: null });
  });
});

describe("ServiceNow's page token", () => {
  test('is fetched from a page where no tab has it, goes with every call, and is kept nowhere', async () => {
    const { servicenow } = world.fakes;
    await world.saveSettings({ sources: acmeSources(['servicenow', 'jira-dc']) });
    await signInByForm('dana.reyes');
    await page.goto(`${jira}/browse/HELP-12`);
    // A new host has no token in its memory, and no tab of the instance is open.
    await panel.evaluate(() => chrome.offscreen.closeDocument());
    watch = await watchPanel(panel);
    servicenow.log.length = 0;
    const url = `${jira}/browse/HELP-13`;
    await open(url);
    const state = await watch.end(url);
    expect(statusOf(state, 'servicenow')).toMatchObject({ state: 'done', error: null });
    const calls = servicenow.log.filter((entry) => entry.path.startsWith('/api/'));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((entry) => entry.status === 401)).toEqual([]);
    expect(servicenow.log[0]).toMatchObject({ path: '/navpage.do', user: 'dana.reyes' });

    const token = servicenow.pageToken('dana.reyes');
    expect(token).toMatch(/^[0-9a-f]{72}$/);
    expect(await keptText(panel)).not.toContain(token);
    expect(await page.content()).not.toContain(token);
    expect(await panel.content()).not.toContain(token);
  });
});

describe('without a network', () => {
  afterEach(() => {
    for (const fake of Object.values(world.fakes))
      Object.assign(fake.modes, { failure: 'none', pagesToo: false });
  });

  test('what was read before is shown, marked, and the panel says that nothing could be reached', async () => {
    await world.saveSettings({ sources: acmeSources(['servicenow']) });
    await signInByForm('dana.reyes');
    const url = ticketUrl('INC0010023');
    await open(url);
    expect(await shownAt(url)).toContain(vpn809);

    for (const fake of Object.values(world.fakes))
      Object.assign(fake.modes, { failure: 'drop-connection', pagesToo: true });
    await pressRefresh();
    const state = await watch.until('the offline state', (at) => at.stage === 'done' && at.offline);
    expect(titlesOf(state)).toContain(vpn809);
    expect(new Set(state.articles.map((row) => row.origin))).toEqual(new Set(['cache']));
    await expect.poll(() => panel.innerText('body'), { timeout: 10_000 }).toMatch(/No source reached/);
    expect(await panel.innerText('body')).toMatch(/From cache/i);
  });
});
