import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuotes } from '../../scripts/demo/check-quotes';
import { acmeSources } from '../e2e/attach';
import { doneFor, recordStates, type StateRecorder } from '../e2e/record-states';
import { startWorld, type World } from '../e2e/world';
import { acmeHosts } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';
import { startRequestTracker } from './request-tracker';

const host = acmeHosts['request-tracker'];
/** Below the server's address, where many companies have it. */
const webPath = '/rt';
const company = loadCompany();
const started = await startRequestTracker({ company, serverUrl: `http://${host}`, webPath });
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

/** What only the staff's comments say. */
const secrets = ['ccache folder alone', 'Third time this year', 'SM20 shows', 'riser key is with reception'];

describe.skipIf('skipped' in started)(`a real Request Tracker${why}`, () => {
  const rt = started as Exclude<typeof started, { skipped: string }>;
  const timings: Record<string, string> = {};
  let world: World | undefined;
  let page: Page;
  let panel: Page;
  let states: StateRecorder;

  async function signIn(personId: string) {
    await world?.context().clearCookies({ domain: host });
    const cookies = await rt.signInCookies(personId);
    await world
      ?.context()
      .addCookies(cookies.map((cookie) => ({ ...cookie, domain: host, path: webPath, secure: false })));
  }

  /** Goes there and waits until the panel has looked for everything beside it. */
  async function beside(path: string, key: string) {
    await states.clear();
    const from = Date.now();
    await page.goto(rt.baseUrl + path);
    const state = await states.until(doneFor(key), key);
    timings[path] = `${Date.now() - from} ms`;
    return state;
  }

  async function besideNothing(path: string, reason: string) {
    await states.clear();
    await page.goto(rt.baseUrl + path);
    await states.until(
      ({ subject }) => subject.state === 'none' && subject.reason === reason,
      `${path}: ${reason}`,
    );
  }

  beforeAll(async () => {
    world = await startWorld({
      products: ['jira-dc', 'mediawiki', 'dokuwiki'],
      otherHosts: { [host]: `127.0.0.1:${rt.port}` },
    });
    const sources = acmeSources(['jira-dc', 'mediawiki', 'dokuwiki', 'request-tracker']).map((source) =>
      source.product === 'request-tracker' ? { ...source, baseUrl: rt.baseUrl } : source,
    );
    await world.saveSettings({ sources });
    await world.signIn('dana.reyes');
    await signIn('dana.reyes');
    page = await world.newPage(`${rt.baseUrl}/Ticket/Display.html?id=1049`);
    panel = await world.openPanel(page);
    states = await recordStates(panel);
  });
  afterAll(async () => {
    console.log('Beside a Request Tracker, from the address to the last suggestion:', timings);
    await world?.close();
    await rt.stop();
  });

  test('a ticket is read by REST; a resolved one like it says how, and an article of RT’s stands beside it', async () => {
    const state = await beside('/Ticket/Display.html?id=1048', '1048');
    expect(state.subject).toMatchObject({ site: 'request-tracker', kind: 'ticket', readBy: 'api' });
    const similar = state.tickets.find(({ ticketKey }) => ticketKey === '1047');
    expect(similar).toMatchObject({
      title: 'Badge reader at the loading dock stays red',
      ticketResolved: true,
      ticketResolution: expect.stringContaining(
        'switched off the controller in the riser for thirty seconds',
      ),
    });
    expect(state.articles.map(({ title }) => title)).toContain('Badge reader stays red');
    expect(state.tickets.map(({ ticketKey }) => ticketKey)).not.toContain('1048');
    expect(state.sources.map(({ error }) => error)).toEqual([null, null, null, null]);
  });

  test('what the staff tell each other is quoted nowhere', async () => {
    const state = await beside('/Ticket/Display.html?id=1048', '1048');
    const shown = JSON.stringify([state.tickets, state.articles, state.answer]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test('a ticket is answered from another system, word for word, and by a resolved ticket of its own', async () => {
    const state = await beside('/Ticket/Display.html?id=1044', '1044');
    const wiki = state.articles.filter(({ sourceId }) => sourceId === 'acme-mediawiki');
    expect(wiki.map(({ title }) => title)).toContain('Jenkins agent offline');
    expect(state.tickets.map(({ ticketKey }) => ticketKey)).toContain('1041');
    const citations = state.answer?.citations ?? [];
    expect(citations.length).toBeGreaterThan(0);
    const checked = await checkQuotes(page.context(), citations);
    expect(checked.filter(({ verbatim }) => !verbatim)).toEqual([]);
    await page.bringToFront();
  });

  test('two wikis and the desk itself stand beside one ticket', async () => {
    const state = await beside('/Ticket/Display.html?id=1061', '1061');
    expect(state.articles.map(({ sourceId, title }) => [sourceId, title])).toEqual(
      expect.arrayContaining([
        ['acme-mediawiki', 'Jenkins agent offline'],
        ['acme-dokuwiki', 'Root file system is full on a Linux server'],
      ]),
    );
    expect(state.tickets[0]).toMatchObject({ sourceId: 'acme-request-tracker', ticketKey: '1041' });
  });

  test('the address of a merged ticket leads to the one it was merged into', async () => {
    const state = await beside('/Ticket/Display.html?id=1051', '1048');
    expect(state.subject).toMatchObject({ readBy: 'api', title: 'Badge reader of the goods lift is red' });
    expect(state.tickets.map(({ ticketKey }) => ticketKey)).not.toContain('1048');
  });

  test('an article turns the panel to what else there is, and is not suggested to itself', async () => {
    const state = await beside('/Articles/Article/Display.html?id=1', 'Badge reader stays red');
    expect(state.subject).toMatchObject({ site: 'request-tracker', kind: 'article', readBy: 'api' });
    expect(state.articles.map(({ documentId }) => documentId)).not.toContain('article:1');
  });

  test('lists, editors, errors and tickets of others are nothing to sit beside', async () => {
    await besideNothing('/Search/Results.html?Query=id%20%3E%200', 'nothing-to-read');
    await besideNothing('/Ticket/Update.html?Action=Respond;id=1048', 'edit');
    await besideNothing('/Ticket/Display.html?id=9999', 'nothing-to-read');
    await besideNothing('/Ticket/Display.html?id=1050', 'nothing-to-read');
    await besideNothing('/Articles/Article/Display.html?id=4', 'nothing-to-read');
  });

  test('staff with other rights see their own queue only, and nothing of what was read before', async () => {
    await signIn('sam.okafor');
    const state = await beside('/Ticket/Display.html?id=1045', '1045');
    expect(state.tickets.map(({ ticketKey }) => ticketKey)).toContain('1042');
    expect(JSON.stringify(state)).not.toContain('loading dock');
    await besideNothing('/Ticket/Display.html?id=1048', 'nothing-to-read');
  });

  test('a customer is helped from their own tickets', async () => {
    await signIn('ella.brooks');
    const state = await beside('/SelfService/Display.html?id=1048', '1048');
    expect(state.subject).toMatchObject({ readBy: 'api' });
    const own = state.tickets.filter(({ sourceId }) => sourceId === 'acme-request-tracker');
    expect(own.map(({ ticketKey }) => ticketKey)).toEqual(['1047']);
    expect(own[0]?.url).toBe(`${rt.baseUrl}/SelfService/Display.html?id=1047`);
    for (const secret of secrets) expect(JSON.stringify(state)).not.toContain(secret);
  });

  test('nobody is helped after the sign-out', async () => {
    await world?.context().clearCookies({ domain: host });
    await states.clear();
    await page.goto(`${rt.baseUrl}/Ticket/Display.html?id=1048`);
    const state = await states.until(({ subject }) => subject.state === 'none', 'signed out');
    expect(state.tickets).toEqual([]);
    expect(page.url()).toContain('/NoAuth/Login.html');
  });
});
