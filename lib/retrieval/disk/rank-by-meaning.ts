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

/** What signs alone tell of how near documents are. */
export interface Nearness {
  /** Those of the nearest passages, best first. */
  readonly nearest: readonly NearDocument[];
  /** About the cosine of a document's nearest passage; null where there is nothing to compare. */
  estimate(segment: Segment, number: number): number | null;
}

/** What a unit vector's signs, as a vector of length 1, have in common with it once it is turned: the root of 2 / pi. */
const SIGN_SHARE = Math.sqrt(2 / Math.PI);

/** The documents of the passages nearest to the turned query vector, by their sign codes. */
export async function nearestDocuments(
  segments: readonly Segment[],
  query: Float32Array,
  most: number,
): Promise<Nearness> {
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
  const each = query.length / 8;
  for (const place of places) scan(place, farthest, tables, each, top);
  const bySegment = new Map(places.map((place) => [place.segment, place]));
  const whole = Math.sqrt(query.length) * SIGN_SHARE;
  return {
    nearest: top.sorted(),
    estimate(segment, number) {
      const place = bySegment.get(segment);
      if (!place) return null;
      let best = -Infinity;
      const end = place.columns.firstPassage[number + 1] ?? 0;
      for (let passage = place.columns.firstPassage[number] ?? 0; passage < end; passage += 1)
        best = Math.max(best, codeScore(place.codes, passage * each, each, tables));
      return best === -Infinity ? null : best / whole;
    },
  };
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
  for (const place of places) {
    const { distances } = place;
    if (distances === null) continue;
    const removed = place.segment.row.removed === null ? null : removedPassages(place);
    for (let passage = 0; passage < distances.length; passage += 1) {
      if (removed?.[passage]) continue;
      const distance = distances[passage] ?? 255;
      counts[distance] = (counts[distance] ?? 0) + 1;
    }
  }
  let within = 0;
  for (let distance = 0; distance < counts.length; distance += 1) {
    within += counts[distance] ?? 0;
    if (within >= least) return distance;
  }
  return 255;
}

/** 1 for each passage of a document that is gone. */
function removedPassages({ segment, columns }: Codes): Uint8Array {
  const { firstPassage, states } = columns;
  const removed = new Uint8Array(firstPassage[states.length] ?? 0);
  for (let number = 0; number < states.length; number += 1)
    if (segment.isRemoved(number)) removed.fill(1, firstPassage[number], firstPassage[number + 1]);
  return removed;
}

function scan(
  { segment, columns, codes, distances }: Codes,
  farthest: number,
  tables: Float32Array,
  each: number,
  top: TopList<NearDocument>,
): void {
  const { firstPassage, keyHigh, keyLow } = columns;
  const passages = firstPassage[columns.states.length] ?? 0;
  let worst = top.worst?.score ?? -Infinity;
  let number = 0;
  let best = -Infinity;
  const take = () => {
    if (best >= worst && best > -Infinity && !segment.isRemoved(number)) {
      top.add({ segment, number, score: best, keyHigh: keyHigh[number] ?? 0, keyLow: keyLow[number] ?? 0 });
      worst = top.worst?.score ?? -Infinity;
    }
    best = -Infinity;
  };
  // From one passage that is worth it to the next: what is passed over costs a look at its distance.
  for (let passage = 0; passage < passages; passage += 1) {
    if (distances !== null && (distances[passage] ?? 255) > farthest) continue;
    if (passage >= (firstPassage[number + 1] ?? passages)) {
      take();
      while (passage >= (firstPassage[number + 1] ?? passages)) number += 1;
    }
    const score = codeScore(codes, passage * each, each, tables);
    if (score > best) best = score;
  }
  take();
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
