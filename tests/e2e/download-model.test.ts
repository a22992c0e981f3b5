import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { tinyModel } from '../models/tiny-model';
import { openModels } from './add-model';
import { startModelServer, type ModelServer } from './model-server';
import { startWorld, type World } from './world';

/** Models from a web server, in the real extension: interrupted, resumed, verified, kept over a kill. */
const pictures = 'test-output/models';
const host = 'models.acme.test';
const answers = ['A name server turns names into numbers.'];
const bytes = tinyModel({ answers });
const sha256 = createHash('sha256').update(bytes).digest('hex');

let server: ModelServer;
let world: World;
let models: Awaited<ReturnType<typeof openModels>>;
let profileDir = '';

async function start(): Promise<void> {
  world = await startWorld({ products: [], profileDir, otherHosts: { [host]: server.address } });
  models = await openModels(world);
}
beforeAll(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'deskside-download-'));
  mkdirSync(pictures, { recursive: true });
  server = await startModelServer();
  await start();
});
afterAll(async () => {
  await world?.close();
  await server?.close();
  await removeFolder(profileDir);
});

const says: typeof models.says = (...all) => models.says(...all);
const coming = () => models.page.locator('[data-download-id]');
const picture = (name: string) =>
  models.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const rangesOf = (path: string) =>
  server.asked.filter((each) => each.path === path).map(({ range }) => range);

async function add(path: string, hash = ''): Promise<void> {
  await models.page.getByLabel('Address of a GGUF file').fill(`http://${host}${path}`);
  await models.page.getByLabel('Its SHA-256, where you know it').fill(hash);
  await models.page.locator('form', { hasText: 'Address of a GGUF file' }).getByRole('button').click();
}
const state = (title: string) => models.row(title).innerText();

test('the catalogue says what each model takes and under which licence', async () => {
  await says('Qwen2.5 1.5B Instruct');
  const offers = await models.page.locator('[data-offer-id]').allInnerTexts();
  expect(offers.length).toBeGreaterThan(2);
  for (const offer of offers)
    expect(offer).toMatch(
      /[MG]B to download[\s\S]+about [\s\S]+of memory[\s\S]+Licence: \S+[\s\S]+From huggingface\.co/,
    );
  await picture('catalogue');
});

test('a model is downloaded, paused, resumed where it was, verified, and run without another request', async () => {
  const served = server.serve('/Slow.gguf', { bytes, rate: 300_000 });
  await add('/Slow.gguf', sha256);
  await expect
    .poll(() => coming().innerText(), { timeout: 20_000 })
    .toMatch(/kB a second, \d+ seconds? left/);
  await picture('downloading');
  await coming().getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => coming().innerText()).toMatch(/Paused at \d+ kB of 93\d kB/);
  await picture('paused');
  served.rate = 5_000_000;
  await coming().getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => coming().count(), { timeout: 20_000 }).toBe(0);
  await expect.poll(() => state('Slow')).not.toContain('Unverified');
  const [, first, second] = rangesOf('/Slow.gguf');
  expect(first).toBeNull();
  expect(Number(/^bytes=(\d+)-$/.exec(second ?? '')?.[1])).toBeGreaterThan(10_000);
  const before = server.asked.length;
  await models.press('Slow', 'Try it');
  await models.press('Slow', 'Ask');
  await expect.poll(() => models.row('Slow').locator('[data-said]').innerText()).toBe(answers[0]);
  expect(server.asked).toHaveLength(before);
});

test('a network that is lost and comes back is not noticed but for the time', async () => {
  const served = server.serve('/Torn.gguf', { bytes, cutAfter: 200_000 });
  await add('/Torn.gguf');
  await expect.poll(() => rangesOf('/Torn.gguf').length, { timeout: 20_000 }).toBeGreaterThan(3);
  delete served.cutAfter;
  await expect.poll(() => state('Torn'), { timeout: 30_000 }).toContain('Unverified');
  const from = rangesOf('/Torn.gguf')
    .slice(2)
    .map((range) => Number(/\d+/.exec(range ?? '')?.[0]));
  expect(from).toEqual([...from].sort((a, b) => a - b));
});

test.each([
  [
    '/Wrong.gguf',
    { bytes: bytes.map((byte, at) => (at === 900_000 ? byte ^ 1 : byte)) },
    sha256,
    'not what its publisher says',
  ],
  ['/Junk.gguf', { bytes: bytes.map((byte, at) => (at > 40 ? 7 : byte)) }, '', 'damaged'],
])(
  'a file that came whole and is wrong (%s) is thrown away, and says so',
  async (path, served, hash, words) => {
    server.serve(path, served);
    await add(path, hash);
    await expect.poll(() => coming().innerText(), { timeout: 20_000 }).toContain(words);
    if (path === '/Wrong.gguf') await picture('wrong');
    await coming().getByRole('button', { name: 'Remove' }).click();
    await coming()
      .getByRole('button', { name: /^Remove / })
      .click();
    await expect.poll(() => coming().count()).toBe(0);
  },
);

test.each([
  [
    '/Page.gguf',
    { bytes: new TextEncoder().encode('<!doctype html>'), type: 'text/html' },
    'not a model in GGUF format',
  ],
  ['/Gone.gguf', null, 'There is no such file on the server'],
])('what is no model (%s) is not begun', async (path, served, words) => {
  if (served) server.serve(path, served);
  await add(path);
  await says(words);
  expect(await coming().count()).toBe(0);
});

test('a browser that is killed goes on with it after its next start; what was paused stays so', async () => {
  const served = server.serve('/Killed.gguf', { bytes, rate: 200_000 });
  server.serve('/Rest.gguf', { bytes, rate: 200_000 });
  await add('/Rest.gguf');
  await expect.poll(() => coming().innerText(), { timeout: 20_000 }).toContain('a second');
  await coming().getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => coming().innerText()).toContain('Paused at');
  await add('/Killed.gguf', sha256);
  await expect.poll(() => coming().nth(1).innerText(), { timeout: 20_000 }).toContain('a second');
  world.launched.process.kill('SIGKILL');
  await world.close();
  served.rate = 5_000_000;
  const before = rangesOf('/Killed.gguf').length;
  await start();
  await expect.poll(() => models.row('Killed').count(), { timeout: 30_000 }).toBe(1);
  expect(await state('Killed')).not.toContain('Unverified');
  expect(rangesOf('/Killed.gguf').slice(before).at(0)).toMatch(/^bytes=[1-9]\d*-$/);
  expect(await coming().innerText()).toContain('Paused at');
});
