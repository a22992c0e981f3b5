import type { PdfLine } from './pdf-columns';

/** Fewer rows are lines with gaps in them. */
const LEAST_ROWS = 3;
/** Points between the beginnings of cells in a column. */
const ALIGNED = 4;

/** How many lines from here on are rows of one table: as many cells each, one below the other. 0 where it is none. */
export function tableLength(lines: readonly PdfLine[], from: number): number {
  const first = lines[from];
  if (!first || first.cells.length < 2 || isMark(first)) return 0;
  let to = from + 1;
  for (let line = lines[to]; line && isBelow(first, line); line = lines[to]) to += 1;
  return to - from >= LEAST_ROWS ? to - from : 0;
}

function isBelow(first: PdfLine, line: PdfLine): boolean {
  return (
    line.cells.length === first.cells.length &&
    line.cells.every(({ x }, index) => Math.abs(x - (first.cells[index]?.x ?? 0)) <= ALIGNED)
  );
}

/** A bullet or number with a tab behind it stands apart like a cell. */
function isMark({ cells }: PdfLine): boolean {
  return (cells[0]?.text ?? '').length < 3;
}
