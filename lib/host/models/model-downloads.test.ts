import { expect, test, vi } from 'vitest';
import { modelRecord } from '../../../tests/models/model-record';
import { DesksideError } from '../../core/errors';
import type { StoredModel } from '../../models/model-store';
import type { WorkerCalls } from '../../platform/worker-calls';
import { createModelDownloads } from './model-downloads';

const record = (id: string, url: string | null = `https://models.example/${id}`) =>
  modelRecord(id, { files: [{ name: 'model.gguf', url, bytes: 1000, sha256: null }] });
const stored = (id: string, change: Partial<StoredModel> = {}): StoredModel => ({
  record: record(id),
  state: 'incomplete',
  isVerified: false,
  bytes: 400,
  addedAt: 0,
  isPaused: false,
  wasWhole: false,
  measured: null,
  ...change,
});

function setUp(models: readonly StoredModel[] = []) {
  const running = new Map<string, { say(event: unknown): void; end(error?: unknown): void }>();
  let now = 0;
  const worker: WorkerCalls = {
    call(name, input, { onEvent } = {}) {
      const { record: of, modelId } = input as { record?: { id: string }; modelId?: string };
      if (name === 'stop') {
        running.get(modelId ?? '')?.end(new DOMException('stopped', 'AbortError'));
        return Promise.resolve(undefined);
      }
      return new Promise((resolve, reject) =>
        running.set(of?.id ?? '', {
          say: (event) => onEvent?.(event),
          end: (error) => (error === undefined ? resolve(undefined) : reject(error)),
        }),
      );
    },
    close: () => undefined,
  };
  const downloads = createModelDownloads({
    store: {
      list: () => Promise.resolve([...models]),
      get: (id) => Promise.resolve(models.find((model) => model.record.id === id) ?? null),
      open: () => expect.fail('unused'),
      measure: () => expect.fail('unused'),
      remove: () => expect.fail('unused'),
    },
    worker,
    now: () => now,
    logger: { warn: () => undefined },
  });
  return { downloads, running, pass: (ms: number) => (now += ms), only: () => downloads.list()[0] };
}

test('says how much came and how fast, and is gone when it is whole', async () => {
  const { downloads, running, pass, only } = setUp();
  downloads.start(record('one'));
  downloads.start(record('one'));
  expect(downloads.list()).toHaveLength(1);
  running.get('one')?.say({ bytes: 100, total: 1000 });
  expect(only()).toMatchObject({ state: 'running', bytes: 100, total: 1000, bytesPerSecond: null });
  pass(1_000);
  running.get('one')?.say({ bytes: 400, total: 1000 });
  expect(only()).toMatchObject({ bytes: 400, bytesPerSecond: 300 });
  running.get('one')?.end();
  await vi.waitFor(() => expect(downloads.list()).toEqual([]));
});

test('is paused, goes on, fails in words and can be taken up again', async () => {
  const { downloads, running, only } = setUp([stored('one')]);
  downloads.start(record('one'));
  running.get('one')?.say({ bytes: 400, total: 1000 });
  await downloads.pause('one');
  await vi.waitFor(() => expect(only()).toMatchObject({ state: 'paused', bytes: 400 }));
  await downloads.resume('one');
  expect(only()).toMatchObject({ state: 'running', bytes: 400 });
  running.get('one')?.end(new DesksideError('unreachable', 'The download was interrupted'));
  await vi.waitFor(() =>
    expect(only()).toMatchObject({ state: 'failed', problem: 'The download was interrupted' }),
  );
  await downloads.forget('one');
  expect(downloads.list()).toEqual([]);
  await expect(downloads.resume('gone')).rejects.toMatchObject({ kind: 'not-found' });
});

test('after a start of the host, goes on with what a kill interrupted and not with what was paused', async () => {
  const { downloads } = setUp([
    stored('killed'),
    stored('paused', { isPaused: true }),
    stored('whole', { state: 'ready' }),
    stored('copied', { record: record('copied', null) }),
    stored('taken', { wasWhole: true, bytes: 0 }),
  ]);
  await downloads.restore();
  expect(downloads.list()).toMatchObject([
    { modelId: 'killed', state: 'running', bytes: 400, total: 1000 },
    { modelId: 'paused', state: 'paused', bytes: 400, total: 1000 },
    { modelId: 'taken', state: 'paused', bytes: 0, total: 1000 },
  ]);
});
