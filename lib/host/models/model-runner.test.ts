import { beforeEach, describe, expect, it, vi } from 'vitest';
import { modelRecord } from '../../../tests/models/model-record';
import { stillEngine } from '../../../tests/models/still-engine';
import { DesksideError } from '../../core/errors';
import type { Engine, EngineEvent, EngineRequest } from '../../engines/engine';
import { createModelRunner } from './model-runner';

const request: EngineRequest = { messages: [], mostTokens: 10, temperature: 0 };
const end: EngineEvent = {
  type: 'end',
  reason: 'stop',
  usage: { promptTokens: 1, tokens: 2, firstTokenMs: 3, totalMs: 4 },
};
const never = new AbortController().signal;

function setUp(
  stream: Engine['stream'] = says('fine'),
  embed: Engine['embed'] = () => expect.fail('unused'),
) {
  const log: string[] = [];
  const measured: string[] = [];
  const engine = stillEngine({
    load({ record }) {
      log.push(`load ${record.id}`);
      return record.id === 'bad'
        ? Promise.reject(new DesksideError('bad-answer', 'No model'))
        : Promise.resolve();
    },
    stream: (...all) => stream(...all),
    embed,
    unload() {
      log.push('unload');
      return Promise.resolve();
    },
  });
  const runner = createModelRunner({
    store: {
      open: (id) =>
        id === 'gone'
          ? Promise.reject(new DesksideError('not-found', 'Gone'))
          : Promise.resolve({
              record: modelRecord(id),
              files: [],
            }),
      measure: (id) => Promise.resolve(void measured.push(id)),
    },
    engines: [engine],
    restart: () => log.push('restart'),
    idleMs: () => 1_000,
    allowedLibraries: () => [],
    now: () => Date.now(),
  });
  const write = async (id: string, signal = never) => {
    let text = '';
    const onEvent = (event: EngineEvent) => void (text += event.type === 'text-delta' ? event.text : '');
    await runner.write(id, request, { signal, onEvent });
    return text;
  };
  return { runner, write, log, measured };
}

function says(text: string): Engine['stream'] {
  return async function* () {
    yield { type: 'text-delta', text };
    await Promise.resolve();
    yield end;
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

describe('the runner of models', () => {
  it('loads a model once for many questions, and another in its place', async () => {
    const { runner, write, log } = setUp();
    expect(await write('one')).toBe('fine');
    expect(runner.state()).toMatchObject({ modelId: 'one', phase: 'ready' });
    await write('one');
    await write('two');
    expect(log).toEqual(['load one', 'unload', 'load two']);
  });

  it('keeps how fast a model was', async () => {
    const { write, measured } = setUp(async function* () {
      await Promise.resolve();
      yield { ...end, usage: { promptTokens: 1, tokens: 11, firstTokenMs: 500, totalMs: 2_500 } };
    });
    await write('one');
    expect(measured).toEqual(['one']);
  });

  it('asks one thing after the other, what was asked last first', async () => {
    let at = 0;
    const { write } = setUp(async function* () {
      at += 1;
      const mine = at;
      for (let step = 0; step < 3; step += 1) {
        await Promise.resolve();
        yield { type: 'text-delta', text: `${mine === at ? mine : '!'}` };
      }
      yield end;
    });
    const first = write('one');
    await Promise.resolve();
    expect(await Promise.all([first, write('one'), write('one')])).toEqual(['111', '333', '222']);
  });

  it('asks an embedding model for vectors in its turn, and starts anew after it broke down', async () => {
    const vectors = [[1, 0]];
    let fails = false;
    const { runner, write, log } = setUp(says('fine'), () =>
      fails ? Promise.reject(new DesksideError('server', 'broke')) : Promise.resolve(vectors),
    );
    const phases: string[] = [];
    const onPhase = (phase: string) => phases.push(phase);
    expect(await runner.embed('alike', ['one'], { signal: never, onPhase })).toEqual(vectors);
    expect(phases).toEqual(['waiting', 'loading', 'writing']);
    fails = true;
    await expect(runner.embed('alike', ['one'], { signal: never })).rejects.toMatchObject({ kind: 'server' });
    expect(await write('one')).toBe('fine');
    expect(log).toEqual(['load alike', 'restart', 'load one']);
  });

  it('gives the memory back when nothing was asked for a while, and not before', async () => {
    const { runner, write, log } = setUp();
    await write('one');
    await vi.advanceTimersByTimeAsync(900);
    await write('one');
    await vi.advanceTimersByTimeAsync(900);
    expect(log).toEqual(['load one']);
    await vi.advanceTimersByTimeAsync(200);
    expect(log).toEqual(['load one', 'unload']);
    expect(runner.state()).toEqual({ modelId: null, phase: 'idle', loadMs: null });
  });

  it('starts anew after an engine broke down, and keeps it after a stop', async () => {
    let fails = true;
    const { write, log } = setUp(async function* (_request, { signal }) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (fails) throw new DesksideError('server', 'broke');
      yield end;
    });
    await expect(write('one')).rejects.toMatchObject({ kind: 'server' });
    fails = false;
    await write('one');
    expect(log).toEqual(['load one', 'restart', 'load one']);
    const stop = new AbortController();
    const asked = write('one', stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await write('one');
    expect(log).toEqual(['load one', 'restart', 'load one']);
  });

  it.each([
    ['bad', 'bad-answer'],
    ['gone', 'not-found'],
  ])('is ready for another model after %s could not be loaded', async (id, kind) => {
    const { runner, write } = setUp();
    await expect(write(id)).rejects.toMatchObject({ kind });
    expect(runner.state().phase).toBe('idle');
    expect(await write('one')).toBe('fine');
  });

  it('lets go of a model that is to be removed, and of no other', async () => {
    const { runner, write, log } = setUp();
    await write('one');
    await runner.drop('two');
    expect(log).toEqual(['load one']);
    await runner.drop('one');
    expect(log).toEqual(['load one', 'unload']);
  });

  it('stops what is being written with a model that is to be removed', async () => {
    const { runner, write, log } = setUp(async function* (_request, { signal }) {
      yield { type: 'text-delta', text: 'so' };
      await new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    });
    const writing = write('one');
    await vi.advanceTimersByTimeAsync(1);
    const dropped = runner.drop('one');
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    await dropped;
    expect(log).toEqual(['load one', 'unload']);
  });
});
