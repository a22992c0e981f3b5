import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import type { AssistState } from '../../lib/core/assist-state';
import { tinyModel } from '../models/tiny-model';
import { openModels } from './add-model';
import { acmeSources } from './attach';
import { watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

/** An answer written by a model, in the real panel of the real extension: from the button to the checked sentences. */
const pictures = 'test-output/written';
const address = 'https://jira.acme.test/browse/HELP-12';
const realModel = process.env.MODEL_GGUF ?? '';

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;
let models: Awaited<ReturnType<typeof openModels>>;
let folder = '';
let extracts: AssistState;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-written-'));
  mkdirSync(pictures, { recursive: true });
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
  models = await openModels(world);
  page = await world.newPage('about:blank');
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
  await page.goto(address);
  extracts = await watch.end(address);
});
afterAll(async () => {
  await world?.close();
  await removeFolder(folder);
});

function model(name: string, ...answers: string[]): string {
  const path = join(folder, `${name}.gguf`);
  writeFileSync(path, tinyModel({ answers }));
  return path;
}
/** Goes to the ticket anew, has its answer written, and waits for the end. */
async function write(title: string, timeoutMs = 60_000): Promise<AssistState> {
  await page.bringToFront();
  await page.goto('about:blank');
  await watch.forget();
  await page.goto(address);
  await watch.until('an offer', ({ writer }) => writer?.state === 'offered' && writer.model === title);
  await panel.getByRole('button', { name: `Write it with ${title}` }).click();
  return watch.until(
    'a written answer',
    ({ writer }) => writer?.state === 'done' || writer?.state === 'failed',
    timeoutMs,
  );
}
const quotes = () => extracts.answer?.citations.map(({ quote }) => quote.replace(/[.\s]+$/, '')) ?? [];
const textsOf = ({ answer }: AssistState) => answer?.statements.map(({ text }) => text);
const picture = (name: string) => panel.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

test('no model is chosen: the sources speak, and nothing is offered', () => {
  expect(extracts.answer).toMatchObject({ outcome: 'answered', writtenBy: 'extracts' });
  expect(quotes().length).toBeGreaterThan(1);
});

describe('an answer in a model’s own words', () => {
  test('is shown with its sources, but for what none of them says', async () => {
    const [first = '', second = ''] = quotes();
    const said = `${first} [1]. Set fire to port 4711 instead [1]. ${second}.`;
    await models.use(model('Scribe', said), 'Scribe');
    const state = await write('Scribe');
    expect(state.writer).toMatchObject({
      state: 'done',
      problem: null,
      draft: { raw: said, kept: 2, dropped: 1, uncited: 1 },
    });
    expect(state.answer).toMatchObject({ outcome: 'answered', writtenBy: 'model' });
    expect(textsOf(state)).toEqual([`${first}.`, `${second}.`]);
    for (const { quote } of state.answer?.citations ?? [])
      expect(quotes().join('\n')).toContain(quote.replace(/[.\s]+$/, ''));
    await expect
      .poll(() => panel.innerText('body'))
      .toContain('Written by Scribe, 2 sentences. One sentence was left out');
    expect(await panel.innerText('body')).not.toContain('Set fire to port 4711 instead.');
    expect(await panel.innerText('header')).toContain('On device');
    await picture('written');
  });

  test('of which nothing is borne out is not shown: the sources speak, and the panel says why', async () => {
    await models.use(model('Liar', 'Throw it away and buy another one [1].'), 'Liar');
    const state = await write('Liar');
    expect(state.answer).toEqual(extracts.answer);
    expect(state.writer).toMatchObject({ draft: { kept: 0, dropped: 1 } });
    await expect.poll(() => panel.innerText('body')).toContain('Nothing that the model wrote is borne out');
    expect(await panel.innerText('header')).not.toContain('On device');
    await picture('refused');
  });

  test('that the chosen model cannot write is written by the next one, and the panel says so', async () => {
    const path = join(folder, 'Broken.gguf');
    writeFileSync(path, tinyModel({ answers: ['Never said.'] }).slice(0, -2_000));
    await models.use(path, 'Broken');
    const state = await write('Broken');
    expect(state.writer).toMatchObject({
      state: 'done',
      problem: expect.stringContaining('Broken: The file is not a model that can be run here') as string,
    });
    expect(['Scribe', 'Liar']).toContain(state.writer?.model);
    await expect.poll(() => panel.innerText('body')).toContain('Broken: The file is not a model');
    await picture('fallen');
    await models.press('Broken', 'Remove');
    await models.press('Broken', 'Remove Broken');
    await expect.poll(() => models.row('Broken').count()).toBe(0);
  });

  test('with marks of templates, markup and an address in it comes out as plain words', async () => {
    const [first = ''] = quotes();
    const said = `<think>hm</think>**${first}** [1](javascript:alert(1)).<|im_end|> <img src=x onerror=alert(1)> it`;
    await models.use(model('Garbler', said), 'Garbler');
    const state = await write('Garbler');
    expect(state.writer).toMatchObject({ state: 'done', draft: { kept: 1 } });
    expect(textsOf(state)?.[0]).not.toMatch(/[<>*]|javascript/);
    expect(await panel.locator('img[src=x], a[href^=javascript]').count()).toBe(0);
    await models.use(model('Liar too', 'Throw it away and buy another one [1].'), 'Liar too');
  });

  test('whose model is gone is offered no more', async () => {
    await models.press('Liar too', 'Remove');
    await models.press('Liar too', 'Remove Liar too');
    await expect.poll(() => models.row('Liar too').count()).toBe(0);
    await page.bringToFront();
    await page.goto('about:blank');
    await watch.forget();
    await page.goto(address);
    const state = await watch.end(address);
    await page.waitForTimeout(500);
    expect((await watch.states()).filter(({ writer }) => writer !== null)).toEqual([]);
    expect(state.answer?.writtenBy).toBe('extracts');
  });
});

describe.skipIf(!existsSync(realModel))(
  'a real model (MODEL_GGUF names its file; without one there is nothing to run)',
  () => {
    test('writes an answer, of which is shown what its sources say', async () => {
      const title = basename(realModel).replace(/\.gguf$/i, '');
      await models.use(realModel, title);
      const started = Date.now();
      const state = await write(title, 500_000);
      const { draft, problem } = state.writer ?? {};
      console.log(
        [
          `${title}, ${((Date.now() - started) / 1000).toFixed(0)} s with loading`,
          `wrote: ${draft?.raw}`,
          `shown (${state.answer?.writtenBy}): ${textsOf(state)?.join(' ')}`,
          `kept ${draft?.kept}, of them cited right ${draft?.cited}, without a source ${draft?.uncited}, left out ${draft?.dropped}`,
          problem ?? '',
        ].join('\n'),
      );
      expect(draft?.raw.length).toBeGreaterThan(20);
      expect(state.answer?.writtenBy).toBe((draft?.kept ?? 0) > 0 ? 'model' : 'extracts');
      await picture('real');
    }, 600_000);
  },
);
