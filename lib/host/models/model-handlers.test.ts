import { describe, expect, it, test, vi } from 'vitest';
import { modelRecord } from '../../../tests/models/model-record';
import { stillEngine } from '../../../tests/models/still-engine';
import { DesksideError } from '../../core/errors';
import type { ModelRecord } from '../../core/model';
import { organisationModelSchema } from '../../core/organisation-model';
import type { Engine, EngineEvent } from '../../engines/engine';
import { catalogue } from '../../models/catalogue';
import { createModelHandlers, type ModelParts } from './model-handlers';

type Write = ModelParts['runner']['write'];
const sender = {} as never;
const organisations = organisationModelSchema.parse({
  id: 'acme-desk',
  title: 'Acme service desk',
  engine: 'wllama',
  files: [{ name: 'model.gguf', url: 'https://models.acme.test/desk.gguf', bytes: 1000 }],
});
const model = modelRecord('own');
const usage = { promptTokens: 1, tokens: 2, firstTokenMs: 3, totalMs: 4 };

function setUp(write: Write, availability: Engine['availability'] = () => Promise.reject(new Error('no'))) {
  let now = 0;
  let looks = 0;
  const free = vi.fn(() => Promise.resolve((looks += 1)));
  const removed: string[] = [];
  const started: ModelRecord[] = [];
  const parts: ModelParts = {
    store: {
      list: () => Promise.resolve([]),
      get: () => Promise.resolve(null),
      open: () => Promise.reject(new Error('unused')),
      measure: () => Promise.resolve(),
      remove: (id) => Promise.resolve(void removed.push(id)),
    },
    downloads: {
      list: () => [],
      start: (record) => void started.push(record),
      pause: () => Promise.resolve(),
      resume: () => Promise.resolve(),
      forget: () => Promise.resolve(),
      restore: () => Promise.resolve(),
    },
    catalogue,
    packed: () => Promise.resolve([]),
    freeBytes: free,
    now: () => now,
    inspect: (url, sha256) =>
      Promise.resolve({ ...model, title: url, files: [{ name: 'a', url, bytes: 13, sha256 }] }),
    engines: [stillEngine({ availability })],
    runner: {
      state: () => ({ modelId: null, phase: 'idle', loadMs: null }),
      write,
      embed: () => expect.fail('unused'),
      drop: () => Promise.resolve(),
    },
    logger: { warn: () => undefined },
  };
  const handlers = createModelHandlers(parts, () => ({ organisationModels: [organisations] }));
  return {
    handlers,
    removed,
    started,
    free,
    pass: (ms: number) => void (now += ms),
    trial: async () => (await handlers['models/overview']({}, sender)).trial,
  };
}

/** Says something, and then waits to be stopped. */
const talkative: Write = (_id, _request, { signal, onEvent }) => {
  onEvent({ type: 'text-delta', text: 'so ' });
  onEvent({ type: 'text-delta', text: 'far' });
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );
};

describe('a trial of a model', () => {
  it('grows as the model writes, and ends with its figures', async () => {
    let say: (event: EngineEvent) => void = () => undefined;
    const { handlers, trial } = setUp((_id, _request, { onEvent }) => {
      say = onEvent;
      return Promise.resolve();
    });
    expect(await trial()).toBeNull();
    await handlers['models/try']({ modelId: 'one', prompt: 'Why?' }, sender);
    expect(await trial()).toMatchObject({ state: 'waiting', text: '' });
    say({ type: 'text-delta', text: 'Because' });
    expect(await trial()).toMatchObject({ state: 'writing', text: 'Because' });
    say({ type: 'end', reason: 'length', usage });
    expect(await trial()).toMatchObject({ state: 'done', usage, isCutOff: true });
  });

  it('is stopped by a word, by the next one, and with its model', async () => {
    const { handlers, removed, trial } = setUp(talkative);
    await handlers['models/try']({ modelId: 'one', prompt: 'Why?' }, sender);
    await handlers['models/stop']({}, sender);
    await vi.waitFor(async () => expect(await trial()).toMatchObject({ state: 'stopped', text: 'so far' }));
    await handlers['models/try']({ modelId: 'two', prompt: 'Why?' }, sender);
    await handlers['models/try']({ modelId: 'one', prompt: 'Why?' }, sender);
    expect(await trial()).toMatchObject({ modelId: 'one', state: 'writing' });
    await handlers['models/remove']({ modelId: 'one' }, sender);
    expect(await trial()).toBeNull();
    expect(removed).toEqual(['one']);
  });

  it.each([
    [new DesksideError('no-room', 'The model needs more memory than there is'), 'no-room'],
    [new Error('The worker ended'), 'server'],
  ])('that fails says why', async (error, kind) => {
    const { handlers, trial } = setUp(() => Promise.reject(error));
    await handlers['models/try']({ modelId: 'one', prompt: 'Why?' }, sender);
    await vi.waitFor(async () => expect(await trial()).toMatchObject({ state: 'failed', failure: { kind } }));
  });
});

describe('what this machine can run', () => {
  it('is asked once, and again where it could not be told', async () => {
    const answers = [false, false, true];
    const availability = vi.fn<Engine['availability']>(() =>
      answers.shift() === true
        ? Promise.resolve({ state: 'available', runsOn: 'GPU' })
        : Promise.reject(new Error('The worker ended')),
    );
    const { handlers } = setUp(talkative, availability);
    const engines = async () => (await handlers['models/overview']({}, sender)).engines;
    expect(await engines()).toMatchObject([{ state: 'unavailable' }]);
    expect(await engines()).toEqual([{ id: 'wllama', state: 'available', words: 'GPU' }]);
    expect(await engines()).toEqual([{ id: 'wllama', state: 'available', words: 'GPU' }]);
    expect(availability).toHaveBeenCalledTimes(3);
  });
});

test('the disk is looked at seldom, however often the page asks', async () => {
  const { handlers, free, pass } = setUp(talkative);
  const left = async () => (await handlers['models/overview']({}, sender)).storage.free;
  expect(await left()).toBe(1);
  pass(4_000);
  expect(await left()).toBe(1);
  pass(2_000);
  expect(await left()).toBe(2);
  expect(free).toHaveBeenCalledTimes(2);
});

describe('models to download', () => {
  it('are the organisation’s first, then those of the catalogue, each with a hash', async () => {
    const { handlers } = setUp(talkative);
    const { offers } = await handlers['models/overview']({}, sender);
    expect(offers[0]).toMatchObject({
      isOrganisations: true,
      record: { id: 'acme-desk', title: 'Acme service desk' },
    });
    const others = offers.slice(1);
    expect(others.length).toBeGreaterThan(2);
    for (const { record } of others)
      expect(
        record.files.every(
          ({ sha256, url }) => sha256 !== null && /\/resolve\/[0-9a-f]{40}\//.test(url ?? ''),
        ),
      ).toBe(true);
  });

  it('begin with a click, by name or by address', async () => {
    const { handlers, started } = setUp(talkative);
    await handlers['models/add']({ offered: 'acme-desk' }, sender);
    const url = 'https://models.acme.test/Own%20one.gguf';
    await handlers['models/add']({ url, sha256: null }, sender);
    expect(started).toMatchObject([
      { id: 'acme-desk' },
      { title: url, files: [{ url, bytes: 13, sha256: null }] },
    ]);
    await expect(handlers['models/add']({ offered: 'gone' }, sender)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
