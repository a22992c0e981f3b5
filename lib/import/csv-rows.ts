import { oneText } from './csv-cell';
import type { ImportTools } from './file-reader';
import { giveWay } from './give-way';

const MOST_ROWS = 20_000;
const MOST_CELLS = 100;
/** How often progress is told and others get their turn. */
const STEP = 2_000;
/** Rows that the delimiter is found out by, and how far they are looked for. */
const LOOKED_AT = 20;
const LOOKED_FOR_IN = 100_000;

export interface CsvRows {
  /** Rows with anything in them; all cells trimmed. */
  readonly rows: string[][];
  readonly cut: boolean;
}

/** The rows of a CSV file. The delimiter is found out, unless Excel named it in a first line `sep=;`. */
export async function readCsv(
  text: string,
  { signal, onProgress }: Pick<ImportTools, 'signal' | 'onProgress'>,
): Promise<CsvRows> {
  const [line = '', named] = /^sep=(.)\r?\n/.exec(text) ?? [];
  const source = text.slice(line.length);
  const rows: string[][] = [];
  for (const { cells, end } of csvRows(source, named ?? delimiterOf(source))) {
    const row = cells.map(oneText);
    if (row.every((cell) => cell === '')) continue;
    if (rows.length === MOST_ROWS) return { rows, cut: true };
    rows.push(row);
    if (rows.length % STEP > 0) continue;
    onProgress?.(end, source.length);
    await giveWay();
    signal.throwIfAborted();
  }
  return { rows, cut: false };
}

/** What cuts the first rows into the same number of cells, the more the better; a comma where nothing does. */
function delimiterOf(text: string): string {
  const scored = [',', ';', '\t', '|'].map((delimiter) => {
    const counts: number[] = [];
    for (const { cells } of csvRows(text.slice(0, LOOKED_FOR_IN), delimiter)) {
      if (counts.length === LOOKED_AT) break;
      counts.push(cells.length);
    }
    const usual = counts[0] ?? 0;
    return { delimiter, usual, agree: counts.filter((count) => count === usual).length };
  });
  const [best] = scored
    .filter(({ usual }) => usual > 1)
    .sort((a, b) => b.agree - a.agree || b.usual - a.usual);
  return best?.delimiter ?? ',';
}

interface CsvRow {
  readonly cells: string[];
  /** Where it ends in the text. */
  readonly end: number;
}

/**
 * Rows as RFC 4180 has them and programs write them; blank lines are none. Quotes count at the start of a cell; one that does not close is a
 * character like any other. Each character is looked at a bounded number of times.
 */
export function* csvRows(text: string, delimiter: string): Generator<CsvRow> {
  const plain = new RegExp(`[^${delimiter.replace(/[\\\]^-]/g, '\\$&')}\\r\\n]*`, 'y');
  let cells: string[] = [];
  let noQuote = false;
  let at = 0;
  const blank = /[\r\n]*/y;
  while (at < text.length) {
    if (cells.length === 0) {
      blank.lastIndex = at;
      at += blank.exec(text)?.[0].length ?? 0;
      if (at === text.length) return;
    }
    let cell = '';
    if (text[at] === '"' && !noQuote) {
      const close = closingQuote(text, at + 1);
      noQuote = close === -1;
      if (!noQuote) {
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
      }
    }
    plain.lastIndex = at;
    const rest = plain.exec(text)?.[0] ?? '';
    at += rest.length;
    if (cells.length < MOST_CELLS) cells.push(cell + rest);
    const isOver = text[at] !== delimiter;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (!isOver && at < text.length) continue;
    yield { cells, end: at };
    cells = [];
  }
}

/** The next quote that is not doubled; -1 without one. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}
