import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { addPin, type LibraryPin } from './model-libraries';
import { pinModel } from './pin-model';

const sha = 'a'.repeat(40);
const hub = 'https://huggingface.co';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const config = JSON.stringify({ context_window_size: 2048 });
const shard = 'b'.repeat(64);
const small: Record<string, string> = {
  'mlc-chat-config.json': config,
  'ndarray-cache.json': '{"records":[]}',
  'tokenizer.json': '{}',
  'README.md': 'About it',
};
const model = {
  model: `${hub}/mlc-ai/Words-q4f16_1-MLC`,
  model_id: 'Words-q4f16_1-MLC',
  model_lib: 'https://libraries.test/v1/Words-q4f16_1-webgpu.wasm',
  vram_required_MB: 376.06,
  required_features: ['shader-f16'],
  overrides: { context_window_size: 4096 },
};

/** The hub's API as documented, with one model. */
function hubWith(change: Record<string, Response> = {}): typeof fetch {
  const tree = [
    ...Object.entries(small).map(([path, text]) => ({ type: 'file', path, size: text.length })),
    { type: 'file', path: 'params_shard_0.bin', size: 5_000_000, lfs: { oid: shard } },
    { type: 'directory', path: 'images', size: 0 },
  ];
  const answers: Record<string, Response> = {
    [`${hub}/api/models/mlc-ai/Words-q4f16_1-MLC`]: Response.json({
      sha,
      cardData: { license: 'apache-2.0' },
    }),
    [`${hub}/api/models/mlc-ai/Words-q4f16_1-MLC/tree/${sha}`]: Response.json(tree),
    [model.model_lib]: new Response('code'),
    ...Object.fromEntries(
      Object.entries(small).map(([path, text]) => [
        `${hub}/mlc-ai/Words-q4f16_1-MLC/resolve/${sha}/${path}`,
        new Response(text),
      ]),
    ),
    ...change,
  };
  return (url) =>
    Promise.resolve(
      answers[url instanceof Request ? url.url : url.toString()] ?? new Response('', { status: 404 }),
    );
}

test('a model is pinned with its library, its revision and the hash of each file that it needs', async () => {
  const { models, ...library } = await pinModel(model, hubWith());
  expect(library).toEqual({
    name: 'Words-q4f16_1-webgpu.wasm',
    url: model.model_lib,
    sha256: hash('code'),
  });
  expect(models.map(({ record }) => record)).toEqual([
    {
      id: 'Words-q4f16_1-MLC',
      engine: 'web-llm',
      task: 'chat',
      title: 'Words-q4f16_1',
      contextTokens: 2048,
      licence: 'apache-2.0',
      library: { packed: 'Words-q4f16_1-webgpu.wasm' },
      memoryBytes: 376_060_000,
      gpuFeatures: ['shader-f16'],
      tone: 'prompt',
      files: [
        ['mlc-chat-config.json', 'mlc-chat-config.json', config.length, hash(config)],
        ['tensor-cache.json', 'ndarray-cache.json', 14, hash('{"records":[]}')],
        ['tokenizer.json', 'tokenizer.json', 2, hash('{}')],
        ['params_shard_0.bin', 'params_shard_0.bin', 5_000_000, shard],
      ].map(([name, path, bytes, sha256]) => ({
        name,
        url: `${hub}/mlc-ai/Words-q4f16_1-MLC/resolve/${sha}/${path}`,
        bytes,
        sha256,
      })),
    },
  ]);
});

test('an embedding model is pinned as one', async () => {
  const { models } = await pinModel({ ...model, model_type: 1 }, hubWith());
  expect(models[0]?.record.task).toBe('embedding');
});

test.each([
  ['a library that is not there', { [model.model_lib]: new Response('', { status: 404 }) }, 'answers 404'],
  [
    'a file that is cut off',
    { [`${hub}/mlc-ai/Words-q4f16_1-MLC/resolve/${sha}/tokenizer.json`]: new Response('{') },
    '1 bytes came of 2',
  ],
])('%s pins nothing', async (_what, change, words) => {
  await expect(pinModel(model, hubWith(change))).rejects.toThrow(words);
});

test('a library that is pinned again keeps its other models', () => {
  const pin = (id: string, sha256: string): LibraryPin => ({
    name: 'Words.wasm',
    url: 'https://libraries.test/Words.wasm',
    sha256,
    models: [
      {
        note: '',
        record: {
          id,
          engine: 'web-llm',
          task: 'chat',
          title: id,
          files: [],
          contextTokens: 512,
          licence: null,
          library: null,
          memoryBytes: null,
          gpuFeatures: [],
          tone: 'prompt',
        },
      },
    ],
  });
  const [added, ...others] = addPin([pin('one', 'old')], pin('two', 'new'));
  expect(others).toEqual([]);
  expect(added?.sha256).toBe('new');
  expect(added?.models.map(({ record }) => record.id)).toEqual(['one', 'two']);
});
