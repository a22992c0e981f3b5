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

/**
 * The segments to be made one when there is time for it: the smallest ones, as far as the largest of them is no more than
 * twice all others together. So what was written once is not written anew for a few documents more, and there remain a
 * handful of segments, each more than twice as large as the one before.
 */
export function segmentsToJoin(segments: readonly Segment[]): readonly Segment[] {
  const bySize = segments
    .filter(({ row }) => row.alive <= LARGEST)
    .sort((a, b) => a.row.alive - b.row.alive || (a.row.id < b.row.id ? -1 : 1));
  let before = 0;
  let joined = 0;
  for (const [at, { row }] of bySize.entries()) {
    if (before + row.alive > LARGEST) break;
    if (at > 0 && row.alive <= before * 2) joined = at + 1;
    before += row.alive;
  }
  const chosen = new Set(bySize.slice(0, joined));
  return segments.filter((segment) => chosen.has(segment));
}

function isWorn({ row }: Segment): boolean {
  const gone = row.documents - row.alive;
  return gone > 0 && (row.documents <= QUICKLY_REWRITTEN || gone > row.documents * MOST_REMOVED);
}
