/**
 * What a page pays for Deskside, and how long the first suggestion takes after the page is readable.
 *
 *   npm run bench:page [-- --json FILE] [--rounds N]
 *
 * `matching` has a running host, `matching-cold` a browser that was just started on a profile with a filled cache,
 * `foreign` is a page of nobody's. Times come from the page's own clock and the host's, which are one machine's.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { buildExtension } from '../../scripts/build-extension';
import { readPanelState } from '../../scripts/demo/read-panel';
import { acmeSources } from '../e2e/attach';
import { startWorld, type World } from '../e2e/world';
import { acmeOrigins } from '../fakes/acme-hosts';
import { createReport, option } from './report';
import { injectedScripts, mainThreadMs } from './page-cost';
import { removeFolder } from '../../scripts/browser/remove-folder';

const rounds = Number(option('--rounds') ?? 15);
const extensionDir = buildExtension({ outDir: '.output/bench', requiredOrigins: acmeOrigins });
const report = createReport('page');

const ticketUrl = (world: World, id: string) => {
  const sysId = world.company.tickets.find((ticket) => ticket.id === id)?.sysId ?? '';
  return `https://acme.service-now.com/incident.do?sys_id=${sysId}`;
};
const tickets = ['INC0010023', 'INC0010025', 'INC0010027', 'INC0010030', 'INC0010035', 'INC0010043'];

async function timings(
  panel: Page,
  key: string,
): Promise<{ cachedMs: number | null; liveMs: number | null }> {
  return (await readPanelState(panel, key, 30_000)).timings;
}

/** The panel is open and the host has answered before: what a person sees all day. */
async function warm(world: World): Promise<void> {
  const page = await world.newPage(ticketUrl(world, 'INC0010023'));
  const panel = await world.openPanel(page);
  for (const id of tickets) {
    await page.goto(ticketUrl(world, id));
    await timings(panel, id);
  }
  for (let round = 0; round < rounds; round += 1) {
    await page.goto('about:blank');
    const id = tickets[round % tickets.length] ?? '';
    await page.goto(ticketUrl(world, id));
    const { cachedMs, liveMs } = await timings(panel, id);
    report.sample('matching', 'first_cached_ms', cachedMs);
    report.sample('matching', 'first_live_ms', liveMs);
  }
  for (let round = 0; round < rounds; round += 1) {
    const cost = await mainThreadMs(world, page, world.launched.extensionId);
    report.sample('matching', 'main_thread_ms', cost);
  }
  const injected = await injectedScripts(world, ticketUrl(world, 'INC0010023'));
  report.value('matching', 'injected_gzip_bytes', sizeOf(injected), 'bytes');
  await page.close();
}

function sizeOf(scripts: readonly string[]): number {
  return scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(extensionDir, script))).length, 0);
}

/** The browser was just started; documents are on disk, nothing is in memory, nobody's sign-in is confirmed. */
async function cold(profileDir: string): Promise<void> {
  const world = await startWorld({ extensionDir, profileDir });
  try {
    await world.signIn('dana.reyes');
    const page = await world.newPage(ticketUrl(world, 'INC0010023'));
    await page.waitForTimeout(3_000); // the look-up must be over before the panel is opened: it counts by itself
    const panel = await world.openPanel(page);
    const { cachedMs, liveMs } = await timings(panel, 'INC0010023');
    report.sample('matching-cold', 'first_cached_ms', cachedMs);
    report.sample('matching-cold', 'first_live_ms', liveMs);
  } finally {
    await world.close();
  }
}

async function foreign(world: World): Promise<void> {
  const url = 'https://somebody-else.test/page';
  const injected = await injectedScripts(world, url);
  report.value('foreign', 'injected_gzip_bytes', sizeOf(injected), 'bytes');
  const page = await world.newPage(url);
  for (let round = 0; round < rounds; round += 1) {
    report.sample('foreign', 'main_thread_ms', await mainThreadMs(world, page, world.launched.extensionId));
  }
  await page.close();
}

const profileDir = mkdtempSync(join(tmpdir(), 'deskside-bench-'));
try {
  const world = await startWorld({ extensionDir, profileDir });
  try {
    await world.saveSettings({ sources: acmeSources() });
    await world.signIn('dana.reyes');
    await warm(world);
    await foreign(world);
  } finally {
    await world.close();
  }
  for (let round = 0; round < Math.min(rounds, 8); round += 1) await cold(profileDir);
} finally {
  await removeFolder(profileDir);
}
report.finish();
