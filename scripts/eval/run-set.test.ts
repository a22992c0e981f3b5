import { expect, it } from 'vitest';
import { chunkDocument } from '../../lib/retrieval/chunk';
import { sourceDocument } from '../../lib/retrieval/test-documents';
import type { EvaluationSet, Question } from './evaluation-set';
import { halfOf } from './halves';
import { gainRows, systemRows } from './row';
import { runSystem, type Measured } from './run-system';

const document = (id: string) => {
  const one = sourceDocument({ id, title: id });
  return { documentKey: id, owner: 'set', document: one, passages: chunkDocument(one, id) };
};
const question = (id: string, relevant: string, documents: number): Question => ({
  id,
  fact: id,
  query: { terms: [], language: null, limit: 10, excludeIds: [], text: id },
  relevant: new Map([[relevant, 1]]),
  documents,
  answers: [],
});

it('asks each question when just the documents of its time are in, whatever the order of the questions', async () => {
  const late = question('late', 'a', 3);
  const early = question('early', 'b', 1);
  const set: EvaluationSet = {
    name: 'set',
    documents: ['a', 'b', 'c'].map(document),
    questionSets: [{ name: 'queries', questions: [late, early] }],
    remarks: [],
  };
  const known: string[] = [];
  const log: string[] = [];
  const measured = await runSystem(
    {
      embedder: null,
      reranker: null,
      add: async (documents) => void known.push(...documents.map((entry) => entry.documentKey)),
      async search(query) {
        log.push(`${query.text} of ${known.join('')}`);
        return [...known].reverse();
      },
    },
    set,
  );
  expect(log).toEqual(['early of a', 'late of abc']);
  const [own] = [...measured.values()];
  expect(own?.map(({ fact, values }) => [fact, values['mrr@10']])).toEqual([
    ['late', 1 / 3],
    ['early', 0],
  ]);
});

it('gives a row for all questions and one for each half, and gains on the same questions', () => {
  const models = { embedder: 'table-1', reranker: null };
  const measured = (value: number): Measured[] =>
    Array.from({ length: 20 }, (_, at) => ({
      fact: `q${at}`,
      values: {
        'ndcg@10': value,
        'recall@10': value,
        'mrr@10': value,
        'hit@1': halfOf(`q${at}`) === 'tuned' ? 1 : 0,
      },
    }));
  const rows = systemRows('set/queries/hybrid', models, measured(0.5));
  expect([...new Set(rows.map((row) => row.case))]).toEqual([
    'set/queries/hybrid',
    'set/queries/hybrid/tuned',
    'set/queries/hybrid/held-out',
  ]);
  expect(
    rows
      .filter((row) => row.metric === 'hit@1')
      .map(({ value }) => value)
      .slice(1),
  ).toEqual([1, 0]);
  const [first] = gainRows('set/queries/hybrid', models, measured(0.5), measured(0.25));
  expect(first).toEqual({
    case: 'set/queries/hybrid',
    metric: 'ndcg@10_gain',
    value: 0.25,
    low: 0.25,
    high: 0.25,
    unit: 'fraction',
    ...models,
  });
});

it('leaves out a half without questions', () => {
  const one: Measured = {
    fact: 'q0',
    values: { 'ndcg@10': 1, 'recall@10': 1, 'mrr@10': 1, 'hit@1': 1 },
  };
  const rows = systemRows('set/queries/bm25', { embedder: null, reranker: null }, [one]);
  expect([...new Set(rows.map((row) => row.case))]).toEqual([
    'set/queries/bm25',
    `set/queries/bm25/${halfOf('q0')}`,
  ]);
});
