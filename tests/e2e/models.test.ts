import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { tinyModel } from '../models/tiny-model';
import { openModels } from './add-model';
import { testBuildDir } from './test-build-dir';
import { startWorld, type World } from './world';

/** Language models in the real extension: from a file to an answer, by llama.cpp in the engine host. */
const pictures = 'test-output/models';
const answers = ['A name server turns names into numbers.', 'Because people remember names better.'];
const realModel = process.env.MODEL_GGUF ?? '';

let world: World;
let options: Page;
let models: Awaited<ReturnType<typeof openModels>>;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-models-'));
  mkdirSync(pictures, { recursive: true });
  world = await startWorld({});
  models = await openModels(world);
  options = models.page;
});
afterAll(async () => {
  await world?.close();
  await removeFolder(folder);
});

const says: typeof models.says = (...all) => models.says(...all);
const picture = (name: string) => options.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const row = (title: string) => models.row(title);
const press = (title: string, name: string) => models.press(title, name);
const choose = (path: string) => models.choose(path);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function ask(title: string): Promise<string> {
  const button = row(title).getByRole('button', { name: /^(Try it|Ask)$/ });
  if ((await button.innerText()) === 'Try it') await button.click();
  await press(title, 'Ask');
  const status = () => row(title).locator('form [role=status]').innerText();
  await expect.poll(status, { timeout: 300_000 }).toMatch(/tokens?[.,]/);
  console.log(`${title}: ${await status()}`);
  return row(title).locator('[data-said]').innerText();
}

test('the extension names no place from where code would come', () => {
  const built = join(testBuildDir, 'chrome-mv3');
  const scripts = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.m?js$/.test(name),
  );
  const named = scripts.flatMap((name) =>
    [...readFileSync(join(built, name), 'utf8').matchAll(/https?:\/\/[\w@./-]+\.(?:m?js|wasm)\b/g)].map(
      ([url]) => url,
    ),
  );
  // A page on which a part of a runtime is explained.
  expect(named.filter((url) => !url.startsWith('https://github.com/'))).toEqual([]);
});

describe('a model from a file', () => {
  test('is copied, loaded and asked; it answers as it was made to', async () => {
    await says('No model is on this device');
    await picture('empty');
    await choose(file('Tiny one.gguf', tinyModel({ answers: answers.slice(0, 1) })));
    await says('Tiny one was added');
    expect(await ask('Tiny one')).toBe(answers[0]);
    await says('Loaded');
    await picture('answered');
  });

  test('another model says something else, and the first one makes room for it', async () => {
    await choose(file('Tiny two.gguf', tinyModel({ answers: answers.slice(1) })));
    await says('Tiny two was added');
    expect(await ask('Tiny two')).toBe(answers[1]);
    await expect.poll(() => row('Tiny one').innerText()).not.toContain('Loaded');
  });

  test('that never stops is stopped at once, and answers the next time', async () => {
    const endless = tinyModel({ answers: ['and so on it goes'], endless: true });
    await choose(file('Endless.gguf', endless));
    await says('Endless was added');
    await press('Endless', 'Try it');
    await press('Endless', 'Ask');
    await expect.poll(() => row('Endless').innerText(), { timeout: 60_000 }).toContain('and so on');
    await press('Endless', 'Stop');
    await expect.poll(() => row('Endless').innerText()).toContain('Stopped.');
    expect(await ask('Endless')).toContain('and so on it goes');
    await says('cut off there');
    expect(await ask('Tiny one')).toBe(answers[0]);
  });

  test('that was removed takes no room and can be added again', async () => {
    await press('Tiny two', 'Remove');
    await press('Tiny two', 'Remove Tiny two');
    await expect.poll(() => row('Tiny two').count()).toBe(0);
    await choose(file('Tiny two.gguf', tinyModel({ answers: answers.slice(1) })));
    await says('Tiny two was added');
  });

  test.each([
    ['page.gguf', '<!doctype html><title>Not found</title>', 'The file is a web page, not a model'],
    ['words.gguf', 'just some words', 'The file is not a model in GGUF format'],
    ['cut.gguf', tinyModel({ answers }).slice(0, 900), 'The file is damaged'],
  ])('that is none (%s) is refused in words, and leaves nothing behind', async (name, content, words) => {
    const before = ['Tiny one', 'Tiny two', 'Endless'];
    const titles = () => options.locator('[data-model-id] h3').allInnerTexts();
    await expect.poll(async () => (await titles()).sort()).toEqual([...before].sort());
    await choose(file(name, content));
    await says(words);
    expect((await titles()).sort()).toEqual([...before].sort());
    if (name === 'page.gguf') await picture('refused');
  });

  test('whose last weights are missing says so when it is asked, and the others go on', async () => {
    const whole = tinyModel({ answers: answers.slice(0, 1) });
    await choose(file('Half of one.gguf', whole.slice(0, -2_000)));
    await says('Half of one was added');
    await press('Half of one', 'Try it');
    await press('Half of one', 'Ask');
    await says('The file is not a model that can be run here');
    await picture('failed');
    expect(await ask('Tiny one')).toBe(answers[0]);
  });
});

describe('an embedding model from a file', () => {
  test('compares lines, and is not offered for answers', async () => {
    const words = ['printer blank', 'pages empty', 'password reset'];
    await choose(file('Alike.gguf', tinyModel({ answers: words, embeds: true })));
    await says('Alike was added');
    expect(await row('Alike').innerText()).toContain('Compares texts, writes none');
    expect(await row('Alike').getByRole('button', { name: 'Use for answers' }).count()).toBe(0);
    await press('Alike', 'Try it');
    const compare = row('Alike').getByRole('button', { name: 'Compare' });
    const prompt = row('Alike').getByRole('textbox');
    await prompt.fill('printer blank');
    expect(await compare.isDisabled()).toBe(true);
    await prompt.fill('printer blank\nprinter blank\npassword reset');
    await compare.click();
    await expect
      .poll(() => row('Alike').locator('form [role=status]').innerText(), { timeout: 15_000 })
      .toContain('2 lines compared');
    const [same = '', other = ''] = await row('Alike').locator('[data-compared] li').allInnerTexts();
    console.log(`Alike: ${same} / ${other}`);
    expect(same).toBe('1.00 printer blank');
    expect(Number(other.slice(0, 4))).toBeLessThan(0.9);
    await picture('compared');
    expect(await ask('Tiny one')).toBe(answers[0]);
  });
});

describe.skipIf(!existsSync(realModel))(
  'a real model (MODEL_GGUF names its file; without one there is nothing to run)',
  () => {
    test('answers a question in words of its own', async () => {
      await choose(realModel);
      await says('was added', 300_000);
      const title = await options.locator('[data-model-id] h3').allInnerTexts();
      const own = title.find((each) => !/Tiny|Endless|Half|Alike/.test(each)) ?? basename(realModel);
      const said = await ask(own);
      console.log(`${own} said: ${said}`);
      expect(said.split(/\s+/).length).toBeGreaterThan(5);
      await picture('real');
    }, 600_000);
  },
);
