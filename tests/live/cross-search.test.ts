import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuotes } from '../../scripts/demo/check-quotes';
import { realProducts, startRealSystems, type RealProduct } from '../../scripts/demo/real-systems';
import { acmeSources } from '../e2e/attach';
import { doneFor, recordStates, type StateRecorder } from '../e2e/record-states';
import { startWorld, type World } from '../e2e/world';
import { acmeHosts } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';

const company = loadCompany();
const systems = await startRealSystems(company, { log: () => undefined, orDouble: false });
const skipped = Object.values(systems).flatMap((system) => ('skipped' in system ? [system.skipped] : []));
const why = skipped.length > 0 ? ` (skipped: ${skipped.join('; ')})` : '';

/** Three real systems side by side, nothing else: tickets in one, knowledge in two. */
describe.skipIf(skipped.length > 0)(`Request Tracker, MediaWiki and DokuWiki together${why}`, () => {
  const timings: Record<string, string> = {};
  let world: World;
  let page: Page;
  let states: StateRecorder;

  const running = (product: RealProduct) => {
    const system = systems[product];
    if (!('running' in system)) throw new Error(system.skipped);
    return system;
  };
  const ticket = (id: string) => `${running('request-tracker').origin}/Ticket/Display.html?id=${id}`;

  /**
   * With the page that one sees after it, as every sign-in ends with one. Not before all cookies are there: a page is looked
   * up in every wiki, and DokuWiki's answer to somebody unknown takes away the cookie that has come meanwhile.
   */
  async function signIn(personId: string): Promise<void> {
    for (const product of realProducts) {
      const domain = acmeHosts[product];
      await world.context().clearCookies({ domain });
      const cookies = await running(product).running.signInCookies(personId);
      await world
        .context()
        .addCookies(cookies.map((cookie) => ({ ...cookie, domain, path: '/', secure: false })));
    }
    for (const product of realProducts) await page.goto(`${running(product).origin}/`);
    await page.goto('about:blank');
  }

  async function lookUp(id: string, who: string) {
    await states.clear();
    const begin = Date.now();
    await page.goto(ticket(id));
    const state = await states.until(doneFor(id), `${id} for ${who}`);
    timings[`${id} for ${who}`] = `${Date.now() - begin} ms, first live ${state.timings.liveMs ?? '-'} ms`;
    return state;
  }

  beforeAll(async () => {
    world = await startWorld({
      products: [],
      otherHosts: Object.fromEntries(
        realProducts.map((product) => [acmeHosts[product], `127.0.0.1:${running(product).running.port}`]),
      ),
    });
    const sources = acmeSources(realProducts).map((source) => ({
      ...source,
      baseUrl: running(source.product as RealProduct).origin,
    }));
    page = await world.newPage('about:blank');
    await signIn('dana.reyes');
    await world.saveSettings({ sources });
    states = await recordStates(await world.openPanel(page));
  });
  afterAll(async () => {
    const started = realProducts.map((product) => `${product} ${running(product).startedInMs} ms`);
    console.log('Started:', started.join(', '));
    console.log('From the address to the last suggestion:', timings);
    await world?.close();
    for (const product of realProducts) await running(product).running.stop();
  });

  test('a ticket is answered from both wikis, word for word, beside a resolved one like it', async () => {
    const state = await lookUp('1061', 'dana.reyes');
    expect(state.subject).toMatchObject({ site: 'request-tracker', readBy: 'api' });
    expect(state.sources.map(({ product, error }) => [product, error])).toEqual(
      expect.arrayContaining(realProducts.map((product) => [product, null])),
    );
    const sourceOf = new Map(state.articles.map(({ title, sourceId }) => [title, sourceId]));
    expect(sourceOf.get('Jenkins agent offline')).toBe('acme-mediawiki');
    expect(sourceOf.get('Root file system is full on a Linux server')).toBe('acme-dokuwiki');
    expect(state.tickets.map(({ ticketKey }) => ticketKey)).toContain('1041');

    const citations = state.answer?.citations ?? [];
    const cited = new Set(citations.map(({ sourceId }) => sourceId));
    expect([...cited].sort()).toEqual(expect.arrayContaining(['acme-dokuwiki', 'acme-mediawiki']));
    const checked = await checkQuotes(page.context(), citations);
    expect(checked.filter(({ verbatim }) => !verbatim)).toEqual([]);
    await page.bringToFront();
  });

  test('what one user may not read is found for the one who may, and is gone for the other afterwards', async () => {
    const secret = 'Break-glass accounts';
    const titlesFor = async (who: string) => (await lookUp('1062', who)).articles.map(({ title }) => title);
    expect(await titlesFor('dana.reyes')).not.toContain(secret);
    await signIn('omar.haddad');
    expect(await titlesFor('omar.haddad')).toContain(secret);
    await signIn('dana.reyes');
    await states.clear();
    expect(await titlesFor('dana.reyes')).not.toContain(secret);
    // Not even for the moment before the sources had answered.
    const shown = await states.all();
    expect(shown.flatMap(({ state }) => state.articles.map(({ title }) => title))).not.toContain(secret);
  });

  test('a ticket that somebody may not see is nobody’s knowledge either', async () => {
    await states.clear();
    await page.goto(ticket('1050'));
    await states.until(({ subject }) => subject.state === 'none', 'a refusal');
    await signIn('omar.haddad');
    const state = await lookUp('1050', 'omar.haddad');
    expect(state.subject).toMatchObject({ key: '1050', readBy: 'api' });
  });
});
