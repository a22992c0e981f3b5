import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { buildExtension } from '../../scripts/build-extension';
import { tinyModel } from '../models/tiny-model';
import { unlinkableLibrary } from '../models/unlinkable-library';
import { openModels } from './add-model';
import { startWorld, type World } from './world';

/**
 * The real WebLLM in the real worker, on the software adapter of WebGPU. No model's library can be had from the
 * registries: MLC_MODEL_DIR names a folder with weights and library, or one of several such folders, for a whole chat
 * and an embedding; WEB_LLM_VERSION is the version of WebLLM that their libraries are made for, where it is another.
 */
const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];
const modelDir = process.env.MLC_MODEL_DIR ?? '';
const isModel = (path: string) => existsSync(join(path, 'mlc-chat-config.json'));
const modelDirs = !existsSync(modelDir)
  ? []
  : isModel(modelDir)
    ? [modelDir]
    : readdirSync(modelDir)
        .map((name) => join(modelDir, name))
        .filter(isModel);
const webLlmVersion = process.env.WEB_LLM_VERSION ?? '';

const packed: Record<string, Buffer> = {
  'Unlinkable-q4f32_1-webgpu.wasm': unlinkableLibrary,
  'Words-q4f32_1-webgpu.wasm': Buffer.from('These are words'),
  'Half-q4f16_1-webgpu.wasm': unlinkableLibrary,
};

let folder = '';
let world: World;
let models: Awaited<ReturnType<typeof openModels>>;

/** A folder as MLC writes one, with weights of nothing. */
function modelFolder(name: string, extra: Record<string, Buffer> = {}): string {
  const path = join(mkdtempSync(join(folder, 'model-')), name);
  mkdirSync(path);
  const files: Record<string, string | Buffer> = {
    'mlc-chat-config.json': JSON.stringify({
      tokenizer_files: ['tokenizer.json'],
      context_window_size: 2048,
      conv_template: {},
    }),
    'tensor-cache.json': JSON.stringify({
      metadata: {},
      records: [{ dataPath: 'params_shard_0.bin', nbytes: 64, records: [] }],
    }),
    'tokenizer.json': '{}',
    'params_shard_0.bin': Buffer.alloc(64),
    ...extra,
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}
/** With these libraries packed; `models` by the names of the libraries that they run by. */
function build(
  libraries: Record<string, Buffer>,
  isEnterprise: boolean,
  { models = {}, webLlm }: { models?: Record<string, readonly object[]>; webLlm?: string } = {},
): string {
  const from = mkdtempSync(join(folder, 'libraries-'));
  for (const [name, bytes] of Object.entries(libraries)) writeFileSync(join(from, name), bytes);
  const pins = Object.entries(libraries).map(([name, bytes]) => ({
    name,
    url: `https://models.acme.test/${name}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    models: models[name] ?? [],
  }));
  writeFileSync(join(from, 'pins.json'), JSON.stringify(pins));
  return buildExtension({
    outDir: mkdtempSync(join(folder, 'build-')),
    requiredOrigins: [],
    isEnterprise,
    modelLibraries: from,
    ...(webLlm !== undefined && { webLlm }),
  });
}
/** The package in another version, from the registry. */
function fetchWebLlm(version: string): string {
  const into = mkdtempSync(join(folder, 'web-llm-'));
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: into, encoding: 'utf8' });
  const [archive = ''] = run('npm', 'pack', '--silent', `@mlc-ai/web-llm@${version}`).trim().split('\n');
  run('tar', 'xzf', archive);
  return join(into, 'package');
}
async function start(extensionDir: string, extraArgs: string[]): Promise<void> {
  await world?.close();
  world = await startWorld({ products: [], extensionDir, extraArgs });
  models = await openModels(world);
}
const engine = () => models.page.locator('[data-engine-id=web-llm]').innerText();
async function addFolder(path: string): Promise<void> {
  await models.chooseFolder(path);
}
async function ask(title: string, button = 'Ask'): Promise<string> {
  await models.press(title, 'Try it');
  await models.press(title, button);
  const status = () => models.row(title).locator('form [role=status]').innerText();
  await expect.poll(status, { timeout: 300_000 }).not.toMatch(/…$/);
  return status();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-web-llm-'));
});
afterAll(async () => {
  await world?.close();
  await removeFolder(folder);
});

describe('the build for stores', () => {
  test('runs no library that did not come with it, and says so of the engine and of a folder', async () => {
    await start(build({}, false), gpu);
    await expect.poll(engine).toContain('No model library was packed into this version of Deskside');
    await addFolder(modelFolder('Own-q4f32_1-MLC', { 'own.wasm': unlinkableLibrary }));
    await models.says('No model library came with this version of Deskside, and it runs no others');
    expect(await models.page.locator('[data-model-id]').count()).toBe(0);
  });
});

describe('WebLLM', () => {
  let extensionDir = '';
  beforeAll(() => {
    extensionDir = build(packed, true);
  });

  test('says that there is no graphics processor where there is none', async () => {
    await start(extensionDir, []);
    await expect.poll(engine).toContain('The browser offers no graphics processor (WebGPU)');
    await addFolder(modelFolder('Unlinkable-q4f32_1-MLC'));
    await models.says('It cannot run here: The browser offers no graphics processor');
  });

  test('is there with the software adapter', async () => {
    await start(extensionDir, gpu);
    await expect.poll(engine).toMatch(/on the GPU/);
  });

  test.each([
    ['Unlinkable-q4f32_1-MLC', {}, 'The model’s library cannot be run by this version of Deskside'],
    ['Words-q4f32_1-MLC', {}, 'The model’s library cannot be run by this version of Deskside'],
    ['Half-q4f16_1-MLC', {}, 'The graphics processor lacks shader-f16, which the model needs'],
    [
      'Own-q4f32_1-MLC',
      { 'own.wasm': unlinkableLibrary },
      'Your organisation does not allow the model’s library to run',
    ],
  ])('says why %s cannot run, and is there for the next one', async (name, extra, words) => {
    await addFolder(modelFolder(name, extra));
    await models.says(`${name} was added`);
    expect(await ask(name)).toContain(words);
    expect(await engine()).toMatch(/on the GPU/);
  });

  test('is not what runs a GGUF file: llama.cpp does, and not on an adapter without half precision', async () => {
    const path = join(folder, 'Tiny.gguf');
    writeFileSync(path, tinyModel({ answers: ['A name server turns names into numbers.'] }));
    await models.choose(path);
    await models.says('Tiny was added');
    expect(await models.page.locator('[data-engine-id=wllama]').innerText()).toContain('on the processor');
    expect(await ask('Tiny')).toContain('tokens');
    expect(await models.row('Tiny').locator('[data-said]').innerText()).toBe(
      'A name server turns names into numbers.',
    );
  });

  test('refuses a folder whose weights are cut off', async () => {
    await addFolder(modelFolder('Unlinkable-q4f32_1-MLC', { 'params_shard_0.bin': Buffer.alloc(60) }));
    await models.says('A part of the model is cut off: params_shard_0.bin');
  });
});

describe('models of the libraries that were packed', () => {
  const offer = (id: string, change: object) => ({
    note: 'For graphics processors (WebGPU).',
    record: {
      id,
      engine: 'web-llm',
      title: id,
      files: [{ name: 'tokenizer.json', url: `https://models.acme.test/${id}`, bytes: 2, sha256: null }],
      contextTokens: 4096,
      licence: 'apache-2.0',
      library: { packed: 'Unlinkable-q4f32_1-webgpu.wasm' },
      ...change,
    },
  });

  test('are offered; one that this machine cannot run says why and cannot be downloaded', async () => {
    const byLibrary = {
      'Unlinkable-q4f32_1-webgpu.wasm': [offer('Whole', {}), offer('Half', { gpuFeatures: ['shader-f16'] })],
    };
    await start(build(packed, false, { models: byLibrary }), gpu);
    const row = (id: string) => models.page.locator(`[data-offer-id=${id}]`);
    await expect.poll(() => row('Half').innerText()).toContain('The graphics processor lacks shader-f16');
    expect(await row('Half').getByRole('button').isDisabled()).toBe(true);
    expect(await row('Whole').getByRole('button').isDisabled()).toBe(false);
    expect(await row('Whole').innerText()).not.toContain('graphics processor lacks');
  });
});

describe.skipIf(modelDirs.length === 0)(
  'models of MLC_MODEL_DIR (folders with weights and a library; without one there is nothing to run)',
  () => {
    /** As its folder is called, without what says that MLC made it. */
    const stemOf = (path: string) => basename(path).replace(/[-_]MLC.*$/i, '');
    const libraryIn = (path: string) =>
      readdirSync(path).find((name) => name.endsWith('.wasm')) ?? expect.fail(`no library in ${path}`);

    beforeAll(async () => {
      const libraries = modelDirs.map((path): [string, Buffer] => [
        `${stemOf(path)}-webgpu.wasm`,
        readFileSync(join(path, libraryIn(path))),
      ]);
      const other = webLlmVersion === '' ? {} : { webLlm: fetchWebLlm(webLlmVersion) };
      await start(build(Object.fromEntries(libraries), false, other), gpu);
    }, 300_000);

    test.each(modelDirs.length > 0 ? modelDirs.map((path) => basename(path)) : ['one'])(
      '%s chats, or compares texts where it is an embedding model',
      async (title) => {
        const from = modelDirs.find((path) => basename(path) === title) ?? '';
        const own = join(mkdtempSync(join(folder, 'mlc-')), title);
        mkdirSync(own);
        for (const file of readdirSync(from).filter((name) => name !== libraryIn(from)))
          copyFileSync(join(from, file), join(own, file));
        await addFolder(own);
        await models.says(`${title} was added`, 300_000);
        if ((await models.row(title).innerText()).includes('Compares texts')) {
          console.log(`${title}: ${await ask(title, 'Compare')}`);
          const rows = await models.row(title).locator('[data-compared] li').allInnerTexts();
          console.log(rows.join('\n'));
          const [alike = 0, other = 1] = rows.map((each) => Number(each.slice(0, 4)));
          expect(alike).toBeGreaterThan(other);
          return;
        }
        const status = await ask(title);
        console.log(`${title}: ${status}`);
        expect(status).toContain('tokens');
        const said = await models.row(title).locator('[data-said]').innerText();
        console.log(`${title} said: ${said}`);
        expect(said.trim()).not.toBe('');
      },
      900_000,
    );
  },
);
