import { describe, expect, test, vi } from 'vitest';
import { modelRecord, storedModel } from '../../../tests/models/model-record';
import { stillEngine } from '../../../tests/models/still-engine';
import type { EngineId } from '../../core/model';
import type { Availability, Engine } from '../../engines/engine';
import type { StoredModel } from '../../models/model-store';
import type { AnswerPath } from '../answer-writer';
import { createAnswerPaths } from './answer-paths';

const model = (id: string, tokensPerSecond?: number, change: Partial<StoredModel> = {}): StoredModel =>
  storedModel(modelRecord(id), {
    measured: tokensPerSecond === undefined ? null : { loadMs: 1, firstTokenMs: 1, tokensPerSecond },
    ...change,
  });
const engine = (id: EngineId, availability: Availability, asked: () => void): Engine =>
  stillEngine({
    id,
    availability() {
      asked();
      return Promise.resolve(availability);
    },
  });
const request = { messages: [], mostTokens: 1, temperature: 0 };
const options = {
  signal: new AbortController().signal,
  people: [],
  onEvent: () => undefined,
  onPhase: () => undefined,
};

function setUp(
  models: readonly StoredModel[],
  builtIn: Availability = { state: 'unavailable', reason: 'none' },
  remote: AnswerPath | null = null,
) {
  const failing = new Set<string>();
  const asked = vi.fn();
  let now = 0;
  const find = createAnswerPaths({
    store: { list: () => Promise.resolve([...models]) },
    engines: [
      engine('wllama', { state: 'available', runsOn: 'GPU' }, asked),
      engine('chrome-ai', builtIn, asked),
    ],
    runner: {
      write: (id) => (failing.has(id) ? Promise.reject(new Error('broke')) : Promise.resolve()),
    },
    remote: () => remote,
    now: () => now,
  });
  const titles = async (settings: Partial<Parameters<typeof find>[0]> = {}) =>
    (await find({ answerModel: 'own', answerRoute: 'prefer-local', ...settings }, 'all')).map(
      ({ title }) => title,
    );
  return { find, titles, failing, asked, pass: (ms: number) => (now += ms) };
}

test('the chosen model writes; after it the fastest of the others, and the browser’s own last', async () => {
  const models = [model('slow', 3), model('own', 1), model('fast', 30), model('new')];
  expect(await setUp(models).titles()).toEqual(['own', 'fast', 'slow', 'new']);
  const withBuiltIn = setUp(models, { state: 'available', runsOn: 'browser' });
  expect(await withBuiltIn.titles()).toEqual(['own', 'fast', 'slow', 'new', 'The browser’s own model']);
  expect(await withBuiltIn.titles({ answerModel: 'built-in' })).toEqual([
    'The browser’s own model',
    'fast',
    'slow',
    'own',
    'new',
  ]);
});

test.each([
  ['none was chosen', { answerModel: '' }],
  ['the chosen one is not here', { answerModel: 'gone' }],
  ['no model may write', { answerRoute: 'no-model' as const }],
  ['only an endpoint may write', { answerRoute: 'remote-only' as const }],
])('nobody writes where %s', async (_name, settings) => {
  expect(await setUp([model('own')]).titles(settings)).toEqual([]);
});

test('a model that is not whole writes nothing', async () => {
  expect(await setUp([model('own'), model('half', 9, { state: 'incomplete' })]).titles()).toEqual(['own']);
});

test('an embedding model writes nothing', async () => {
  const alike = model('alike', 9, { record: modelRecord('alike', { task: 'embedding' }) });
  expect(await setUp([model('own'), alike]).titles()).toEqual(['own']);
  expect(await setUp([model('own'), alike]).titles({ answerModel: 'alike' })).toEqual([]);
});

test('one that broke down comes after the others for a while, and first again when it wrote', async () => {
  const { find, titles, failing, pass } = setUp([model('own'), model('other', 5)]);
  const [own] = await find({ answerModel: 'own', answerRoute: 'prefer-local' }, 'all');
  failing.add('own');
  await expect(own?.write(request, options)).rejects.toThrow('broke');
  expect(await titles()).toEqual(['other', 'own']);
  pass(5 * 60_000);
  failing.clear();
  await own?.write(request, options);
  expect(await titles()).toEqual(['own', 'other']);
  failing.add('own');
  await expect(own?.write(request, options)).rejects.toThrow('broke');
  pass(11 * 60_000);
  expect(await titles()).toEqual(['own', 'other']);
});

test('to offer the chosen model no engine is asked', async () => {
  const { find, asked } = setUp([model('own'), model('other', 5)]);
  const paths = await find({ answerModel: 'own', answerRoute: 'prefer-local' }, 'first');
  expect(paths.map(({ title }) => title)).toEqual(['own']);
  expect(asked).not.toHaveBeenCalled();
});

describe('an endpoint', () => {
  const endpoint = (isAgreed: boolean): AnswerPath => ({
    title: 'far',
    contextTokens: 8_192,
    tone: 'prompt',
    isSmall: false,
    remote: { host: 'models.acme.test', isAgreed },
    write: () => Promise.resolve(),
  });

  test.each([
    ['prefer-local', ['own', 'far']],
    ['prefer-remote', ['far', 'own']],
    ['remote-only', ['far']],
    ['local-only', ['own']],
    ['no-model', []],
  ] as const)('that was agreed to writes with %s in this order: %j', async (answerRoute, expected) => {
    const { titles } = setUp([model('own')], undefined, endpoint(true));
    expect(await titles({ answerRoute })).toEqual(expected);
  });

  test('that nobody agreed to is offered, and nothing is sent to it', async () => {
    const { find, titles } = setUp([model('own')], undefined, endpoint(false));
    expect(await titles()).toEqual(['own']);
    expect(await titles({ answerRoute: 'remote-only' })).toEqual([]);
    const offered = await find({ answerModel: '', answerRoute: 'prefer-local' }, 'first');
    expect(offered.map(({ title }) => title)).toEqual(['far']);
  });
});
