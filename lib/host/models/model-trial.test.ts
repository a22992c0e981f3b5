import { expect, test, vi } from 'vitest';
import { modelRecord, storedModel } from '../../../tests/models/model-record';
import { DesksideError } from '../../core/errors';
import { createModelTrial } from './model-trial';

const alike = storedModel(modelRecord('alike', { task: 'embedding' }));

function setUp(embed: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>) {
  let now = 0;
  return createModelTrial({
    store: { get: () => Promise.resolve(alike) },
    runner: {
      write: () => expect.fail('unused'),
      embed(_id, texts, { onPhase }) {
        onPhase?.('loading');
        now += 5_000;
        onPhase?.('writing');
        now += 30;
        return embed(texts);
      },
    },
    now: () => now,
    logger: { warn: () => undefined },
  });
}

test('an embedding model says how alike each line is to the first; loading is not counted', async () => {
  const trial = setUp((texts) =>
    Promise.resolve(texts.map((text) => (text === 'other' ? [0, 2] : text === 'near' ? [1, 1] : [1, 0]))),
  );
  trial.start({ modelId: 'alike', prompt: ' same \n\nsame\nnear\nother' });
  await vi.waitFor(() => expect(trial.state()?.state).toBe('done'));
  const { comparison } = trial.state() ?? {};
  expect(comparison).toMatchObject({ dimensions: 2, totalMs: 30 });
  expect(comparison?.rows.map(({ text }) => text)).toEqual(['same', 'near', 'other']);
  expect(comparison?.rows.map(({ likeness }) => Math.round(likeness * 100))).toEqual([100, 71, 0]);
});

test('vectors of nothing are like nothing', async () => {
  const trial = setUp(() => Promise.resolve([[0, 0], []]));
  trial.start({ modelId: 'alike', prompt: 'one\ntwo' });
  await vi.waitFor(() => expect(trial.state()?.comparison?.rows).toEqual([{ text: 'two', likeness: 0 }]));
});

test('one that cannot read a line says why', async () => {
  const trial = setUp(() => Promise.reject(new DesksideError('bad-answer', 'A text is too long')));
  trial.start({ modelId: 'alike', prompt: 'one\ntwo' });
  await vi.waitFor(() =>
    expect(trial.state()).toMatchObject({ state: 'failed', failure: { message: 'A text is too long' } }),
  );
});
