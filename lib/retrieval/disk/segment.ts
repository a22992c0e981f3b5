import type { BlockCache } from './block-cache';
import { unsealed } from './bytes';
import { readColumns, type Columns } from './columns';
import { decodeForward, splitForward, type ForwardDocument } from './forward';
import { hash64 } from './hash';
import type { IndexStore, SegmentRow } from './index-store';
import { bucketOf, findInBucket, readBucket, type PostingList } from './postings';

const FEW_BITS = 0xffff;
/** Lists of so many documents are kept as they are used: common words come back, and take long to decode. */
const LONG_LIST = 1_000;

/** A segment that can be searched: its row, and blocks that come when they are needed. */
export class Segment {
  private columnsRead: Promise<Columns> | null = null;
  private codesRead: Promise<Uint8Array> | null = null;

  constructor(
    readonly row: SegmentRow,
    private readonly store: Pick<IndexStore, 'read'>,
    private readonly cache: BlockCache,
  ) {}

  /** The same blocks under another row: other documents removed. */
  with(row: SegmentRow): Segment {
    const next = new Segment(row, this.store, this.cache);
    next.columnsRead = this.columnsRead;
    next.codesRead = this.codesRead;
    return next;
  }

  isRemoved(number: number): boolean {
    const { removed } = this.row;
    return removed !== null && ((removed[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }

  /** Kept as long as the segment is. */
  columns(): Promise<Columns> {
    this.columnsRead ??= this.blocks(['c'], false).then(([bytes]) =>
      readColumns(bytes ?? new Uint8Array(), this.row.documents),
    );
    return this.columnsRead;
  }

  /** Numbers of those of the documents that are here and not removed, in ascending order. */
  async numbersOf(documentKeys: readonly string[]): Promise<number[]> {
    const wanted = new Map<number, Set<number>>();
    // Every change asks every segment: most documents are told apart by a few bits, without a look into the map.
    const maybe = new Uint8Array(FEW_BITS + 1);
    for (const key of documentKeys) {
      const [high, low] = hash64(key);
      maybe[high & FEW_BITS] = 1;
      wanted.set(high, (wanted.get(high) ?? new Set()).add(low));
    }
    const { keyHigh, keyLow } = await this.columns();
    const numbers: number[] = [];
    for (let number = 0; number < this.row.documents; number += 1) {
      const high = keyHigh[number] ?? 0;
      if (maybe[high & FEW_BITS] === 0) continue;
      const lows = wanted.get(high);
      if (lows?.has(keyLow[number] ?? 0) && !this.isRemoved(number)) numbers.push(number);
    }
    return numbers;
  }

  /** Sign codes of the passages, one after the other; empty without vectors. */
  codes(): Promise<Uint8Array> {
    if (this.row.dimensions === 0) return Promise.resolve(new Uint8Array());
    this.codesRead ??= this.blocks(['v'], false).then(([bytes]) => bytes ?? new Uint8Array());
    return this.codesRead;
  }

  /** Lists of those terms that occur. */
  async postings(terms: Iterable<string>): Promise<Map<string, PostingList>> {
    const found = new Map<string, PostingList>();
    const byBucket = new Map<string, Set<string>>();
    for (const term of terms) {
      const known = this.cache.list(this.listKey(term));
      if (known) {
        found.set(term, known);
        continue;
      }
      const name = `b${bucketOf(term, this.row.buckets)}`;
      byBucket.set(name, (byBucket.get(name) ?? new Set()).add(term));
    }
    const buckets = await this.blocks([...byBucket.keys()]);
    for (const [at, wanted] of [...byBucket.values()].entries()) {
      for (const [term, list] of findInBucket(buckets[at] ?? new Uint8Array(), wanted)) {
        found.set(term, list);
        if (list.numbers.length >= LONG_LIST) this.cache.setList(this.listKey(term), list);
      }
    }
    return found;
  }

  /** By number; removed documents too. */
  async forward(numbers: Iterable<number>): Promise<Map<number, ForwardDocument>> {
    const encoded = await this.encodedForward(numbers);
    return new Map([...encoded].map(([number, bytes]) => [number, decodeForward(bytes)]));
  }

  async encodedForward(numbers: Iterable<number>, keep = true): Promise<Map<number, Uint8Array>> {
    const size = this.row.group;
    const wanted = [...new Set(numbers)];
    const groups = [...new Set(wanted.map((number) => Math.floor(number / size)))];
    const blocks = await this.blocks(
      groups.map((group) => `f${group}`),
      keep,
    );
    const read = new Map(groups.map((group, at) => [group, splitForward(blocks[at] ?? new Uint8Array())]));
    return new Map(
      wanted.flatMap((number) => {
        const group = Math.floor(number / size);
        const document = read.get(group)?.[number - group * size];
        return document ? [[number, document] as const] : [];
      }),
    );
  }

  /** All terms, bucket by bucket, for a merge. */
  async *allPostings(): AsyncGenerator<[string, PostingList]> {
    for (let at = 0; at < this.row.buckets; at += 64) {
      const names = Array.from({ length: Math.min(64, this.row.buckets - at) }, (_, more) => `b${at + more}`);
      for (const bucket of await this.blocks(names, false)) yield* readBucket(bucket);
    }
  }

  private listKey(term: string): string {
    return `${this.row.id}/t ${term}`;
  }

  private async blocks(names: readonly string[], keep = true): Promise<Uint8Array[]> {
    const keyOf = (name: string) => `${this.row.id}/${name}`;
    const known = new Map<string, Uint8Array>();
    for (const name of names) {
      const block = this.cache.block(keyOf(name));
      if (block) known.set(name, block);
    }
    const missing = names.filter((name) => !known.has(name));
    const read = missing.length === 0 ? [] : await this.store.read(this.row.id, missing);
    for (const [at, name] of missing.entries()) {
      const block = unsealed(read[at]);
      known.set(name, block);
      if (keep) this.cache.setBlock(keyOf(name), block);
    }
    return names.map((name) => known.get(name) ?? new Uint8Array());
  }
}
