import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuotes } from '../../scripts/demo/check-quotes';
import { acmeSources } from '../e2e/attach';
import type { Page } from 'playwright-core';
import { doneFor, recordStates, type StateRecorder } from '../e2e/record-states';
import { startWorld, type World } from '../e2e/world';
import { acmeHosts } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';
import { startMediawiki } from './mediawiki';

const origin = `http://${acmeHosts.mediawiki}`;
const company = loadCompany();
const started = await startMediawiki({ company, serverUrl: origin });
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

describe.skipIf('skipped' in started)(`a real MediaWiki${why}`, () => {
  const wiki = started as Exclude<typeof started, { skipped: string }>;
  let world: World | undefined;
  let page: Page;
  let panel: Page;
  let states: StateRecorder;

  beforeAll(async () => {
    world = await startWorld({
      products: ['servicenow', 'jira-dc', 'confluence-dc'],
      otherHosts: { [acmeHosts.mediawiki]: `127.0.0.1:${wiki.port}` },
    });
    const sources = acmeSources().map((source) =>
      source.product === 'mediawiki' ? { ...source, baseUrl: origin } : source,
    );
    await world.saveSettings({ sources });
    await world.signIn('dana.reyes');
    const cookies = await wiki.signInCookies('dana.reyes');
    await world
      .context()
      .addCookies(
        cookies.map((cookie) => ({ ...cookie, domain: acmeHosts.mediawiki, path: '/', secure: false })),
      );
    page = await world.newPage(`${origin}/wiki/SAP_user_locked_(SU01)`);
    panel = await world.openPanel(page);
    states = await recordStates(panel);
  });
  afterAll(async () => {
    await world?.close();
    await wiki.stop();
  });

  test('an article page turns the panel to what else the company says, and never suggests itself', async () => {
    const state = await states.until(doneFor('SAP user locked (SU01)'), 'the article');
    expect(state.subject).toMatchObject({ site: 'mediawiki', kind: 'article', readBy: 'api' });
    expect(state.articles.length).toBeGreaterThan(0);
    expect(state.articles.map((article) => article.title)).not.toContain('SAP user locked (SU01)');
    expect(state.sources.map((source) => source.error)).toEqual([null, null, null, null]);
  });

  test('a ticket elsewhere is answered from the wiki, word for word', async () => {
    await page.goto('https://jira.acme.test/browse/BLD-32');
    const state = await states.until(doneFor('BLD-32'), 'BLD-32');
    const fromWiki = state.articles.filter((article) => article.sourceId === 'acme-mediawiki');
    expect(fromWiki.length).toBeGreaterThan(0);
    const citations = state.answer?.citations ?? [];
    expect(citations.length).toBeGreaterThan(0);
    const checked = await checkQuotes(page.context(), citations);
    expect(checked.filter(({ verbatim }) => !verbatim)).toEqual([]);
    await page.bringToFront();
  });

  test('lists, histories, edits and missing pages are not articles', async () => {
    for (const [path, reason] of [
      ['/wiki/Special:RecentChanges', 'nothing-to-read'],
      ['/index.php?title=SAP_user_locked_(SU01)&action=history', 'nothing-to-read'],
      ['/index.php?title=SAP_user_locked_(SU01)&action=edit', 'edit'],
      ['/wiki/A_page_that_nobody_wrote', 'nothing-to-read'],
    ]) {
      await states.clear();
      await page.goto(`${origin}${path ?? ''}`);
      await states.until(
        (state) => state.subject.state === 'none' && state.subject.reason === reason,
        `${path}: ${reason}`,
      );
    }
  });
});
