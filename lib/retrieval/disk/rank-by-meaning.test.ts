import { expect, it } from 'vitest';
import { seededRandom } from '../test-documents';
import { BlockCache } from './block-cache';
import { buildSegment, type SegmentDocument } from './build-segment';
import { createMemoryIndexStore } from './memory-index-store';
import { nearestDocuments } from './rank-by-meaning';
import { Segment } from './segment';
import { codeTables, quantize, rotate, signCode, signDistances, similarity } from './vectors';

const random = seededRandom(3);
const vector = () => rotate(Float32Array.from({ length: 64 }, () => random() + random() - 1));
const nothing = { terms: new Int32Array(), positions: new Int32Array() };

function document(at: number): SegmentDocument {
  const passages = Array.from({ length: at % 3 }, () => ({
    body: nothing,
    headings: nothing,
    vector: quantize(vector()),
  }));
  return {
    terms: { title: [], headings: [], body: ['word'], identifiers: [] },
    forward: {
      documentKey: `key ${at}`,
      id: `${at}`,
      state: 'current',
      language: 'en',
      updated: 0,
      title: nothing,
      passages,
    },
  };
}

const store = createMemoryIndexStore();
async function segmentOf(id: string, documents: readonly SegmentDocument[]): Promise<Segment> {
  const built = buildSegment({ id, owner: 'me', embedder: 'some', dimensions: 64 }, documents);
  await store.commit({ add: [built], update: [], drop: [], settled: [] });
  return new Segment(built.row, store, new BlockCache());
}

it('finds by signs what comparing every passage finds, however documents lie in segments', async () => {
  const all = Array.from({ length: 6_000 }, (_, at) => document(at));
  const one = [await segmentOf('one', all)];
  const several = [
    await segmentOf('a', all.slice(0, 700)),
    await segmentOf('b', all.slice(700, 5_000)),
    await segmentOf('c', all.slice(5_000)),
  ];
  for (let round = 0; round < 5; round += 1) {
    const query = vector();
    const tables = codeTables(query);
    const scoreOf = (values: Int8Array) =>
      signCode(values).reduce((sum, byte, at) => sum + (tables[at * 256 + byte] ?? 0), 0);
    const expected = all
      .map(({ forward }, number) => ({
        number,
        score: Math.max(
          ...forward.passages.map((passage) => scoreOf(passage.vector?.values ?? new Int8Array())),
        ),
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 64);
    const { nearest: found } = await nearestDocuments(one, query, 64);
    expect(found.map(({ score }) => score.toFixed(3))).toEqual(expected.map(({ score }) => score.toFixed(3)));
    const starts = [0, 700, 5_000];
    const { nearest: apart } = await nearestDocuments(several, query, 64);
    expect(apart.map(({ segment, number }) => number + (starts[several.indexOf(segment)] ?? 0))).toEqual(
      found.map(({ number }) => number),
    );
  }
});

it('tells about how near a document is that it did not name', async () => {
  const unit = (values: Float32Array) => {
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return values.map((value) => value / length);
  };
  const query = unit(vector());
  // From the query itself to nothing in common with it.
  const near = Array.from({ length: 200 }, (_, at) => {
    const other = unit(vector());
    return quantize(
      unit(query.map((value, place) => value * (1 - at / 200) + (other[place] ?? 0) * (at / 200))),
    );
  });
  const documents = near.map((own, at): SegmentDocument => {
    const { terms, forward } = document(at);
    return { terms, forward: { ...forward, passages: [{ body: nothing, headings: nothing, vector: own }] } };
  });
  const segment = await segmentOf('near', documents);
  const { nearest, estimate } = await nearestDocuments([segment], query, 1);
  expect(nearest).toHaveLength(1);
  const errors = near.map((own, at) => (estimate(segment, at) ?? 9) - (own ? similarity(query, own) : 0));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean(errors))).toBeLessThan(0.03);
  expect(Math.sqrt(mean(errors.map((error) => error ** 2)))).toBeLessThan(0.12);
});

it('counts the places in which signs differ', () => {
  const vectors = Array.from({ length: 50 }, () => quantize(rotate(vector()))?.values ?? new Int8Array(64));
  const codes = new Uint8Array(50 * 8 + 1);
  for (const [at, values] of vectors.entries()) codes.set(signCode(values), 1 + at * 8);
  const query = signCode(vector());
  const differing = (code: Uint8Array) =>
    code.reduce((sum, byte, at) => sum + (byte ^ (query[at] ?? 0)).toString(2).replaceAll('0', '').length, 0);
  // Behind a byte, where no whole number may lie.
  expect([...signDistances(codes.subarray(1), query)]).toEqual(
    vectors.map((values) => differing(signCode(values))),
  );
  expect([...signDistances(query, query)]).toEqual([0]);
});
