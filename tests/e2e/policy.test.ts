import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acmeHosts } from '../fakes/acme-hosts';
import { clearPolicy, setPolicy, whyNoPolicy } from './browser-policy';
import { statusOf, watchPanel } from './watch-panel';
import { startWorld, type World } from './world';
import { removeFolder } from '../../scripts/browser/remove-folder';

const reason = whyNoPolicy();

const policy = {
  sources: [
    { product: 'confluence-dc', name: 'Company handbook', baseUrl: `https://${acmeHosts['confluence-dc']}` },
  ],
  allowUserSources: false,
  cacheMaxMegabytes: 50,
  theme: 'dark',
};

const why = reason === null ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason !== null)(`what an administrator has set${why}`, () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'deskside-policy-'));
  let world: World;
  let options: Page;
  const restart = async () => {
    await world?.close();
    world = await startWorld({ profileDir });
    await world.signIn('dana.reyes');
    options = await world.newPage(world.extensionUrl('options.html'));
  };
  const section = async (name: string) => {
    await options.getByRole('link', { name, exact: true }).click();
    return options.locator('main');
  };

  beforeAll(async () => {
    clearPolicy();
    // The id of an unpacked extension comes from its folder, so it is the same after the restart.
    await restart();
    const own = {
      product: 'jira-dc',
      name: 'My own Jira',
      baseUrl: `https://${acmeHosts['jira-dc']}`,
      id: 'own',
    };
    await world.saveSettings({ sources: [own], theme: 'light' });
    setPolicy(world.launched.extensionId, policy);
    await restart();
  });
  afterAll(async () => {
    clearPolicy();
    await world?.close();
    await removeFolder(profileDir);
  });

  test('counts over what the user chose, and is shown locked, with the reason', async () => {
    const sources = await section('Sources');
    await expect.poll(() => sources.innerText(), { timeout: 10_000 }).toContain('Company handbook');
    expect(await sources.innerText()).toMatch(
      /Only your organisation adds sources here\.\s+Set by your organisation/,
    );
    expect(await sources.innerText()).not.toContain('My own Jira');
    expect(await sources.getByRole('button', { name: 'Remove Company handbook' }).count()).toBe(0);
    expect(await sources.getByRole('switch', { name: 'Search Company handbook' }).isDisabled()).toBe(true);

    const cache = await section('Cache');
    const size = cache.getByLabel('Size at most');
    expect(await size.inputValue()).toBe('50');
    expect(await size.isDisabled()).toBe(true);
    expect(await cache.getByLabel('Age at most').isDisabled()).toBe(false);

    const appearance = await section('Appearance');
    expect(await appearance.getByRole('radio', { name: 'Dark Always dark' }).isChecked()).toBe(true);
    expect(await appearance.getByRole('radio', { name: 'Light Always light' }).isDisabled()).toBe(true);
    expect(await appearance.innerText()).toContain('Set by your organisation');
  });

  test('cannot be changed from here', async () => {
    await expect(world.saveSettings({ theme: 'light' })).rejects.toThrow('forbidden');
    await expect(world.saveSettings({ sources: [] })).rejects.toThrow('forbidden');
    await options.reload();
    await expect
      .poll(async () => (await section('Sources')).innerText(), { timeout: 10_000 })
      .toContain('Company handbook');
  });

  test('is searched like any other source', async () => {
    const page = await world.newPage(
      `https://${acmeHosts['confluence-dc']}/pages/viewpage.action?pageId=655377`,
    );
    const panel = await world.openPanel(page);
    const watch = await watchPanel(panel);
    const state = await watch.until('the end of a look-up', ({ stage }) => stage === 'done');
    expect(state.sources.map(({ name }) => name)).toEqual(['Company handbook']);
    expect(statusOf(state, 'confluence-dc')).toMatchObject({ state: 'done', error: null });
    expect(state.articles.length).toBeGreaterThan(0);
    await page.close();
  });

  test('ends when it is taken away, and the user’s own choice counts again', async () => {
    clearPolicy();
    await restart();
    const sources = await section('Sources');
    await expect.poll(() => sources.innerText(), { timeout: 10_000 }).not.toContain('Company handbook');
    expect(await sources.innerText()).not.toContain('Set by your organisation');
    const appearance = await section('Appearance');
    expect(await appearance.getByRole('radio', { name: 'Light Always light' }).isChecked()).toBe(true);
  });
});
