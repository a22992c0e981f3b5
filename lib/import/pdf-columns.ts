import type { PdfPiece } from './pdf-lines';

/** A line of one column, as it is read. */
export interface PdfLine extends PdfPiece {
  /** More than one where wide gaps cut the line up. */
  readonly cells: readonly PdfPiece[];
  /** Where its column begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** Fewer lines side by side are no columns. */
const LEAST_LINES = 6;
/** More of a page's lines than this go over the gap: then it is none. */
const MOST_CROSSING = 0.25;
const STEPS = 60;

/** The lines of a page in reading order: two columns one after the other, between lines that go over both. */
export function readingOrder(pieces: readonly PdfPiece[]): PdfLine[] {
  const gap = columnGap(pieces);
  if (gap === null) return toLines(pieces);
  const lines: PdfLine[] = [];
  let left: PdfPiece[] = [];
  let right: PdfPiece[] = [];
  const flush = () => {
    lines.push(...toLines(left), ...toLines(right));
    left = [];
    right = [];
  };
  for (const piece of pieces) {
    if (piece.right <= gap) left.push(piece);
    else if (piece.x >= gap) right.push(piece);
    else {
      flush();
      lines.push(...toLines([piece]));
    }
  }
  flush();
  return lines;
}

/** Where the space between two columns is; null where there is one column only. */
function columnGap(pieces: readonly PdfPiece[]): number | null {
  const from = pieces.reduce((least, { x }) => Math.min(least, x), Infinity);
  const to = pieces.reduce((most, { right }) => Math.max(most, right), -Infinity);
  let best: { at: number; crossing: number } | null = null;
  for (let step = 0; step <= STEPS; step += 1) {
    const at = from + (to - from) * (0.3 + (0.4 * step) / STEPS);
    const crossing = pieces.filter((piece) => piece.x < at && piece.right > at).length;
    if (crossing > pieces.length * MOST_CROSSING || (best && best.crossing <= crossing)) continue;
    const left = pieces.filter((piece) => piece.right <= at);
    const right = pieces.filter((piece) => piece.x >= at);
    if (isColumn(left, at - from) && isColumn(right, to - at) && areBeside(left, right))
      best = { at, crossing };
  }
  return best?.at ?? null;
}

/** Text fills its column; the cells of a table do not. */
function isColumn(pieces: readonly PdfPiece[], width: number): boolean {
  const full = pieces.filter((piece) => piece.right - piece.x >= width * 0.6);
  return pieces.length >= LEAST_LINES && full.length >= pieces.length / 2;
}

function areBeside(left: readonly PdfPiece[], right: readonly PdfPiece[]): boolean {
  const top = Math.max(left[0]?.y ?? 0, right[0]?.y ?? 0);
  const bottom = Math.min(left.at(-1)?.y ?? 0, right.at(-1)?.y ?? 0);
  const heights = [left, right].map((pieces) => (pieces.at(-1)?.y ?? 0) - (pieces[0]?.y ?? 0));
  return bottom - top > Math.min(...heights) / 2;
}

function toLines(pieces: readonly PdfPiece[]): PdfLine[] {
  const from = pieces.reduce((least, { x }) => Math.min(least, x), Infinity);
  const to = pieces.reduce((most, { right }) => Math.max(most, right), -Infinity);
  const rows = new Map<number, PdfPiece[]>();
  for (const piece of pieces) {
    const row = rows.get(piece.row);
    if (row) row.push(piece);
    else rows.set(piece.row, [piece]);
  }
  return [...rows.values()].map((cells) => toLine(cells, from, to));
}

function toLine(cells: readonly PdfPiece[], from: number, to: number): PdfLine {
  const longest = cells.reduce((best, cell) => (cell.text.length > best.text.length ? cell : best));
  return {
    ...longest,
    text: cells.map(({ text }) => text).join(' '),
    x: cells[0]?.x ?? longest.x,
    right: cells.at(-1)?.right ?? longest.right,
    font: cells.every(({ font }) => font === longest.font) ? longest.font : '',
    mono: cells.every(({ mono }) => mono),
    cells,
    from,
    to,
  };
}
