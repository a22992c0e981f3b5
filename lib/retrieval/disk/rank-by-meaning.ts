import type { Columns } from './columns';
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
  const comparable = segments.filter(({ row }) => row.dimensions === query.length);
  // All at once: the disk is asked but one time.
  const read = await Promise.all(
    comparable.map((segment) => Promise.all([segment.columns(), segment.codes()])),
  );
  const tables = codeTables(query);
  const top = new TopList<NearDocument>(most, isNearer);
  for (const [at, segment] of comparable.entries()) {
    const [columns, codes] = read[at] ?? [];
    if (columns && codes) scan({ segment, columns, codes }, tables, query.length / 8, top);
  }
  return top.sorted();
}

function scan(
  { segment, columns, codes }: { segment: Segment; columns: Columns; codes: Uint8Array },
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
      const score = codeScore(codes, passage * each, each, tables);
      if (score > best) best = score;
    }
    if (best < worst || first === end || segment.isRemoved(number)) continue;
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
