import { packSegment, type BuiltSegment, type SegmentName } from './build-segment';
import { ByteWriter } from './bytes';
import { entryAt, type ColumnEntry } from './columns';
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
  const taken: Taken = { entries: [], forward: [], codes: new ByteWriter() };
  const postings = new Map<string, { numbers: number[]; packed: number[] }>();
  for (const segment of segments) {
    const renumbered = await takeDocuments(segment, taken, name.dimensions / 8, breathe);
    for await (const [term, list] of segment.allPostings()) take(term, list, renumbered, postings);
    await breathe();
  }
  const languages = new Set(segments.flatMap(({ row }) => row.languages));
  return packSegment(name, { ...taken, codes: taken.codes.finish(), languages, postings });
}

interface Taken {
  readonly entries: ColumnEntry[];
  readonly forward: Uint8Array[];
  readonly codes: ByteWriter;
}

/** The new number of each document; -1 for those that are gone. `codeBytes`: of one passage. */
async function takeDocuments(
  segment: Segment,
  taken: Taken,
  codeBytes: number,
  breathe: () => Promise<void>,
): Promise<Int32Array> {
  const [columns, codes] = await Promise.all([segment.columns(), segment.codes()]);
  const renumbered = new Int32Array(segment.row.documents).fill(-1);
  for (let start = 0; start < renumbered.length; start += STROKE) {
    const end = Math.min(start + STROKE, renumbered.length);
    const numbers = Array.from({ length: end - start }, (_, at) => start + at).filter(
      (number) => !segment.isRemoved(number),
    );
    const read = await segment.encodedForward(numbers, false);
    for (const number of numbers) {
      const document = read.get(number);
      if (document === undefined) continue;
      renumbered[number] = taken.entries.length;
      taken.entries.push(entryAt(columns, number));
      taken.forward.push(document);
      const [first, last] = [columns.firstPassage[number] ?? 0, columns.firstPassage[number + 1] ?? 0];
      taken.codes.raw(codes.subarray(first * codeBytes, last * codeBytes));
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
