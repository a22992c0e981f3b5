import { afterEach, describe, expect, it, vi } from 'vitest';
import { builtInModel } from '../core/model';
import type {
  LanguageModelApi,
  LanguageModelOptions,
  LanguageModelSession,
} from '../platform/language-model';
import { createChromeAiEngine } from './chrome-ai';
import type { EngineEvent, EngineRequest } from './engine';

const signal = new AbortController().signal;
const model = { record: builtInModel, files: [], allowedLibraries: [] };
const request = {
  messages: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'Why?' },
  ],
  mostTokens: 100,
  temperature: 0,
};

/** A browser with a model of its own, as its API is specified. */
function browserWith(
  state: Awaited<ReturnType<LanguageModelApi['availability']>>,
  says: readonly string[] | Error,
) {
  const log: string[] = [];
  const session: LanguageModelSession = {
    promptStreaming: (input, { responseConstraint }) => {
      log.push(`prompt ${input}`);
      if (responseConstraint) log.push(`form ${responseConstraint.test('So. [2]')}`);
      return new ReadableStream({
        pull(controller) {
          if (says instanceof Error) return controller.error(says);
          for (const part of says) controller.enqueue(part);
          controller.close();
        },
      });
    },
    destroy: () => void log.push('destroy'),
  };
  const api = Object.assign(() => undefined, {
    availability: () => Promise.resolve(state),
    create(options: LanguageModelOptions) {
      log.push(`create ${options.initialPrompts?.map(({ role }) => role).join() ?? ''}`);
      return Promise.resolve(session);
    },
  });
  vi.stubGlobal('LanguageModel', api);
  return log;
}
async function say(change: Partial<EngineRequest> = {}): Promise<EngineEvent[]> {
  const engine = createChromeAiEngine();
  await engine.load(model, { signal, onProgress: () => undefined });
  const events: EngineEvent[] = [];
  for await (const event of engine.stream({ ...request, ...change }, { signal })) events.push(event);
  return events;
}

afterEach(() => void vi.unstubAllGlobals());

describe('the browser’s own model', () => {
  it.each([
    ['available', { state: 'available', runsOn: 'browser' }],
    ['downloadable', { state: 'downloadable' }],
    ['downloading', { state: 'downloadable' }],
    ['unavailable', { state: 'unavailable' }],
  ] as const)('that is %s is called so', async (state, expected) => {
    browserWith(state, []);
    expect(await createChromeAiEngine().availability()).toMatchObject(expected);
  });

  it('is missing from other browsers', async () => {
    expect(await createChromeAiEngine().availability()).toMatchObject({ state: 'unavailable' });
    await expect(say()).rejects.toMatchObject({ kind: 'unsupported' });
  });

  it('is asked in a session of its own, with the system prompt before the question', async () => {
    const log = browserWith('available', ['Be', 'cause.']);
    const events = await say();
    expect(events).toMatchObject([
      { type: 'text-delta', text: 'Be' },
      { type: 'text-delta', text: 'cause.' },
      { type: 'end', reason: 'stop', usage: { tokens: 2 } },
    ]);
    expect(log).toEqual(['create ', 'create system', 'prompt Why?', 'destroy']);
  });

  it('is held to the form of the answer', async () => {
    const log = browserWith('available', ['So. [2]']);
    await say({ citedLines: 2 });
    expect(log).toContain('form true');
  });

  it('that does not stop is cut off', async () => {
    browserWith('available', Array<string>(50).fill('on '));
    const events = await say({ mostTokens: 3 });
    expect(events).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'length' });
  });

  it.each([
    [new DOMException('too long', 'QuotaExceededError'), 'bad-answer'],
    [new DOMException('gone', 'UnknownError'), 'server'],
  ])('that fails says why', async (error, kind) => {
    browserWith('available', error);
    await expect(say()).rejects.toMatchObject({ kind });
  });

  it('is not downloaded behind anybody’s back', async () => {
    const log = browserWith('downloadable', []);
    await expect(say()).rejects.toMatchObject({ kind: 'unsupported' });
    expect(log).toEqual([]);
  });
});
