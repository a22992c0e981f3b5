import { expect, test } from 'vitest';
import { readMlcFolder, type LibraryChoice } from './read-mlc-folder';

const name = 'Acme-Desk-1B-q4f32_1-MLC';
const shard = new File([new Uint8Array(100)], 'params_shard_0.bin');
const json = (file: string, value: unknown) => new File([JSON.stringify(value)], file);
const config = json('mlc-chat-config.json', {
  tokenizer_files: ['tokenizer.json', 'tokenizer_config.json'],
  context_window_size: 32_768,
});
const cache = json('tensor-cache.json', {
  records: [{ dataPath: 'params_shard_0.bin', nbytes: 100, records: [] }],
});
const tokenizer = json('tokenizer.json', {});
const wasm = new File([new Uint8Array(8)], 'desk.wasm');
const all = [config, cache, tokenizer, shard, new File(['x'], 'README.md')];
const libraries: LibraryChoice = {
  packed: ['other.wasm', 'Acme-Desk-1B-q4f32_1_cs1k-webgpu.wasm'],
  mayBringOwn: false,
};

test('a folder is known by its configuration; what does not belong to the model stays out', async () => {
  const { record, files } = await readMlcFolder(name, all, libraries);
  expect(files.map((file) => file.name)).toEqual([
    'mlc-chat-config.json',
    'tensor-cache.json',
    'tokenizer.json',
    'params_shard_0.bin',
  ]);
  expect(record).toMatchObject({
    engine: 'web-llm',
    task: 'chat',
    title: name,
    contextTokens: 4096,
    library: { packed: 'Acme-Desk-1B-q4f32_1_cs1k-webgpu.wasm' },
    gpuFeatures: [],
  });
});

test.each([{ model_type: 'bert' }, { model_type: 'qwen3', model_task: 'embedding' }])(
  'a model that embeds is known by its configuration: %o',
  async (said) => {
    const bert = json('mlc-chat-config.json', { tokenizer_files: ['tokenizer.json'], ...said });
    const { record } = await readMlcFolder(name, [bert, cache, tokenizer, shard], libraries);
    expect(record.task).toBe('embedding');
  },
);

test('weights of half precision need a processor that has it', async () => {
  const { record } = await readMlcFolder('Desk-q4f16_1-MLC', all, {
    packed: ['only.wasm'],
    mayBringOwn: false,
  });
  expect(record).toMatchObject({ gpuFeatures: ['shader-f16'], library: { packed: 'only.wasm' } });
});

test('a library of the folder counts where one’s own may run, and nowhere else', async () => {
  const own = await readMlcFolder(name, [...all, wasm], { packed: [], mayBringOwn: true });
  expect(own.record.library).toEqual({ file: 'desk.wasm' });
  expect(own.files).toContain(wasm);
  await expect(readMlcFolder(name, [...all, wasm], { packed: [], mayBringOwn: false })).rejects.toMatchObject(
    {
      kind: 'unsupported',
    },
  );
});

test('an older name of the list of weights is as good', async () => {
  const old = new File([cache], 'ndarray-cache.json');
  const { record } = await readMlcFolder(name, [config, old, tokenizer, shard], libraries);
  expect(record.files[1]?.name).toBe('tensor-cache.json');
});

test.each([
  ['no list of weights', [config, tokenizer, shard], 'The folder has no tensor-cache.json'],
  ['no tokenizer', [config, cache, shard], 'no tokenizer'],
  ['a missing shard', [config, cache, tokenizer], 'A part of the model is missing: params_shard_0.bin'],
  [
    'a shard that is cut off',
    [config, cache, tokenizer, new File([new Uint8Array(99)], 'params_shard_0.bin')],
    'A part of the model is cut off: params_shard_0.bin',
  ],
  ['a damaged configuration', [new File(['{'], 'mlc-chat-config.json'), cache, tokenizer, shard], 'damaged'],
  [
    'a way out of the folder',
    [
      config,
      json('tensor-cache.json', { records: [{ dataPath: '../a', nbytes: 1 }] }),
      tokenizer,
      new File(['x'], '../a'),
    ],
    'not a model that can be kept',
  ],
  ['no library', all, 'No model library came with'],
])('%s is refused in words', async (what, files, words) => {
  const choice = what === 'no library' ? { packed: [], mayBringOwn: false } : libraries;
  await expect(readMlcFolder(name, files, choice)).rejects.toThrow(words);
});
