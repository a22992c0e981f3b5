import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuotes } from '../../scripts/demo/check-quotes';
import { acmeSources } from '../e2e/attach';
import { doneFor, recordStates, type StateRecorder } from '../e2e/record-states';
import { startWorld, type World } from '../e2e/world';
import { acmeHosts } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';
import { startDokuwiki } from './dokuwiki';

const host = acmeHosts.dokuwiki;
const origin = `http://${host}`;
const company = loadCompany();
const started = await startDokuwiki({ company, serverUrl: origin });
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

describe.skipIf('skipped' in started)(`a real DokuWiki${why}`, () => {
  const wiki = started as Exclude<typeof started, { skipped: string }>;
  const timings: Record<string, string> = {};
  let world: World | undefined;
  let page: Page;
  let panel: Page;
  let states: StateRecorder;

  async function signIn(personId: string) {
    await world?.context().clearCookies({ domain: host });
    const cookies = await wiki.signInCookies(personId);
    await world
      ?.context()
      .addCookies(cookies.map((cookie) => ({ ...cookie, domain: host, path: '/', secure: false })));
  }

  /** Goes there and waits until the panel has looked for everything beside it. */
  async function beside(url: string, key: string) {
    await states.clear();
    const from = Date.now();
    await page.goto(url);
    const state = await states.until(doneFor(key), key);
    timings[url.replace(origin, '')] = `${Date.now() - from} ms`;
    return state;
  }

  beforeAll(async () => {
    world = await startWorld({
      products: ['jira-dc', 'mediawiki'],
      otherHosts: { [host]: `127.0.0.1:${wiki.port}` },
    });
    const sources = acmeSources(['jira-dc', 'mediawiki', 'dokuwiki']).map((source) =>
      source.product === 'dokuwiki' ? { ...source, baseUrl: origin } : source,
    );
    await world.signIn('dana.reyes');
    // First: DokuWiki's answer to somebody unknown takes away the cookie that has come meanwhile.
    await signIn('dana.reyes');
    await world.saveSettings({ sources });
    page = await world.newPage(`${origin}/doku.php?id=ops:ups_monthly_test`);
    panel = await world.openPanel(page);
    states = await recordStates(panel);
  });
  afterAll(async () => {
    console.log('Beside a DokuWiki, from the address to the last suggestion:', timings);
    await world?.close();
    await wiki.stop();
  });

  const monthly = ['ops:ups_monthly_test', 'UPS monthly test'] as const;
  const alarm = ['ops:ups_battery_alarm', 'UPS battery alarm'] as const;
  const old = ['archive:ups_battery_alarm_2021', 'UPS battery alarm (until 2023)'] as const;

  test.each([
    ['with its remote interface off, as delivered', {}, monthly, alarm[1], 'do=search'],
    ['with its remote interface on', { isRemote: true }, alarm, monthly[1], 'do=search'],
    [
      'with its remote interface instead of a search page',
      { isRemote: true, disabledActions: ['search'] },
      old,
      alarm[1],
      'POST /lib/exe/xmlrpc.php',
    ],
  ])('a page is read, and what else the wiki says, %s', async (_, settings, [id, title], found, by) => {
    wiki.configure(settings);
    const before = wiki.asked().length;
    const state = await beside(`${origin}/doku.php?id=${id}`, title);
    expect(state.subject).toMatchObject({ site: 'dokuwiki', kind: 'article', readBy: 'api' });
    const own = state.articles.filter(({ sourceId }) => sourceId === 'acme-dokuwiki');
    expect(own.map((article) => article.title)).toContain(found);
    expect(own.map((article) => article.title)).not.toContain(title);
    expect(state.sources.map(({ error }) => error)).toEqual([null, null, null]);
    expect(
      wiki
        .asked()
        .slice(before)
        .some((line) => line.includes(by)),
    ).toBe(true);
  });

  test('a ticket elsewhere is answered from the wiki, word for word', async () => {
    wiki.configure({});
    const before = wiki.asked().length;
    const state = await beside('https://jira.acme.test/browse/OPS-9', 'OPS-9');
    expect(state.sources.map(({ product, state: end, error }) => [product, end, error])).toEqual([
      ['jira-dc', 'done', null],
      ['mediawiki', 'done', null],
      ['dokuwiki', 'done', null],
    ]);
    const own = state.articles.filter(({ sourceId }) => sourceId === 'acme-dokuwiki');
    const asked = wiki.asked().slice(before).join('\n');
    expect(
      own.map(({ title }) => title),
      asked,
    ).toContain('HANA patch checklist');
    const citations = state.answer?.citations ?? [];
    expect(citations.length).toBeGreaterThan(0);
    const checked = await checkQuotes(page.context(), citations);
    expect(checked.filter(({ verbatim }) => !verbatim)).toEqual([]);
    await page.bringToFront();
  });

  test('a wiki with short addresses is followed under them', async () => {
    wiki.configure({ rewrite: 2, useSlash: true });
    const state = await beside(
      `${origin}/doku.php/net/switch_port_errdisabled`,
      'Switch port is err-disabled',
    );
    expect(state.subject).toMatchObject({ site: 'dokuwiki', readBy: 'api' });
    wiki.configure({});
  });

  test('lists, histories, editors, missing and restricted pages are not articles', async () => {
    for (const [path, reason] of [
      ['/doku.php?id=ops:linux_root_full&do=revisions', 'nothing-to-read'],
      ['/doku.php?id=start&do=index', 'nothing-to-read'],
      ['/doku.php?id=ops:linux_root_full&do=edit', 'edit'],
      ['/doku.php?id=ops:a_page_that_nobody_wrote', 'nothing-to-read'],
      ['/doku.php?id=sec:break_glass_accounts', 'nothing-to-read'],
    ]) {
      await states.clear();
      await page.goto(`${origin}${path ?? ''}`);
      await states.until(
        (state) => state.subject.state === 'none' && state.subject.reason === reason,
        `${path}: ${reason}`,
      );
    }
  });

  test('somebody with the right reads the restricted page, and whoever comes after does not see it', async () => {
    await signIn('omar.haddad');
    const state = await beside(`${origin}/doku.php?id=sec:break_glass_accounts`, 'Break-glass accounts');
    expect(state.subject).toMatchObject({ site: 'dokuwiki', readBy: 'api' });
    await signIn('dana.reyes');
    const after = await beside(`${origin}/doku.php?id=ops:linux_root_full`, 'Root file system is full on a Linux server'); // prettier-ignore
    expect(after.articles.map(({ title }) => title)).not.toContain('Break-glass accounts');
  });
});
