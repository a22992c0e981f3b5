import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AssistState } from '../../lib/core/assist-state';
import type { ErrorKind } from '../../lib/core/errors';
import { acmeHosts, everydayProducts } from '../fakes/acme-hosts';
import { quietModes, type Fake, type FakeModes } from '../fakes/fake';
import { acmeSources } from './attach';
import { statusOf, watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

const ticket = `https://${acmeHosts['jira-dc']}/browse/HELP-13`;

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;
/** Every source but the one whose ticket is open. */
let others: Fake[];

beforeAll(async () => {
  world = await startWorld({ products: everydayProducts });
  const { servicenow, confluence, mediawiki } = world.fakes;
  others = [servicenow, confluence, mediawiki];
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
  page = await world.newPage(ticket);
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
  await watch.until('a first look-up', ({ stage }) => stage === 'done', 30_000);
});
afterAll(() => world?.close());
afterEach(() => {
  for (const fake of others) Object.assign(fake.modes, quietModes());
});

const fail = (modes: Partial<FakeModes>, fakes = others) => {
  for (const fake of fakes) Object.assign(fake.modes, modes);
};
async function refresh(): Promise<AssistState> {
  await watch.forget();
  await panel.press('body', 'r');
  return watch.end(ticket, 45_000);
}
const panelText = () => panel.innerText('body');
const nameOf = (fake: Fake) => acmeSources([fake.product])[0]?.name ?? fake.product;

describe('a source that fails', () => {
  test.each<[FakeModes['failure'], ErrorKind, string]>([
    ['server-error', 'server', 'reported a fault of its own'],
    ['html', 'bad-answer', 'sent an answer that cannot be read'],
    ['truncated', 'bad-answer', 'sent an answer that cannot be read'],
    ['huge', 'bad-answer', 'sent an answer that cannot be read'],
    ['wrong-type', 'bad-answer', 'sent an answer that cannot be read'],
    ['drop-connection', 'unreachable', 'could not be reached'],
    ['hang', 'timeout', 'took too long to answer'],
  ])(
    'with %s is named, the others answer, and pressing "r" brings it back',
    async (failure, kind, words) => {
      fail({ failure });
      const state = await refresh();
      for (const fake of others) {
        expect([
          fake.product,
          statusOf(state, fake.product).state,
          statusOf(state, fake.product).error,
        ]).toEqual([fake.product, 'failed', kind]);
        await expect.poll(panelText, { timeout: 10_000 }).toContain(`${nameOf(fake)} ${words}`);
      }
      expect(statusOf(state, 'jira-dc')).toMatchObject({ state: 'done', error: null });
      expect(state.offline).toBe(false);

      fail({ failure: 'none' });
      const after = await refresh();
      for (const fake of others)
        expect(statusOf(after, fake.product)).toMatchObject({ state: 'done', error: null });
      await expect.poll(panelText, { timeout: 10_000 }).not.toContain(words);
    },
    120_000,
  );

  test('comes back by the button beside its name, too', async () => {
    const [first] = others;
    if (!first) throw new Error('No other source');
    fail({ failure: 'server-error' }, [first]);
    await refresh();
    fail({ failure: 'none' });
    await watch.forget();
    await panel
      .getByRole('listitem')
      .filter({ hasText: nameOf(first) })
      .getByRole('button', { name: 'Try again' })
      .click();
    const after = await watch.end(ticket);
    expect(statusOf(after, first.product)).toMatchObject({ state: 'done', error: null });
  });
});

describe('a slow source', () => {
  test('keeps nobody waiting for the others, and is still waited for', async () => {
    const [first] = others;
    if (!first) throw new Error('No other source');
    fail({ slowMs: 1_500 }, [first]);
    const end = await refresh();
    expect(statusOf(end, first.product)).toMatchObject({ state: 'done', error: null });
    const early = (await watch.states()).find(
      (state) => statusAt(state, 'jira-dc') === 'done' && statusAt(state, first.product) === 'searching',
    );
    expect(early).toBeDefined();
  });
});

describe('a source that asks us to slow down', () => {
  test.each<[string, FakeModes['retryAfter'], number]>([
    ['in seconds', 6, 6_000],
    ['by a date', 'date', 6_000],
  ])('%s is not asked before its time, and then it is', async (_how, retryAfter, wait) => {
    const [first] = others;
    if (!first) throw new Error('No other source');
    fail({ rateLimitPerMinute: 1, retryAfter }, [first]);
    // The one request that is allowed may still bring half an answer; the refusal of the other half counts.
    await refresh();
    const asked = first.log.length;
    const state = await refresh();
    const { error, retryAt } = statusOf(state, first.product);
    expect(error).toBe('rate-limited');
    expect(retryAt).toBeGreaterThan(Date.now() - 500);
    expect(retryAt).toBeLessThan(Date.now() + wait + 1_000);
    expect(statusOf(state, 'jira-dc').state).toBe('done');
    await expect.poll(panelText, { timeout: 10_000 }).toContain(`${nameOf(first)} asked us to`);
    expect(first.log.length).toBe(asked);
    fail({ rateLimitPerMinute: 0 }, [first]);
    await panel.waitForTimeout(Math.max(0, (retryAt ?? 0) - Date.now()) + 100);
    expect(statusOf(await refresh(), first.product)).toMatchObject({
      state: 'done',
      error: null,
      retryAt: null,
    });
  });
});

function statusAt(state: AssistState, product: string): string | undefined {
  return state.sources.find((source) => source.product === product)?.state;
}
