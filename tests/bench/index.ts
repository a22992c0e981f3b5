/**
 * What an index of passages costs: adding, disk, the first search of a new browser, the later ones, memory.
 *
 *   npm run bench:index [-- --sizes 1000,10000,100000] [--systems deskside,minisearch,…] [--rounds N]
 *                       [--bound SECONDS] [--in chromium,node] [--json FILE]
 *
 * Case `PASSAGES/SYSTEM` is Chromium with a profile on disk, `PASSAGES/SYSTEM/node` is Node with an IndexedDB that is
 * memory only, so without disk and cold start. `cold_ms` is a new browser process on the filled profile, from the start of
 * the page's script to the results, median of the rounds; the operating system may still hold the files in memory. The browser
 * was up for two seconds, and the one that filled the index for five after it. `idle_s` is what deskside does in the
 * background once nothing was written for some seconds; all is found and kept before it.
 * `disk_mb` is the profile's IndexedDB folder after the browser ended, `memory_mb` what the browser says of the page
 * (measureUserAgentSpecificMemory) after the warm queries. `deskside` searches by words and vectors, `minisearch` and `orama`
 * by words, `packed-numbers` and `row-per-vector` by vectors; all vectors are the same hashes of words, so nobody
 * loads a model: what the shipped embedder's table adds to a cold start is not in here.
 */
import { join } from 'node:path';
import { reportCase, type Results } from './index/case';
import { measureInChromium } from './index/in-chromium';
import { measureInNode } from './index/in-node';
import type { Task } from './index/measure';
import { servePage } from './serve-page';
import { systems } from './index/systems/list';
import { countWords } from './index/words';
import { createReport, option } from './report';

const root = join(import.meta.dirname, '../..');
const list = (name: string, all: string) => (option(name) ?? all).split(',');

const sizes = list('--sizes', '1000,10000,100000').map(Number);
const names = list('--systems', Object.keys(systems).join());
const places = list('--in', 'chromium,node');
const rounds = Number(option('--rounds') ?? 3);
const mostMs = Number(option('--bound') ?? 900) * 1000;
const { words, from } = countWords(root);
const report = createReport('index');

/** One that does not come to its end is a result, too. */
async function attempt(name: string, task: Task, measure: () => Promise<Results>): Promise<void> {
  console.log(name);
  try {
    reportCase(report, name, task.size, await measure());
  } catch (error) {
    report.unfinished(name, error instanceof Error ? error.message : String(error));
  }
}

const unknown = names.find((name) => !(name in systems));
if (unknown !== undefined)
  throw new Error(`There is no system ${unknown}: ${Object.keys(systems).join(', ')}`);
console.log(`Words of ${from}.`);
const page = await servePage({
  root: join(import.meta.dirname, 'index', 'page'),
  outDir: join(root, '.output/bench-index'),
  files: { '/words.json': () => JSON.stringify(words) },
});
try {
  for (const size of sizes) {
    for (const system of names) {
      const task: Task = { system, size, words };
      const name = `${size}/${system}`;
      if (places.includes('chromium'))
        await attempt(name, task, () => measureInChromium(task, { url: page.url, rounds, mostMs }));
      if (places.includes('node')) await attempt(`${name}/node`, task, () => measureInNode(task, mostMs));
    }
  }
} finally {
  page.close();
}
report.finish();
