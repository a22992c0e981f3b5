import { packSegment, type BuiltSegment, type SegmentName } from './build-segment';
import { entryAt, type ColumnEntry } from './columns';
import type { ForwardDocument } from './forward';
import type { PostingList } from './postings';
import type { Segment } from './segment';

/** Documents read at once. */
const STROKE = 512;

/**
 * One segment of what is left in several, in their order: removed documents, and the words that only they held, are
 * in it no more. `breathe` is called between strokes, so that others get their turn.
 */
export async function mergeSegments(
  name: SegmentName,
  segments: readonly Segment[],
  breathe: () => Promise<void>,
): Promise<BuiltSegment> {
  const entries: ColumnEntry[] = [];
  const forward: ForwardDocument[] = [];
  const postings = new Map<string, { numbers: number[]; packed: number[] }>();
  for (const segment of segments) {
    const renumbered = await takeDocuments(segment, entries, forward, breathe);
    for await (const [term, list] of segment.allPostings()) take(term, list, renumbered, postings);
    await breathe();
  }
  return packSegment(name, { entries, forward, postings });
}

/** The new number of each document; -1 for those that are gone. */
async function takeDocuments(
  segment: Segment,
  entries: ColumnEntry[],
  forward: ForwardDocument[],
  breathe: () => Promise<void>,
): Promise<Int32Array> {
  const columns = await segment.columns();
  const renumbered = new Int32Array(segment.row.documents).fill(-1);
  for (let start = 0; start < renumbered.length; start += STROKE) {
    const end = Math.min(start + STROKE, renumbered.length);
    const numbers = Array.from({ length: end - start }, (_, at) => start + at).filter(
      (number) => !segment.isRemoved(number),
    );
    const read = await segment.forward(numbers);
    for (const number of numbers) {
      const document = read.get(number);
      if (document === undefined) continue;
      renumbered[number] = entries.length;
      entries.push(entryAt(columns, number));
      forward.push(document);
    }
    await breathe();
  }
  return renumbered;
}

function take(
  term: string,
  { numbers, packed }: PostingList,
  renumbered: Int32Array,
  postings: Map<string, { numbers: number[]; packed: number[] }>,
): void {
  let list = postings.get(term);
  for (let at = 0; at < numbers.length; at += 1) {
    const number = renumbered[numbers[at] ?? 0] ?? -1;
    if (number < 0) continue;
    if (list === undefined) {
      list = { numbers: [], packed: [] };
      postings.set(term, list);
    }
    list.numbers.push(number);
    list.packed.push(packed[at] ?? 0);
  }
}
