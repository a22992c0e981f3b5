import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tinyModel } from '../../tests/models/tiny-model';
import { importModel } from './import-model';
import { createMemoryFolders } from './memory-folders';
import { createModelStore } from './model-store';

const model = tinyModel({ answers: ['Restart it.'] });
const never = new AbortController().signal;
const chosen = (bytes: Uint8Array<ArrayBuffer>, name = 'Small.Q4_1.gguf') => ({
  name,
  files: [new File([bytes], name)],
});
const options = {
  signal: never,
  onProgress: () => undefined,
  now: () => 5,
  libraries: { packed: ['only.wasm'], mayBringOwn: false },
};

describe('a model from a file', () => {
  it('is there whole afterwards, with what its file says of it, and is found again', async () => {
    const folders = createMemoryFolders();
    const shares: number[] = [];
    const onProgress = (share: number) => shares.push(share);
    const record = await importModel(folders, chosen(model), { ...options, onProgress });
    expect(record).toMatchObject({
      title: 'Small.Q4_1',
      engine: 'wllama',
      task: 'chat',
      contextTokens: 4096,
      licence: 'cc0-1.0',
    });
    expect(record.id).toMatch(/^small-q4-1-/);
    expect(shares.at(-1)).toBe(1);
    const store = createModelStore(folders);
    expect(await store.list()).toEqual([
      {
        record,
        state: 'ready',
        isVerified: false,
        bytes: model.length,
        addedAt: 5,
        isPaused: false,
        wasWhole: true,
        measured: null,
      },
    ]);
    const { files } = await store.open(record.id);
    expect(new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(model);
    const state = new TextDecoder().decode(folders.files.get(record.id)?.get('model.json'));
    expect(state).toContain(createHash('sha256').update(model).digest('hex'));
  });

  it('that was trained to embed is known as such', async () => {
    const alike = tinyModel({ answers: ['Restart it.'], embeds: true });
    const { task } = await importModel(createMemoryFolders(), chosen(alike), options);
    expect(task).toBe('embedding');
  });

  it('added twice is there once', async () => {
    const folders = createMemoryFolders();
    await importModel(folders, chosen(model), options);
    await importModel(folders, chosen(model), options);
    expect(await createModelStore(folders).list()).toHaveLength(1);
  });

  it.each([
    ['nothing', new Uint8Array(), 'not a model in GGUF'],
    ['a web page', new TextEncoder().encode('<html>'), 'a web page'],
    ['an error in JSON', new TextEncoder().encode('{"error":1}'), 'a web page'],
    ['the name alone', model.slice(0, 4), 'damaged'],
    ['a head that is cut off', model.slice(0, 5_000), 'damaged'],
    ['a head without weights', model.slice(0, 20_000), 'damaged'],
    [
      'a head that asks for everything',
      Uint8Array.from(model, (byte, at) => (at > 7 && at < 24 ? 255 : byte)),
      'damaged',
    ],
  ])('%s is none, and leaves nothing behind', async (_what, bytes, words) => {
    const folders = createMemoryFolders();
    await expect(importModel(folders, chosen(bytes), options)).rejects.toMatchObject({
      kind: 'bad-answer',
      message: expect.stringContaining(words) as string,
    });
    expect(folders.files.size).toBe(0);
  });

  it('that does not fit is taken away again, and the reason is said', async () => {
    const folders = createMemoryFolders(50_000);
    await expect(importModel(folders, chosen(model), options)).rejects.toMatchObject({ kind: 'no-room' });
    expect(folders.files.size).toBe(0);
  });

  it('that nobody wants any more is taken away again', async () => {
    const folders = createMemoryFolders();
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    await expect(
      importModel(folders, chosen(model), {
        ...options,
        signal: stop.signal,
        onProgress,
        strokeBytes: 100_000,
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(folders.files.size).toBe(0);
  });
});

describe('what is on this device', () => {
  it('is called incomplete when the browser took a file away, and is not opened', async () => {
    const folders = createMemoryFolders();
    const { id } = await importModel(folders, chosen(model), options);
    folders.files.get(id)?.delete('model.gguf');
    const store = createModelStore(folders);
    expect(await store.list()).toMatchObject([{ state: 'incomplete', bytes: 0 }]);
    await expect(store.open(id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(store.open('nothing')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each(['{', '{"record":{}}', 'null'])('leaves out a folder that says %s of itself', async (text) => {
    const folders = createMemoryFolders();
    await (await folders.folder('odd')).write('model.json', text);
    expect(await createModelStore(folders).list()).toEqual([]);
  });
});

describe('a folder', () => {
  const folderOf = (...files: File[]) => ({ name: 'Desk-q4f32_1-MLC', files });
  const json = (name: string, value: unknown) => new File([JSON.stringify(value)], name);

  it('that MLC compiled is copied whole, file by file', async () => {
    const folders = createMemoryFolders();
    const { id } = await importModel(
      folders,
      folderOf(
        json('mlc-chat-config.json', { tokenizer_files: ['tokenizer.json'] }),
        json('tensor-cache.json', { records: [{ dataPath: 'params_shard_0.bin', nbytes: 50 }] }),
        json('tokenizer.json', {}),
        new File([new Uint8Array(50)], 'params_shard_0.bin'),
        new File(['not of the model'], 'notes.txt'),
      ),
      options,
    );
    const store = createModelStore(folders);
    expect(await store.get(id)).toMatchObject({
      state: 'ready',
      isVerified: false,
      record: { engine: 'web-llm' },
    });
    const { files } = await store.open(id);
    expect(files.map(({ size }) => size).at(-1)).toBe(50);
    expect([...(folders.files.get(id)?.keys() ?? [])]).not.toContain('notes.txt');
  });

  it('with one GGUF in it is that model; without any it is none', async () => {
    const gguf = new File([model], 'Desk.gguf');
    const record = await importModel(createMemoryFolders(), folderOf(gguf, json('a.json', {})), options);
    expect(record).toMatchObject({ title: 'Desk', engine: 'wllama' });
    await expect(
      importModel(createMemoryFolders(), folderOf(json('a.json', {}), json('b.json', {})), options),
    ).rejects.toThrow('The folder holds no model');
  });
});
