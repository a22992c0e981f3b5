import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acmeSources } from './attach';
import { doneFor, recordStates, type StateRecorder } from './record-states';
import { startWorld, type World } from './world';

const now = 'https://acme.service-now.com';
const classic = (target: string) => `${now}/now/nav/ui/classic/params/target/${encodeURIComponent(target)}`;

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
});
afterAll(async () => {
  await world.close();
});

function incident(id: string): string {
  const ticket = world.company.tickets.find((candidate) => candidate.id === id);
  if (!ticket) throw new Error(`The corpus has no ${id}`);
  return classic(`incident.do?sys_id=${ticket.sysId ?? ''}`);
}

async function badgeOf(page: Page): Promise<string> {
  const options = await world.context().newPage();
  await options.goto(world.extensionUrl('options.html'));
  const url = page.url();
  const text = await options.evaluate(async (wanted) => {
    const tab = (await chrome.tabs.query({})).find((candidate) => candidate.url === wanted);
    return tab?.id === undefined ? '' : chrome.action.getBadgeText({ tabId: tab.id });
  }, url);
  await options.close();
  return text;
}

async function eventually<T>(
  read: () => Promise<T>,
  fits: (value: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (fits(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a ticket is opened', () => {
  let page: Page;
  let panel: Page;
  let states: StateRecorder;

  beforeAll(async () => {
    page = await world.newPage(incident('INC0010023'));
  });
  afterAll(async () => {
    await page.close();
  });

  test('with the panel closed, the badge counts what was found', async () => {
    const badge = await eventually(
      () => badgeOf(page),
      (text) => Number(text) > 0,
    );
    expect(Number(badge)).toBeGreaterThan(0);
  });

  test('the side panel, opened by its key, shows the answer with its sources without being asked', async () => {
    panel = await world.openPanel(page);
    states = await recordStates(panel);
    const state = await states.until(doneFor('INC0010023'), 'the answer for INC0010023');
    expect(state.articles[0]?.title).toContain('809');
    expect(state.tickets.map((ticket) => ticket.ticketKey)).toContain('INC0010024');
    expect(state.answer?.outcome).toBe('answered');
    expect(state.sources.map((source) => [source.product, source.error])).toEqual([
      ['servicenow', null],
      ['jira-dc', null],
      ['confluence-dc', null],
      ['mediawiki', null],
    ]);
    const text = await panel.locator('body').innerText();
    for (const statement of state.answer?.statements ?? []) expect(text).toContain(statement.text);
    expect(text).toContain('INC0010024');
  });

  test('moving to another ticket inside the single-page app, the panel follows', async () => {
    await page.getByText('INC0010025').first().click();
    const state = await states.until(doneFor('INC0010025'), 'INC0010025');
    expect(state.articles[0]?.title).not.toContain('809');
    expect(await panel.locator('body').innerText()).toContain('INC0010025');
  });

  test('a late answer for the ticket before is never shown on the one after', async () => {
    world.fakes.servicenow.modes.slowMs = 1_500;
    await states.clear();
    await page.getByText('INC0010027').first().click();
    await page.waitForTimeout(300);
    await page.getByText('INC0010023').first().click();
    const last = await states.until(doneFor('INC0010023'), 'INC0010023', 30_000);
    await page.waitForTimeout(2_000);
    world.fakes.servicenow.modes.slowMs = 0;
    const seen = (await states.all()).map(({ state }) => state);
    const from = seen.findIndex(
      (state) =>
        state.subject.state !== 'none' && 'key' in state.subject && state.subject.key === 'INC0010023',
    );
    for (const state of seen.slice(from)) {
      if (state.subject.state === 'ready') expect(state.subject.key).toBe('INC0010023');
      expect(state.articles.map((article) => article.title).join(' ')).not.toContain('0x8004010F');
    }
    expect(last.articles[0]?.title).toContain('809');
  });

  test('a click on a citation opens its source with the quoted words marked and in view', async () => {
    const state = await states.until(doneFor('INC0010023'), 'INC0010023');
    const citation = state.answer?.citations[0];
    if (!citation) throw new Error('There is nothing to click on');
    const opened = world.context().waitForEvent('page');
    await panel
      .getByRole('button', { name: /^(Source |Citation )?1\b/ })
      .first()
      .click();
    const source = await opened;
    await source.waitForLoadState();
    const marked = await eventually(
      () =>
        source.evaluate(() => {
          const range = [...(CSS.highlights.get('deskside-citation') ?? [])][0];
          if (!(range instanceof Range)) return null;
          const box = range.getBoundingClientRect();
          return { text: range.toString(), inView: box.top >= 0 && box.bottom <= window.innerHeight };
        }),
      (value) => value !== null,
    );
    expect(marked?.text.replace(/\s+/g, ' ')).toBe(citation.quote.replace(/\s+/g, ' '));
    expect(marked?.inView).toBe(true);
    await source.close();
  });
});
