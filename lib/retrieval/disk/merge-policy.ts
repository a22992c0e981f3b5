import type { Segment } from './segment';

/** Segments of about the same size that are left lying before they become one. */
const MOST_ALIKE = 8;
/** Documents of the smallest class; each next one is eight times as large. */
const SMALLEST = 64;
/** Larger ones stay as they are: merging them would take more memory than it is worth. */
const LARGEST = 200_000;
/** Share of removed documents from which a segment is written anew. */
const MOST_REMOVED = 0.3;
/** Up to this size a segment is written anew as soon as anything was removed: what was taken back is not kept. */
const QUICKLY_REWRITTEN = 2_000;

/** The segments to be made one next, in their order; none where all is well. */
export function segmentsToMerge(segments: readonly Segment[]): readonly Segment[] {
  const worn = segments.find(isWorn);
  if (worn) return [worn];
  const classes = new Map<number, Segment[]>();
  for (const segment of segments) {
    if (segment.row.alive > LARGEST) continue;
    const size = Math.max(0, Math.floor(Math.log(segment.row.alive / SMALLEST) / Math.log(8)) + 1);
    const alike = classes.get(size) ?? [];
    classes.set(size, alike);
    alike.push(segment);
    if (alike.length >= MOST_ALIKE) return alike;
  }
  return [];
}

function isWorn({ row }: Segment): boolean {
  const gone = row.documents - row.alive;
  return gone > 0 && (row.documents <= QUICKLY_REWRITTEN || gone > row.documents * MOST_REMOVED);
}
