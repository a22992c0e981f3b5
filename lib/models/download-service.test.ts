import { expect, test, vi } from 'vitest';
import { tinyModel } from '../../tests/models/tiny-model';
import { modelRecordSchema } from '../core/model';
import { createDownloadService } from './download-service';
import { createMemoryFolders } from './memory-folders';
import { createModelStore } from './model-store';

const bytes = tinyModel({ answers: ['Yes.'], contextTokens: 1024 });
const record = modelRecordSchema.parse({
  id: 'tiny',
  engine: 'wllama',
  title: 'Tiny',
  files: [{ name: 'model.gguf', url: 'https://models.example/tiny.gguf', bytes: bytes.length, sha256: null }],
  contextTokens: 4096,
  licence: null,
});
const never = new AbortController().signal;

function setUp({ room = null as number | null, body = (_signal: AbortSignal): BodyInit => bytes } = {}) {
  const folders = createMemoryFolders();
  const calls = createDownloadService({
    folders,
    fetch: (_url, init) => Promise.resolve(new Response(body(init?.signal ?? never))),
    now: () => 5,
    wait: (_ms, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      ),
    room: () => Promise.resolve(room),
  });
  const call = (name: string, input: unknown, emit: (event: unknown) => void = () => undefined) =>
    calls[name]?.(input, { signal: never, emit }) ?? expect.fail(name);
  return { folders, store: createModelStore(folders), call };
}

test('a model that came whole is described by its own file', async () => {
  const { store, call } = setUp();
  const said: unknown[] = [];
  await call('download', { record }, (event) => said.push(event));
  expect(said.at(-1)).toEqual({ bytes: bytes.length, total: bytes.length });
  expect(await store.get('tiny')).toMatchObject({
    state: 'ready',
    record: { contextTokens: 1024, licence: 'cc0-1.0' },
  });
});

test('a file that came whole and is no model is thrown away', async () => {
  const { folders, call } = setUp({ body: () => new Uint8Array(bytes.length).fill(7) });
  await expect(call('download', { record })).rejects.toMatchObject({ kind: 'bad-answer' });
  expect(await folders.list()).toEqual([]);
});

test('a model for which there is no room is not begun', async () => {
  const { folders, call } = setUp({ room: bytes.length - 1 });
  await expect(call('download', { record })).rejects.toMatchObject({
    kind: 'no-room',
    message: expect.stringMatching(/needs \d MB, and \d MB are free/) as string,
  });
  expect(await folders.list()).toEqual([]);
});

test('a stop ends when the files are closed, what came stays, and it does not go on by itself', async () => {
  const { store, call } = setUp({
    body: (signal) =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.subarray(0, 1000));
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      }),
  });
  const came = vi.fn();
  const download = call('download', { record }, came);
  await vi.waitFor(() => expect(came).toHaveBeenCalled());
  await expect(call('download', { record })).rejects.toThrow('being downloaded already');
  const ended = expect(download).rejects.toMatchObject({ name: 'AbortError' });
  await call('stop', { modelId: 'tiny' });
  await ended;
  expect(await store.get('tiny')).toMatchObject({ state: 'incomplete', bytes: 1000, isPaused: true });
  await call('stop', { modelId: 'other' });
});
