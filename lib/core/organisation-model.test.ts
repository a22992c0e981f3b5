import { expect, test } from 'vitest';
import { organisationModelSchema, organisationRecord } from './organisation-model';

const sha256 = 'ab'.repeat(32);
const model = organisationModelSchema.parse({
  id: 'acme-desk',
  title: 'Acme service desk',
  engine: 'web-llm',
  files: [
    {
      name: 'params_shard_0.bin',
      url: 'https://models.acme.test/0',
      bytes: 10,
      sha256: sha256.toUpperCase(),
    },
    { name: 'desk.wasm', url: 'https://models.acme.test/desk.wasm', bytes: 5, sha256 },
  ],
});

test('what an administrator leaves out has a default, and hashes count in either case', () => {
  expect(organisationRecord(model)).toMatchObject({
    id: 'acme-desk',
    contextTokens: 4096,
    licence: null,
    library: null,
    memoryBytes: null,
    gpuFeatures: [],
    tone: 'prompt',
    files: [{ sha256 }, { sha256 }],
  });
});

test('a library is one of the files where there is a file of its name, else one that came with the extension', () => {
  expect(organisationRecord({ ...model, library: 'desk.wasm' })?.library).toEqual({ file: 'desk.wasm' });
  expect(organisationRecord({ ...model, library: 'other.wasm' })?.library).toEqual({ packed: 'other.wasm' });
});

test.each([
  ['a script for an address', { files: [{ name: 'a', url: 'javascript:1', bytes: 1 }] }],
  ['a way out of the folder for a name', { files: [{ name: '../a', url: 'https://a.test', bytes: 1 }] }],
  ['no hash for a hash', { files: [{ name: 'a', url: 'https://a.test', bytes: 1, sha256: 'no' }] }],
  ['a folder for an id', { id: '../up' }],
  ['no file', { files: [] }],
  ['our own file’s name', { files: [{ name: 'model.json', url: 'https://a.test', bytes: 1 }] }],
  ['one name for two files', { files: model.files.map((file) => ({ ...file, name: 'a.bin' })) }],
  ['the browser’s engine', { engine: 'chrome-ai' }],
  ['no engine', { engine: 'vllm' }],
])('%s makes no record', (_name, change) => {
  expect(organisationRecord({ ...model, ...change })).toBeNull();
});
