import type { Columns } from './columns';
import type { Segment } from './segment';
import { TopList } from './top-list';
import { codeTables, signCode, signDistances } from './vectors';

/** A document that holds a passage near to the query, as far as signs alone tell. */
export interface NearDocument {
  readonly segment: Segment;
  readonly number: number;
  readonly score: number;
  readonly keyHigh: number;
  readonly keyLow: number;
}

/** Passages beyond these are left out when their signs alone are far off: adding up what each sign says takes longer. */
const LEAST_WEIGHED = 4096;

/** The documents of the passages nearest to the turned query vector, by their sign codes, best first. */
export async function nearestDocuments(
  segments: readonly Segment[],
  query: Float32Array,
  most: number,
): Promise<NearDocument[]> {
  const comparable = segments.filter(({ row }) => row.dimensions === query.length);
  // All at once: the disk is asked but one time.
  const read = await Promise.all(
    comparable.map((segment) => Promise.all([segment.columns(), segment.codes()])),
  );
  const signs = query.length % 64 === 0 ? signCode(query) : null;
  const places = comparable.flatMap((segment, at): Codes[] => {
    const [columns, codes] = read[at] ?? [];
    return columns && codes
      ? [{ segment, columns, codes, distances: signs && signDistances(codes, signs) }]
      : [];
  });
  const farthest = farthestOf(places, Math.max(LEAST_WEIGHED, most * 16));
  const tables = codeTables(query);
  const top = new TopList<NearDocument>(most, isNearer);
  for (const place of places) scan(place, farthest, tables, query.length / 8, top);
  return top.sorted();
}

interface Codes {
  readonly segment: Segment;
  readonly columns: Columns;
  readonly codes: Uint8Array;
  /** In signs, of each passage; null where codes are too short for it. */
  readonly distances: Uint8Array | null;
}

/** The distance within which there are at least so many passages: the same however they lie in segments. */
function farthestOf(places: readonly Codes[], least: number): number {
  const counts = new Uint32Array(256);
  for (const { segment, columns, distances } of places) {
    for (let number = 0; distances !== null && number < columns.states.length; number += 1) {
      if (segment.isRemoved(number)) continue;
      const end = columns.firstPassage[number + 1] ?? 0;
      for (let passage = columns.firstPassage[number] ?? 0; passage < end; passage += 1) {
        const distance = distances[passage] ?? 255;
        counts[distance] = (counts[distance] ?? 0) + 1;
      }
    }
  }
  let within = 0;
  for (let distance = 0; distance < counts.length; distance += 1) {
    within += counts[distance] ?? 0;
    if (within >= least) return distance;
  }
  return 255;
}

function scan(
  { segment, columns, codes, distances }: Codes,
  farthest: number,
  tables: Float32Array,
  each: number,
  top: TopList<NearDocument>,
): void {
  let worst = top.worst?.score ?? -Infinity;
  for (let number = 0; number < columns.states.length; number += 1) {
    const first = columns.firstPassage[number] ?? 0;
    const end = columns.firstPassage[number + 1] ?? first;
    let best = -Infinity;
    for (let passage = first; passage < end; passage += 1) {
      if (distances !== null && (distances[passage] ?? 255) > farthest) continue;
      const score = codeScore(codes, passage * each, each, tables);
      if (score > best) best = score;
    }
    if (best < worst || best === -Infinity || segment.isRemoved(number)) continue;
    const [keyHigh, keyLow] = [columns.keyHigh[number] ?? 0, columns.keyLow[number] ?? 0];
    top.add({ segment, number, score: best, keyHigh, keyLow });
    worst = top.worst?.score ?? -Infinity;
  }
}

/** Four sums side by side: one alone would wait for each addition before the next. */
function codeScore(codes: Uint8Array, start: number, each: number, tables: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let byte = 0; byte < each; byte += 4) {
    const table = byte * 256;
    const at = start + byte;
    a += tables[table + (codes[at] ?? 0)] ?? 0;
    b += tables[table + 256 + (codes[at + 1] ?? 0)] ?? 0;
    c += tables[table + 512 + (codes[at + 2] ?? 0)] ?? 0;
    d += tables[table + 768 + (codes[at + 3] ?? 0)] ?? 0;
  }
  return a + b + (c + d);
}

function isNearer(a: NearDocument, b: NearDocument): boolean {
  if (a.score !== b.score) return a.score > b.score;
  return a.keyHigh !== b.keyHigh ? a.keyHigh < b.keyHigh : a.keyLow < b.keyLow;
}
