import { fields } from '../bm25';
import { ByteReader, ByteWriter, DamagedIndexError } from './bytes';
import { hash32 } from './hash';

/** Where a term occurs in a segment, by ascending document number. */
export interface PostingList {
  readonly numbers: readonly number[];
  /** Frequencies of the fields, a byte each, in the order of `fields`, the first lowest. */
  readonly packed: readonly number[];
}

/** About what one look-up should have to read. */
const BUCKET_BYTES = 12_000;

/** How many occurrences of a field a packed number holds. */
export function frequencyIn(packed: number, place: number): number {
  return (packed >>> (place * 8)) & 255;
}

/** One more occurrence in a field; 255 is the most that is counted. */
export function countedIn(packed: number, place: number): number {
  return frequencyIn(packed, place) < 255 ? packed + 2 ** (place * 8) : packed;
}

/** Spreads terms over buckets by hash: `blocks[i]` is the bucket of the terms whose hash ends in i. */
export function writeBuckets(terms: Iterable<readonly [string, PostingList]>): Uint8Array<ArrayBuffer>[] {
  const lists = new ByteWriter();
  const encoded = [...terms].map(([term, list]) => {
    const start = lists.length;
    writeList(lists, list);
    return { term, hash: hash32(term), start, end: lists.length };
  });
  const total = encoded.reduce((sum, { term }) => sum + term.length + 3, lists.length);
  let count = 1;
  while (count * BUCKET_BYTES < total) count *= 2;
  const writers = Array.from({ length: count }, () => new ByteWriter());
  // By code unit: the same order, and so the same bytes, on every machine.
  encoded.sort((a, b) => (a.term < b.term ? -1 : 1));
  for (const { term, hash, start, end } of encoded) {
    const writer = writers[hash & (count - 1)];
    writer?.text(term);
    writer?.varint(end - start);
    writer?.raw(lists.view(start, end));
  }
  return writers.map((writer) => writer.finish());
}

/** The bucket that would hold the term. */
export function bucketOf(term: string, buckets: number): number {
  return hash32(term) & (buckets - 1);
}

/** Those of the terms that the bucket holds. */
export function findInBucket(bucket: Uint8Array, wanted: ReadonlySet<string>): Map<string, PostingList> {
  const found = new Map<string, PostingList>();
  const reader = new ByteReader(bucket);
  while (!reader.atEnd && found.size < wanted.size) {
    const term = reader.text();
    const length = reader.varint();
    if (wanted.has(term)) found.set(term, decodeList(reader.raw(length)));
    else reader.skip(length);
  }
  return found;
}

/** Every term of a bucket. */
export function* readBucket(bucket: Uint8Array): Generator<[string, PostingList]> {
  const reader = new ByteReader(bucket);
  while (!reader.atEnd) {
    const term = reader.text();
    yield [term, decodeList(reader.raw(reader.varint()))];
  }
}

/** Set in an entry's first byte where every field that it names holds the term once: nearly always. */
const ALL_ONCE = 16;

function writeList(writer: ByteWriter, { numbers, packed }: PostingList): void {
  writer.varint(numbers.length);
  let before = -1;
  for (const [at, number] of numbers.entries()) {
    writer.varint(number - before - 1);
    before = number;
    writeFrequencies(writer, packed[at] ?? 0);
  }
}

function writeFrequencies(writer: ByteWriter, packed: number): void {
  const counts = fields.map((_, place) => frequencyIn(packed, place));
  const once = counts.every((count) => count <= 1);
  writer.byte(
    counts.reduce((mask, count, place) => (count > 0 ? mask | (1 << place) : mask), once ? ALL_ONCE : 0),
  );
  if (!once) for (const count of counts) if (count > 0) writer.byte(count);
}

function decodeList(bytes: Uint8Array): PostingList {
  const reader = new ByteReader(bytes);
  const count = reader.varint();
  if (count > bytes.length) throw new DamagedIndexError('A list is longer than its bytes');
  const numbers: number[] = [];
  const packed: number[] = [];
  let number = -1;
  for (let at = 0; at < count; at += 1) {
    number += reader.varint() + 1;
    numbers.push(number);
    packed.push(readFrequencies(reader));
  }
  return { numbers, packed };
}

function readFrequencies(reader: ByteReader): number {
  const mask = reader.byte();
  let packed = 0;
  for (let place = 0; place < fields.length; place += 1) {
    if ((mask & (1 << place)) === 0) continue;
    packed += (mask & ALL_ONCE ? 1 : reader.byte()) * 2 ** (place * 8);
  }
  return packed;
}
