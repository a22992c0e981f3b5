import { fields, inverseDocumentFrequency, lengthNorm, type Bm25Options } from '../bm25';
import { leavesOf, type Clause, type Leaf } from '../query-clauses';
import type { LeafIds } from '../term-sequence';
import type { Columns } from './columns';
import { hash32 } from './hash';
import type { SegmentRow } from './index-store';
import type { PostingList } from './postings';
import type { Segment } from './segment';

/** Where a leaf occurs in one segment, by ascending document number. */
export interface LeafList {
  readonly numbers: Uint32Array;
  /** Weighted, length-normalised, of all its terms together. */
  readonly frequencies: Float64Array;
}

/** What one segment has to say to a query. */
export interface SegmentMatch {
  readonly segment: Segment;
  readonly columns: Columns;
  readonly lists: ReadonlyMap<Leaf, LeafList>;
}

/** A query's words as they occur in everything that the search may see. */
export interface WordMatch {
  readonly clauses: readonly Clause[];
  readonly segments: readonly SegmentMatch[];
  readonly idfs: ReadonlyMap<Leaf, number>;
  /** Terms as the forward data name them. */
  readonly ids: LeafIds;
  /** All of `ids` together. */
  readonly asked: ReadonlySet<number>;
  readonly totalWeight: number;
}

export async function matchWords(
  segments: readonly Segment[],
  clauses: readonly Clause[],
  options: Bm25Options,
): Promise<WordMatch> {
  const leaves = leavesOf(clauses);
  const rows = segments.map(({ row }) => row);
  const averages = averageLengths(rows);
  const matched = await Promise.all(
    segments.map(async (segment): Promise<SegmentMatch> => {
      const spoken = leaves.flatMap(({ terms }) => terms.filter((term) => isSpoken(term, segment.row)));
      const [columns, postings] = await Promise.all([segment.columns(), segment.postings(new Set(spoken))]);
      const read = { segment, columns, averages, options };
      return {
        segment,
        columns,
        lists: new Map(
          leaves.map((leaf) => [
            leaf,
            listOf(
              leaf.terms.flatMap((term) => postings.get(term) ?? []),
              read,
            ),
          ]),
        ),
      };
    }),
  );
  const documents = rows.reduce((sum, { alive }) => sum + alive, 0);
  const idOf = (term: string) => hash32(term) | 0;
  const ids = new Map(leaves.map((leaf) => [leaf, new Set(leaf.terms.map(idOf))]));
  return {
    clauses,
    segments: matched,
    ids,
    asked: new Set([...ids.values()].flatMap((some) => [...some])),
    idfs: new Map(leaves.map((leaf) => [leaf, inverseDocumentFrequency(documents, holders(matched, leaf))])),
    totalWeight: clauses.reduce((sum, { term }) => sum + term.weight, 0),
  };
}

/** Stems of German and French carry their language: where no such document is, nobody has to look. */
function isSpoken(term: string, { languages }: SegmentRow): boolean {
  const tag = /~(\w+)$/.exec(term)?.[1];
  return tag === undefined || languages.includes(tag);
}

function holders(segments: readonly SegmentMatch[], leaf: Leaf): number {
  return segments.reduce((sum, { lists }) => sum + (lists.get(leaf)?.numbers.length ?? 0), 0);
}

function averageLengths(rows: readonly SegmentRow[]): number[] {
  const documents = rows.reduce((sum, { alive }) => sum + alive, 0);
  return fields.map((_, place) =>
    documents === 0 ? 0 : rows.reduce((sum, { lengths }) => sum + (lengths[place] ?? 0), 0) / documents,
  );
}

interface ListReading {
  readonly segment: Segment;
  readonly columns: Columns;
  readonly averages: readonly number[];
  readonly options: Bm25Options;
}

export const emptyList: LeafList = { numbers: new Uint32Array(), frequencies: new Float64Array() };

function listOf(postings: readonly PostingList[], read: ListReading): LeafList {
  const [first, ...rest] = postings;
  if (first === undefined) return emptyList;
  return rest.reduce((list, next) => joined(list, weighted(next, read)), weighted(first, read));
}

function weighted(
  { numbers, packed }: PostingList,
  { segment, columns, averages, options }: ListReading,
): LeafList {
  const hasRemoved = segment.row.removed !== null;
  const isKept = !hasRemoved && numbers instanceof Uint32Array;
  const kept = isKept ? numbers : new Uint32Array(numbers.length);
  const frequencies = new Float64Array(numbers.length);
  const shares: Float64Array[] = [];
  const weigh = (count: number, place: number, number: number) => {
    const own = (shares[place] ??= sharesOf(columns, place, averages[place] ?? 0, options));
    return (own[number] ?? 0) * count;
  };
  let used = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (hasRemoved && segment.isRemoved(number)) continue;
    const counts = packed[at] ?? 0;
    // Nearly always there is one field only.
    const highest = (31 - Math.clz32(counts)) >> 3;
    let sum = weigh(counts >>> (highest * 8), highest, number);
    let place = 0;
    for (let left = counts & ((1 << (highest * 8)) - 1); left !== 0; left >>>= 8) {
      if ((left & 255) !== 0) sum += weigh(left & 255, place, number);
      place += 1;
    }
    if (!isKept) kept[used] = number;
    frequencies[used] = sum;
    used += 1;
  }
  return { numbers: kept.subarray(0, used), frequencies: frequencies.subarray(0, used) };
}

interface Shares {
  readonly average: number;
  readonly options: Bm25Options;
  readonly shares: Float64Array;
}

/** Dividing for each place of a word takes longer than all the rest: it is done once, until the averages change. */
const sharesKnown = new WeakMap<Columns, (Shares | undefined)[]>();

/** What one occurrence in a field counts in each document, by number. */
function sharesOf(columns: Columns, place: number, average: number, options: Bm25Options): Float64Array {
  const all = sharesKnown.get(columns) ?? [];
  sharesKnown.set(columns, all);
  const known = all[place];
  if (known?.average === average && known.options === options) return known.shares;
  const field = fields[place] ?? 'body';
  const documents = columns.states.length;
  const shares = new Float64Array(documents);
  for (let number = 0; number < documents; number += 1) {
    const length = columns.lengths[place * documents + number] ?? 0;
    shares[number] = options.weight[field] / lengthNorm(length, average, options.b[field]);
  }
  all[place] = { average, options, shares };
  return shares;
}

/** Two ascending lists as one; what is in both counts with both. */
function joined(a: LeafList, b: LeafList): LeafList {
  const numbers = new Uint32Array(a.numbers.length + b.numbers.length);
  const frequencies = new Float64Array(numbers.length);
  let [atA, atB, used] = [0, 0, 0];
  while (atA < a.numbers.length || atB < b.numbers.length) {
    const [left, right] = [a.numbers[atA] ?? Infinity, b.numbers[atB] ?? Infinity];
    numbers[used] = Math.min(left, right);
    let sum = 0;
    if (left <= right) sum += a.frequencies[atA++] ?? 0;
    if (right <= left) sum += b.frequencies[atB++] ?? 0;
    frequencies[used] = sum;
    used += 1;
  }
  return { numbers: numbers.subarray(0, used), frequencies: frequencies.subarray(0, used) };
}

/** How often, weighted, a document of the segment holds the leaf. */
export function frequencyOf(list: LeafList | undefined, number: number): number {
  if (list === undefined) return 0;
  let [low, high] = [0, list.numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.numbers[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return list.numbers[low] === number ? (list.frequencies[low] ?? 0) : 0;
}
