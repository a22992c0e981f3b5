import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { buildExtension } from '../../scripts/build-extension';
import { tinyModel } from '../models/tiny-model';
import { unlinkableLibrary } from '../models/unlinkable-library';
import { openModels } from './add-model';
import { clearPolicy, setPolicy, whyNoPolicy } from './browser-policy';
import { startModelServer, type ModelServer } from './model-server';
import { startWorld, type World } from './world';

/** What an administrator offers: the company's own models, from the company's own server. */
const pictures = 'test-output/models';
const host = 'models.acme.test';
const reason = whyNoPolicy();
const why = reason === null ? '' : ` (skipped: ${reason})`;
const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const answers = ['A name server turns names into numbers.'];
const compiled = {
  'mlc-chat-config.json': Buffer.from(
    JSON.stringify({ tokenizer_files: ['tokenizer.json'], conv_template: {} }),
  ),
  'tensor-cache.json': Buffer.from(
    JSON.stringify({ metadata: {}, records: [{ dataPath: 'params_shard_0.bin', nbytes: 64, records: [] }] }),
  ),
  'tokenizer.json': Buffer.from('{}'),
  'params_shard_0.bin': Buffer.alloc(64),
  'desk.wasm': unlinkableLibrary,
};

describe.skipIf(reason !== null)(`the organisation’s models${why}`, () => {
  let folder = '';
  let server: ModelServer;
  let world: World;
  let models: Awaited<ReturnType<typeof openModels>>;

  const offer = (id: string, title: string, files: Record<string, Uint8Array>, change: object) => ({
    id,
    title,
    files: Object.entries(files).map(([name, bytes]) => {
      server.serve(`/${id}/${name}`, { bytes });
      return { name, url: `http://${host}/${id}/${name}`, bytes: bytes.length, sha256: hashOf(bytes) };
    }),
    ...change,
  });
  const download = async (title: string) => {
    await models.page.getByRole('button', { name: `Download ${title}` }).click();
  };
  const tried = async (title: string) => {
    await models.press(title, 'Try it');
    await models.press(title, 'Ask');
    const status = () => models.row(title).locator('form [role=status]').innerText();
    await expect.poll(status, { timeout: 60_000 }).not.toMatch(/…$/);
    return status();
  };

  beforeAll(async () => {
    clearPolicy();
    folder = mkdtempSync(join(tmpdir(), 'deskside-organisation-'));
    mkdirSync(pictures, { recursive: true });
    server = await startModelServer();
    const libraries = join(folder, 'libraries');
    mkdirSync(libraries);
    writeFileSync(join(libraries, 'pins.json'), '[]');
    const extensionDir = buildExtension({
      outDir: join(folder, 'build'),
      requiredOrigins: [`http://${host}/*`],
      isEnterprise: true,
      modelLibraries: libraries,
    });
    const options = { products: [], extensionDir, extraArgs: gpu, otherHosts: { [host]: server.address } };
    world = await startWorld({ ...options, profileDir: join(folder, 'profile') });
    const { extensionId } = world.launched;
    await world.close();
    const damaged = offer('acme-damaged', 'Acme damaged', compiled, {
      engine: 'web-llm',
      library: 'desk.wasm',
    });
    server.serve('/acme-damaged/params_shard_0.bin', { bytes: Buffer.alloc(64, 1) });
    setPolicy(extensionId, {
      organisationModels: [
        offer(
          'acme-desk',
          'Acme desk',
          { 'model.gguf': tinyModel({ answers }) },
          { engine: 'wllama', tone: 'weights' },
        ),
        offer('acme-compiled', 'Acme compiled', compiled, { engine: 'web-llm', library: 'desk.wasm' }),
        damaged,
        { id: '../up', title: 'No model', engine: 'wllama', files: [] },
      ],
      allowedModelLibraries: [hashOf(unlinkableLibrary)],
    });
    world = await startWorld({ ...options, profileDir: join(folder, 'profile') });
    models = await openModels(world);
  });
  afterAll(async () => {
    clearPolicy();
    await world?.close();
    await server?.close();
    await removeFolder(folder);
  });

  test('come first, are downloaded with one click, verified by the policy’s hashes, and run', async () => {
    await models.says('Acme desk');
    const first = models.page.locator('[data-offer-id]').first();
    expect(await first.innerText()).toMatch(
      /Acme desk[\s\S]+Your organisation’s[\s\S]+From models\.acme\.test/,
    );
    await models.page.screenshot({ path: join(pictures, 'organisation.png'), fullPage: true });
    await download('Acme desk');
    await expect
      .poll(() => models.row('Acme desk').innerText(), { timeout: 20_000 })
      .toContain('Use for answers');
    expect(await models.row('Acme desk').innerText()).not.toContain('Unverified');
    expect(await tried('Acme desk')).toMatch(/tokens/);
    expect(await models.row('Acme desk').locator('[data-said]').innerText()).toBe(answers[0]);
  });

  test('a library that the policy allows is run, in this build', async () => {
    await download('Acme compiled');
    await expect.poll(() => models.row('Acme compiled').count(), { timeout: 20_000 }).toBe(1);
    expect(await models.row('Acme compiled').innerText()).not.toContain('Unverified');
    // It is let in, and then it does not link: nobody can make one that does without MLC's compiler.
    expect(await tried('Acme compiled')).toContain('The model’s library cannot be run by this version');
  });

  test('a shard that is not what the policy says is thrown away', async () => {
    await download('Acme damaged');
    const coming = models.page.locator('[data-download-id]');
    await expect.poll(() => coming.innerText(), { timeout: 20_000 }).toContain('not what its publisher says');
  });
});
