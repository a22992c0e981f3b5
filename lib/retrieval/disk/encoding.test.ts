import { describe, expect, it } from 'vitest';
import { fields } from '../bm25';
import { seededRandom } from '../test-documents';
import { ByteReader, ByteWriter, DamagedIndexError, sealed, unsealed } from './bytes';
import { columnEntry, entryAt, readColumns, writeColumns } from './columns';
import { decodeForward, encodeForward, joinForward, splitForward, type ForwardDocument } from './forward';
import { hash32, hash64 } from './hash';
import {
  bucketOf,
  countedIn,
  findInBucket,
  frequencyIn,
  readBucket,
  writeBuckets,
  type PostingList,
} from './postings';
import { TopList } from './top-list';
import { codeTables, quantize, rotate, signCode, similarity } from './vectors';

const random = seededRandom(11);
const below = (most: number) => Math.floor(random() * most);

describe('bytes', () => {
  it('come back as they went in', () => {
    const writer = new ByteWriter();
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 - 1];
    for (const number of numbers) writer.varint(number);
    for (const number of numbers) writer.uint32(number);
    writer.text('Zürich 事務 \u{1f600}');
    writer.raw(new Uint8Array(1_000).fill(7));
    const reader = new ByteReader(writer.finish());
    expect(numbers.map(() => reader.varint())).toEqual(numbers);
    expect(numbers.map(() => reader.uint32())).toEqual(numbers);
    expect(reader.text()).toBe('Zürich 事務 \u{1f600}');
    expect(reader.raw(1_000)).toEqual(new Uint8Array(1_000).fill(7));
    expect(reader.atEnd).toBe(true);
  });

  it('that end too early, have no end or are no text are named as damaged', () => {
    expect(() => new ByteReader(new Uint8Array()).byte()).toThrow(DamagedIndexError);
    expect(() => new ByteReader(new Uint8Array([200, 200, 200, 200, 200, 1])).varint()).toThrow(
      DamagedIndexError,
    );
    expect(() => new ByteReader(new Uint8Array([2, 0xff, 0xfe])).text()).toThrow(DamagedIndexError);
    expect(() => new ByteReader(new Uint8Array([3, 65])).text()).toThrow(DamagedIndexError);
  });

  it('of a block are known by their sum: one bit, a cut or another block is noticed', () => {
    const bytes = Uint8Array.from({ length: 1_001 }, () => below(256));
    const block = sealed(bytes);
    expect(unsealed(block)).toEqual(bytes);
    for (let round = 0; round < 50; round += 1) {
      const changed = block.slice();
      const at = below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << below(8));
      expect(() => unsealed(changed)).toThrow(DamagedIndexError);
    }
    expect(() => unsealed(block.slice(0, -1))).toThrow(DamagedIndexError);
    expect(() => unsealed(undefined)).toThrow(DamagedIndexError);
  });
});

describe('hashes', () => {
  it('are the same for ever: they are stored', () => {
    expect([hash32(''), hash32('vpn'), hash32('Zürich')]).toEqual([2872998923, 3771940095, 1588917516]);
    expect(hash64('a|b|c')).toEqual([3869136611, 2084717993]);
  });

  it('differ for what differs', () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `term${at}`);
    expect(new Set(texts.map((text) => hash64(text).join())).size).toBe(texts.length);
  });
});

describe('lists of terms', () => {
  const lists = new Map<string, PostingList>(
    Array.from({ length: 3_000 }, (_, at) => {
      const numbers = [...new Set(Array.from({ length: 1 + below(40) }, () => below(5_000)))].sort(
        (a, b) => a - b,
      );
      return [
        at % 7 === 0 ? `wörter-${at}` : `term${at}`,
        {
          numbers: Uint32Array.from(numbers),
          packed: Uint32Array.from(numbers, () => (below(3) === 0 ? below(2 ** 32) || 1 : 1)),
        },
      ];
    }),
  );
  const buckets = writeBuckets(lists);

  it('are found by their term in one bucket, and nothing else is', () => {
    expect(buckets.length).toBeGreaterThan(4);
    for (const [term, list] of lists) {
      const bucket = buckets[bucketOf(term, buckets.length)] ?? new Uint8Array();
      expect(findInBucket(bucket, new Set([term, `${term}x`]))).toEqual(new Map([[term, list]]));
    }
  });

  it('are all there for a merge', () => {
    expect(new Map(buckets.flatMap((bucket) => [...readBucket(bucket)]))).toEqual(lists);
  });

  it('count up to 255 occurrences of each field', () => {
    let packed = 0;
    for (let count = 0; count < 300; count += 1) packed = countedIn(packed, 3);
    packed = countedIn(packed, 0);
    expect(fields.map((_, place) => frequencyIn(packed, place))).toEqual([1, 0, 0, 255]);
  });
});

const sequence = (length: number) => ({
  terms: Int32Array.from({ length }, () => below(2 ** 32) | 0),
  positions: Int32Array.from({ length }, (_, at) => at * 2),
});
const vector = () => Float32Array.from({ length: 48 }, () => random() - 0.5);
const documents: ForwardDocument[] = Array.from({ length: 9 }, (_, at) => ({
  documentKey: `me|kb|${at}`,
  id: `id ${at}`,
  state: at % 2 === 0 ? 'current' : 'retired',
  language: at % 3 === 0 ? 'de' : null,
  updated: 1_700_000_000 + at,
  title: sequence(3),
  passages: Array.from({ length: at % 4 }, () => ({
    body: sequence(80),
    headings: sequence(2),
    vector: at % 5 === 0 ? null : quantize(rotate(vector())),
  })),
}));

describe('a document’s forward data and columns', () => {
  it('come back as they went in', () => {
    const block = joinForward(documents.map(encodeForward));
    expect(splitForward(block).map(decodeForward)).toEqual(documents);
    const entries = documents.map((document, at) => columnEntry(document, [1, 2, 70_000, at]));
    const columns = readColumns(writeColumns(entries), entries.length);
    expect(entries.map((_, at) => entryAt(columns, at))).toEqual(entries);
    expect([...columns.firstPassage]).toEqual([0, 0, 1, 3, 6, 6, 7, 9, 12, 12]);
    expect(() => readColumns(writeColumns(entries), entries.length + 1)).toThrow(DamagedIndexError);
  });

  it('cut anywhere are damaged, or the documents that were whole', () => {
    const bytes = joinForward(documents.map(encodeForward));
    for (let length = 0; length < bytes.length; length += 37) {
      let read: ForwardDocument[] = [];
      try {
        read = splitForward(bytes.slice(0, length)).map(decodeForward);
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedIndexError);
      }
      expect(read).toEqual(documents.slice(0, read.length));
    }
  });
});

describe('vectors', () => {
  const inner = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

  it('keep their inner products when they are turned, and nearly when they are cut to whole numbers', () => {
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [vector(), vector()];
      const [turnedA, turnedB] = [rotate(a), rotate(b)];
      expect(turnedA).toHaveLength(64);
      expect(inner(turnedA, turnedB)).toBeCloseTo(inner(a, b), 4);
      const kept = quantize(turnedB);
      expect(kept && similarity(turnedA, kept)).toBeCloseTo(inner(a, b), 1);
    }
    expect(quantize(new Float32Array(64))).toBeNull();
  });

  it('are told apart by their signs alone, roughly', () => {
    const query = rotate(vector());
    const tables = codeTables(query);
    const near = quantize(query);
    const scoreOf = (code: Uint8Array) =>
      code.reduce((sum, byte, at) => sum + (tables[at * 256 + byte] ?? 0), 0);
    const own = near ? scoreOf(signCode(near.values)) : 0;
    for (let round = 0; round < 20; round += 1) {
      const other = quantize(rotate(vector()));
      if (other) expect(scoreOf(signCode(other.values))).toBeLessThan(own);
    }
  });
});

it('the best of many are what sorting gives', () => {
  const values = Array.from({ length: 1_000 }, () => below(300));
  for (const most of [0, 1, 7, 100, 2_000]) {
    const top = new TopList<number>(most, (a, b) => a > b);
    for (const value of values) top.add(value);
    expect(top.sorted()).toEqual([...values].sort((a, b) => b - a).slice(0, most));
  }
});
