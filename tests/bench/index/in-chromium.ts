import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { findOrInstallBrowser } from '../../../scripts/browser/find-browser';
import { launchBrowser } from '../../../scripts/browser/launch-browser';
import type { Results } from './case';
import { createPassages } from './passages';
import type { Task } from './measure';
import { removeFolder } from '../../../scripts/browser/remove-folder';

export interface ChromiumOptions {
  readonly url: string;
  readonly rounds: number;
  readonly mostMs: number;
}

/** As long as a browser is left open after it was written to: what it tidies up meanwhile is nobody's first search. */
const restMs = 5_000;
/** A browser that has only just started is busy with itself. */
const startMs = 2_000;

/** Fills an index in one browser, and looks into it in new ones with the same profile. */
export async function measureInChromium(task: Task, options: ChromiumOptions): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-bench-index-'));
  const profileDir = join(folder, 'profile');
  try {
    const run = <T>(query: string | null, work: (page: Page) => Promise<T>) =>
      inNewBrowser({ folder, profileDir, url: pageUrl(options.url, task, query) }, work);
    const filled = await run(null, async (page) => {
      const done = await page.evaluate((most) => window.bench.fill(most), options.mostMs);
      await wait(restMs);
      return done;
    });
    const disk = sizeOf(join(profileDir, 'Default', 'IndexedDB'));
    const passages = createPassages(task.words);
    const cold: number[] = [];
    for (let round = 0; round < options.rounds; round += 1)
      cold.push(
        await run(passages.query(round, task.size), (page) => page.evaluate(() => window.bench.cold())),
      );
    const { warm, memory } = await run(null, async (page) => ({
      warm: await page.evaluate(() => window.bench.warm()),
      memory: await page.evaluate(() => window.bench.memory()),
    }));
    return { ...filled, disk, cold, warm, memory };
  } finally {
    await removeFolder(folder);
  }
}

function pageUrl(base: string, { system, size }: Task, query: string | null): string {
  const url = new URL(base);
  url.searchParams.set('system', system);
  url.searchParams.set('size', String(size));
  if (query !== null) url.searchParams.set('query', query);
  return url.href;
}

async function inNewBrowser<T>(
  { folder, profileDir, url }: { folder: string; profileDir: string; url: string },
  work: (page: Page) => Promise<T>,
): Promise<T> {
  mkdirSync(profileDir, { recursive: true });
  const launched = await launchBrowser({
    executablePath: findOrInstallBrowser(console.error),
    extensionDir: emptyExtension(folder),
    headless: true,
    hosts: {},
    profileDir,
    // Without it the browser measures memory when it next tidies up, which may take half a minute.
    extraArgs: ['--enable-blink-features=ForceEagerMeasureMemory'],
  });
  try {
    const browser = await launched.connect();
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('The browser has no window');
    const page = await context.newPage();
    await wait(startMs);
    await page.goto(url);
    return await work(page);
  } finally {
    await launched.close();
  }
}

/** The launcher wants an extension; this one does nothing. */
function emptyExtension(folder: string): string {
  const extensionDir = join(folder, 'extension');
  mkdirSync(extensionDir, { recursive: true });
  const manifest = { manifest_version: 3, name: 'Nothing', version: '1' };
  writeFileSync(join(extensionDir, 'manifest.json'), JSON.stringify(manifest));
  return extensionDir;
}

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
