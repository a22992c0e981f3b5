import { expect, test, vi } from 'vitest';
import { modelRecord } from '../../../tests/models/model-record';
import { stillEngine } from '../../../tests/models/still-engine';
import { createModelOffers, type ModelOffersOptions } from './model-offers';

const offer = (id: string, memoryBytes: number) => ({
  record: modelRecord(id, { memoryBytes }),
  note: '',
});

function setUp(change: Partial<ModelOffersOptions>) {
  return createModelOffers(
    {
      engines: [],
      catalogue: [offer('small', 1), offer('large', 9)],
      packed: () => Promise.resolve([]),
      logger: { warn: () => undefined },
      ...change,
    },
    () => ({ organisationModels: [] }),
  );
}

test('a model that this machine cannot run says why; the machine is asked once', async () => {
  const lacks = vi.fn(({ memoryBytes }: { memoryBytes: number | null }) =>
    Promise.resolve(memoryBytes === 9 ? 'Too large' : null),
  );
  const list = setUp({ engines: [stillEngine({ lacks })] });
  const problems = async () => (await list()).map(({ record, problem }) => [record.id, problem]);
  expect(await problems()).toEqual([
    ['small', null],
    ['large', 'Too large'],
  ]);
  await problems();
  expect(lacks).toHaveBeenCalledTimes(2);
});

test('where an engine cannot be asked nothing is held against a model', async () => {
  const list = setUp({ engines: [stillEngine({ lacks: () => Promise.reject(new Error('ended')) })] });
  expect((await list()).map(({ problem }) => problem)).toEqual([null, null]);
});

test('models of packed libraries come before those of the catalogue, and cannot keep them away', async () => {
  const packed = vi.fn(() => Promise.resolve([offer('packed', 1)]));
  expect((await setUp({ packed })()).map(({ record }) => record.id)).toEqual(['packed', 'small', 'large']);
  const broken = setUp({ packed: () => Promise.reject(new Error('no list')) });
  expect((await broken()).map(({ record }) => record.id)).toEqual(['small', 'large']);
});
