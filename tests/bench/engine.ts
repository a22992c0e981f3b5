/**
 * What language models cost on this device, and what our way from the engine to the page adds.
 *
 *   npm run bench:engine [-- --json FILE] [--rounds N]
 *
 * Models: a tiny one that is made here, which shows what everything but the model costs, and the file of MODEL_GGUF.
 * `load_cold_ms` is the first load in a new browser, `load_cached_ms` the next one after the model was unloaded;
 * `stream_overhead_pct` compares the time of the same answer in the extension with the engine's own in a bare worker.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { buildExtension } from '../../scripts/build-extension';
import { engineNames, type EngineUsage } from '../../lib/core/model';
import type { ModelsOverview } from '../../lib/messaging/model-messages';
import { chooseFiles } from '../e2e/choose-files';
import { extensionProcesses } from '../e2e/slow-down';
import { startWorld, type World } from '../e2e/world';
import { tinyModel } from '../models/tiny-model';
import { servePage } from './serve-page';
import { createReport, option, quantile } from './report';

const rounds = Number(option('--rounds') ?? 3);
const MOST_TOKENS = 400;
const prompt =
  'A printer on the second floor prints blank pages since this morning. The toner is new, the queue is empty, and other printers work. Explain in a few sentences what to look at, and in which order.';

const extensionDir = buildExtension({ outDir: '.output/bench', requiredOrigins: [] });
const folder = mkdtempSync(join(tmpdir(), 'deskside-bench-engine-'));
const report = createReport('engine');

const tiny = join(folder, 'tiny.gguf');
writeFileSync(tiny, tinyModel({ answers: ['and so on it goes'], endless: true }));
const real = process.env.MODEL_GGUF ?? '';
const models = [tiny, ...(existsSync(real) ? [real] : [])];
if (models.length === 1)
  console.error('Without MODEL_GGUF, the file of a model, only the tiny one is measured.');

async function ask(page: Page, name: string, payload: object = {}, to = 'host'): Promise<unknown> {
  const reply: unknown = await page.evaluate((message) => chrome.runtime.sendMessage(message), {
    deskside: 1,
    to,
    name,
    payload,
  });
  return Reflect.get(Object(reply), 'value');
}
/** Asked again until the host is there. */
async function overview(page: Page): Promise<ModelsOverview> {
  for (;;) {
    const found = await ask(page, 'models/overview');
    if (found !== undefined) return found as ModelsOverview;
    await ask(page, 'host/ensure', {}, 'background');
    await sleep(200);
  }
}

/** The trial of the models page: the extension's own way. */
async function tryIt(page: Page, modelId: string): Promise<{ usage: EngineUsage; loadMs: number }> {
  await ask(page, 'models/try', { modelId, prompt });
  for (;;) {
    // Seldom: looking costs time too.
    await sleep(300);
    const { trial, running } = await overview(page);
    if (trial?.state === 'done' && trial.usage)
      return { usage: trial.usage, loadMs: running.loadMs ?? Number.NaN };
    if (trial?.state === 'failed') throw new Error(trial.failure?.message);
  }
}

/** Resident memory of the extension's processes, in bytes; NaN where nobody says. */
function memoryOf(world: World): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = extensionProcesses(world.launched.process.pid ?? 0).map((pid) =>
    Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1024;
}

const median = (values: readonly number[]) =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
const rate = ({ tokens, firstTokenMs, totalMs }: EngineUsage) =>
  ((tokens - 1) * 1000) / (totalMs - firstTokenMs);

for (const path of models) {
  const name = `wllama/${basename(path).replace(/\.gguf$/i, '')}`;
  console.error(name);
  const profileDir = mkdtempSync(join(folder, 'profile-'));
  let world = await startWorld({ products: [], extensionDir, profileDir });
  const openPage = () => world.newPage(world.extensionUrl('options.html#models'));
  await chooseFiles(await openPage(), 'input[data-model]', [path]);
  let modelId: string | undefined;
  while (modelId === undefined) {
    await sleep(200);
    const [page] = world
      .context()
      .pages()
      .filter((each) => each.url().includes('options.html'));
    modelId = page && (await overview(page)).models.find(({ state }) => state === 'ready')?.record.id;
  }
  await world.close();
  // A new browser, so that nothing is loaded or compiled yet.
  world = await startWorld({ products: [], extensionDir, profileDir });
  // Of a section that shows no models: drawing what a model does takes a part of the machine from it.
  const page = await world.newPage(world.extensionUrl('options.html#about'));
  await overview(page);
  const before = memoryOf(world);
  const cold = await tryIt(page, modelId);
  report.value(name, 'load_cold_ms', Math.round(cold.loadMs), 'ms');
  const memory = memoryOf(world) - before;
  await ask(page, 'models/unload');
  const cached = await tryIt(page, modelId);
  report.value(name, 'load_cached_ms', Math.round(cached.loadMs), 'ms');

  const served = await servePage({
    root: join(import.meta.dirname, '..', 'engine-page'),
    outDir: join(folder, 'page'),
    files: { '/model.gguf': () => readFileSync(path) },
  });
  const direct = await world.newPage(served.url);
  const runDirectly = async () => {
    const answer = await direct.evaluate((asked) => window.runDirectly(asked), {
      path: '/model.gguf',
      contextTokens: 4096,
      request: {
        messages: [{ role: 'user' as const, content: prompt }],
        mostTokens: MOST_TOKENS,
        temperature: 0,
      },
    });
    if ('failed' in answer) throw new Error(answer.failed);
    return answer.usage;
  };
  await runDirectly();
  const own: EngineUsage[] = [];
  const bare: EngineUsage[] = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push((await tryIt(page, modelId)).usage);
    bare.push(await runDirectly());
  }
  const totals = (usages: readonly EngineUsage[]) => median(usages.map(({ totalMs }) => totalMs));
  report.value(name, 'first_token_ms', Math.round(cached.usage.firstTokenMs), 'ms');
  report.value(name, 'tokens_per_s', Math.round(median(own.map(rate)) * 10) / 10, '1/s');
  if (!Number.isNaN(memory)) report.value(name, 'memory_mb', Math.round(memory / 1e6), 'MB');
  const overhead = (totals(own) / totals(bare) - 1) * 100;
  report.value(name, 'stream_overhead_pct', Math.round(overhead * 10) / 10, '%');
  for (const { id, state, words } of (await overview(page)).engines)
    if (state !== 'available' && path === tiny) report.unfinished(id, `${engineNames[id]}: ${words}`);
  served.close();
  await world.close();
}
report.finish();
await removeFolder(folder);
