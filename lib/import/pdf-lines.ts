import type { PdfRun } from './pdf-page';

/** Runs that follow each other closely: a line of a column, or a cell. */
export interface PdfPiece {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  readonly mono: boolean;
  /** Number of the line on the page that it stands in; cells of a row share it. */
  readonly row: number;
}

/** In sizes of the text: how far baselines of one line lie apart (superscripts), from where a gap is a space, and none within a line. */
const SAME_LINE = 0.45;
const SPACE = 0.15;
const GAP = 1.6;

/** The pieces of a page from top to bottom, each row from left to right. */
export function pagePieces(runs: readonly PdfRun[]): PdfPiece[] {
  return rowsOf(runs).flatMap((row, index) => splitRow(row).map((piece) => toPiece(piece, index)));
}

function rowsOf(runs: readonly PdfRun[]): PdfRun[][] {
  const rows: { y: number; size: number; runs: PdfRun[] }[] = [];
  for (const run of [...runs].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const row = rows.at(-1);
    if (row && run.y - row.y <= SAME_LINE * Math.max(row.size, run.size)) {
      row.runs.push(run);
      // Of a word and its superscript the word says where the line is.
      if (run.size > row.size * 1.1) Object.assign(row, { y: run.y, size: run.size });
    } else rows.push({ y: run.y, size: run.size, runs: [run] });
  }
  return rows.map((row) => row.runs.sort((a, b) => a.x - b.x));
}

function splitRow(row: readonly PdfRun[]): PdfRun[][] {
  const pieces: PdfRun[][] = [];
  let right = -Infinity;
  for (const run of row) {
    const piece = pieces.at(-1);
    if (piece && run.x - right <= GAP * run.size) piece.push(run);
    else pieces.push([run]);
    right = Math.max(right, run.x + run.width);
  }
  return pieces;
}

function toPiece(runs: readonly PdfRun[], row: number): PdfPiece {
  const largest = runs.reduce((best, run) => (run.text.length > best.text.length ? run : best));
  const turned = runs.filter((run) => run.rightToLeft).length * 2 > runs.length;
  return {
    text: joinRuns(turned ? [...runs].reverse() : runs),
    x: runs.reduce((least, run) => Math.min(least, run.x), Infinity),
    right: runs.reduce((most, run) => Math.max(most, run.x + run.width), -Infinity),
    y: largest.y,
    size: largest.size,
    // A bold word in a line does not make the line bold.
    font: runs.every((run) => run.font === largest.font) ? largest.font : '',
    mono: runs.every((run) => run.mono),
    row,
  };
}

function joinRuns(runs: readonly PdfRun[]): string {
  let text = '';
  let last: PdfRun | null = null;
  for (const run of runs) {
    const gap = last === null ? 0 : Math.max(run.x - last.x - last.width, last.x - run.x - run.width);
    text += gap > SPACE * run.size && !/\s$/.test(text) && !/^\s/.test(run.text) ? ` ${run.text}` : run.text;
    last = run;
  }
  return text.trim();
}
