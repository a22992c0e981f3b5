import type { Segment } from './segment';
import { TopList } from './top-list';
import { codeTables } from './vectors';

/** A document that holds a passage near to the query, as far as signs alone tell. */
export interface NearDocument {
  readonly segment: Segment;
  readonly number: number;
  readonly score: number;
  readonly keyHigh: number;
  readonly keyLow: number;
}

/** The documents of the passages nearest to the turned query vector, by their sign codes, best first. */
export async function nearestDocuments(
  segments: readonly Segment[],
  query: Float32Array,
  most: number,
): Promise<NearDocument[]> {
  const tables = codeTables(query);
  const top = new TopList<NearDocument>(most, isNearer);
  for (const segment of segments) {
    if (segment.row.dimensions !== query.length) continue;
    await scan(segment, tables, query.length / 8, top);
  }
  return top.sorted();
}

async function scan(
  segment: Segment,
  tables: Float32Array,
  each: number,
  top: TopList<NearDocument>,
): Promise<void> {
  const [columns, codes] = await Promise.all([segment.columns(), segment.codes()]);
  let worst = top.worst?.score ?? -Infinity;
  for (let number = 0; number < columns.states.length; number += 1) {
    const first = columns.firstPassage[number] ?? 0;
    const end = columns.firstPassage[number + 1] ?? first;
    let best = -Infinity;
    for (let passage = first; passage < end; passage += 1) {
      const score = codeScore(codes, passage * each, each, tables);
      if (score > best) best = score;
    }
    if (best < worst || first === end || segment.isRemoved(number)) continue;
    const [keyHigh, keyLow] = [columns.keyHigh[number] ?? 0, columns.keyLow[number] ?? 0];
    top.add({ segment, number, score: best, keyHigh, keyLow });
    worst = top.worst?.score ?? -Infinity;
  }
}

function codeScore(codes: Uint8Array, start: number, each: number, tables: Float32Array): number {
  let sum = 0;
  for (let byte = 0; byte < each; byte += 1) {
    sum += tables[byte * 256 + (codes[start + byte] ?? 0)] ?? 0;
  }
  return sum;
}

function isNearer(a: NearDocument, b: NearDocument): boolean {
  if (a.score !== b.score) return a.score > b.score;
  return a.keyHigh !== b.keyHigh ? a.keyHigh < b.keyHigh : a.keyLow < b.keyLow;
}
