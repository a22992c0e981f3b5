import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import type { AssistState } from '../../lib/core/assist-state';
import { tinyModel } from '../models/tiny-model';
import { openModels } from './add-model';
import { acmeSources } from './attach';
import { letWorkerDie, startId } from './background-life';
import { slowDown, whyNotSlow } from './slow-down';
import { watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

/** What becomes of an answer that is being written when something around it goes away. */
const address = 'https://jira.acme.test/browse/HELP-12';
const title = 'Long winded';
const why = whyNotSlow === null ? '' : ` (skipped: ${whyNotSlow})`;

let world: World;
let page: Page;
let panel: Page;
let watch: PanelWatch;
let folder = '';
let said = '';
let extracts: AssistState;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-writing-'));
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
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

const isOver = ({ writer }: AssistState) => writer?.state === 'done' || writer?.state === 'failed';
const isWriting = ({ writer }: AssistState) => writer?.state === 'writing';

/** The ticket anew, with the button below its answer. */
async function open(on = { page, watch }): Promise<void> {
  await on.page.bringToFront();
  await on.page.goto('about:blank');
  await on.watch.forget();
  await on.page.goto(address);
  await on.watch.until('an offer', ({ writer }) => writer?.state === 'offered');
}
const write = (on = panel) => on.getByRole('button', { name: `Write it with ${title}` }).click();
async function whileSlow<T>(stopMs: number, work: () => Promise<T>): Promise<T> {
  const faster = slowly(stopMs);
  try {
    return await work();
  } finally {
    await faster();
  }
}
/** Ten times as slow, or as slow as it takes. */
const slowly = (stopMs = 180) => slowDown(world.launched.process.pid ?? 0, { runMs: 20, stopMs });

test('a model that has much to say writes answers from now on', async () => {
  // Every sentence is one of the sources', so that all of them are kept.
  const quotes = (extracts.answer?.citations ?? []).map(({ quote }) => quote.replace(/[.\s]+$/, ''));
  said = `${quotes.join('. ')}.`;
  const path = join(folder, `${title}.gguf`);
  writeFileSync(path, tinyModel({ answers: [said] }));
  const models = await openModels(world);
  await models.use(path, title);
  await models.page.close();
});

describe.skipIf(whyNotSlow !== null)(`an answer that is being written${why}`, () => {
  test(
    'comes to its end although the service worker died in the middle of it',
    { timeout: 240_000 },
    async () => {
      await open();
      const life = await startId(panel);
      const diedAt = await whileSlow(1_200, async () => {
        await write();
        await watch.until('writing', isWriting, 60_000);
        await letWorkerDie(world);
        return Date.now();
      });
      await world.reconnect();
      const pages = world.context().pages();
      const find = (url: string) => pages.find((each) => each.url() === url) ?? expect.fail(`no ${url}`);
      [page, panel] = [find(address), find(world.extensionUrl('sidepanel.html'))];
      const states = async () => watch.statesOf(panel);
      await expect
        .poll(async () => (await states()).some(({ state }) => isOver(state)), { timeout: 60_000 })
        .toBe(true);
      const heard = await states();
      const begun = heard.find(({ state }) => isWriting(state));
      const ended = heard.find(({ state }) => isOver(state));
      expect(begun?.at).toBeLessThan(diedAt);
      expect(ended?.at).toBeGreaterThan(diedAt);
      expect(ended?.state.writer).toMatchObject({ state: 'done', draft: { raw: said } });
      expect(await panel.innerText('body')).toContain(`Written by ${title}`);
      expect(await startId(panel)).not.toBe(life);
    },
  );

  test('is there whole when its panel was closed and opened again', async () => {
    watch = await watchPanel(panel);
    await open();
    const faster = slowly();
    await write();
    await watch.until('writing', isWriting, 60_000);
    await world.closePanel(page);
    await faster();
    await sleep(500);
    panel = await world.openPanel(page);
    watch = await watchPanel(panel);
    const { writer } = await watch.until('the whole answer', isOver, 60_000);
    expect(writer).toMatchObject({ state: 'done', draft: { raw: said } });
    await expect.poll(() => panel.innerText('body')).toContain(`Written by ${title}`);
  });

  test('goes on while another tab is in front, and is there when its own comes back', async () => {
    await open();
    const faster = slowly();
    await write();
    await watch.until('writing', isWriting, 60_000);
    const other = await world.newPage('about:blank');
    await other.bringToFront();
    await faster();
    await sleep(1_000);
    await watch.forget();
    await page.bringToFront();
    const { writer } = await watch.until('the whole answer', isOver, 60_000);
    expect(writer).toMatchObject({ state: 'done', draft: { raw: said } });
    await other.close();
  });

  test('is followed by that of another window, which asked meanwhile; each gets its own', async () => {
    await open();
    const elsewhere = await world.newWindow('about:blank');
    const otherPanel = await world.openPanel(elsewhere);
    const otherWatch = await watchPanel(otherPanel);
    await open({ page: elsewhere, watch: otherWatch });
    await page.bringToFront();
    const faster = slowly();
    await write();
    await watch.until('writing', isWriting, 60_000);
    await write(otherPanel);
    await otherWatch.until(
      'waiting',
      ({ writer }) => writer?.phase === 'waiting' && writer.state === 'writing',
      60_000,
    );
    await faster();
    const [one, two] = await Promise.all([
      watch.until('the first answer', isOver, 60_000),
      otherWatch.until('the second answer', isOver, 60_000),
    ]);
    expect(one.writer).toMatchObject({ state: 'done', draft: { raw: said } });
    expect(two.writer).toMatchObject({ state: 'done', draft: { raw: said } });
    expect(one.tabId).not.toBe(two.tabId);
    await elsewhere.close();
  });
});
