import { fields } from '../bm25';
import { ByteReader, ByteWriter, DamagedIndexError } from './bytes';
import { hash32 } from './hash';

const encoder = new TextEncoder();

/** Where a term occurs in a segment, by ascending document number. */
export interface PostingList {
  readonly numbers: Numbers;
  /** Frequencies of the fields, a byte each, in the order of `fields`, the first lowest. */
  readonly packed: Numbers;
}

/** Whole numbers from 0 to 2^32 - 1: growing while a segment is built, packed once it is read. */
type Numbers = readonly number[] | Uint32Array;

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

/** Those of the terms that the bucket holds: the names of the others are passed over unread. */
export function findInBucket(bucket: Uint8Array, wanted: ReadonlySet<string>): Map<string, PostingList> {
  const found = new Map<string, PostingList>();
  const names = [...wanted].map((term) => ({ term, bytes: encoder.encode(term) }));
  const reader = new ByteReader(bucket);
  while (!reader.atEnd && found.size < names.length) {
    const name = reader.raw(reader.varint());
    const length = reader.varint();
    const match = names.find(({ bytes }) => isSame(bytes, name));
    if (match) found.set(match.term, decodeList(reader.raw(length)));
    else reader.skip(length);
  }
  return found;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
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
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    writer.varint(number - before - 1);
    before = number;
    writeFrequencies(writer, packed[at] ?? 0);
  }
}

function writeFrequencies(writer: ByteWriter, packed: number): void {
  let mask = ALL_ONCE;
  for (let place = 0; place < fields.length; place += 1) {
    const count = frequencyIn(packed, place);
    if (count > 0) mask |= 1 << place;
    if (count > 1) mask &= ~ALL_ONCE;
  }
  writer.byte(mask);
  if (mask & ALL_ONCE) return;
  for (let place = 0; place < fields.length; place += 1) {
    const count = frequencyIn(packed, place);
    if (count > 0) writer.byte(count);
  }
}

/** What a first byte with `ALL_ONCE` says, by its lower bits. */
const onceEach = Uint32Array.from({ length: ALL_ONCE }, (_, mask) =>
  fields.reduce((packed, _field, place) => packed + ((mask >> place) & 1) * 2 ** (place * 8), 0),
);

/** Every search goes through this for every place of its words, so it reads bytes in one plain loop. */
function decodeList(bytes: Uint8Array): PostingList {
  const reader = new ByteReader(bytes);
  const count = reader.varint();
  // Two bytes an entry at least: a damaged count must not ask for gigabytes.
  if (count * 2 > bytes.length) throw new DamagedIndexError('A list is longer than its bytes');
  const numbers = new Uint32Array(count);
  const packed = new Uint32Array(count);
  let at = reader.position;
  let number = -1;
  for (let entry = 0; entry < count; entry += 1) {
    let part = bytes[at++] ?? 0;
    let gap = part & 127;
    for (let scale = 128; part > 127 && scale < 2 ** 35; scale *= 128) {
      part = bytes[at++] ?? 0;
      gap += (part & 127) * scale;
    }
    number += gap + 1;
    numbers[entry] = number;
    const mask = bytes[at++] ?? 0;
    if (mask & ALL_ONCE) {
      packed[entry] = onceEach[mask & (ALL_ONCE - 1)] ?? 0;
      continue;
    }
    let counts = 0;
    for (let place = 0; place < fields.length; place += 1) {
      if (mask & (1 << place)) counts += (bytes[at++] ?? 0) * 2 ** (place * 8);
    }
    packed[entry] = counts;
  }
  if (at !== bytes.length) throw new DamagedIndexError('A list does not end where its bytes do');
  return { numbers, packed };
}
