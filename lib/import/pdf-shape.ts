import type { PdfLine } from './pdf-columns';

/** What a document's running text looks like, which headings differ from. */
export interface PdfShape {
  readonly size: number;
  readonly font: string;
  /** Points from one line to the next. */
  readonly leading: number;
  /** Sizes of headings, largest first. */
  readonly headings: readonly number[];
  /** True where everything is typewritten: then that marks no code. */
  readonly mono: boolean;
  /** Words with a hyphen inside a line, lower case: their hyphens are their own. */
  readonly hyphenated: ReadonlySet<string>;
}

/** From here on larger text is a heading. */
const LARGER = 1.12;
const LONGEST_HEADING = 200;

export function documentShape(lines: readonly PdfLine[]): PdfShape {
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  const size = mostly(lines, (line) => roundSize(line.size)) ?? 10;
  const bodyLines = lines.filter((line) => roundSize(line.size) === size);
  const typed = lines.filter(({ mono }) => mono).reduce((sum, { text }) => sum + text.length, 0);
  const larger = lines.filter((line) => isLarger(line, size)).map((line) => roundSize(line.size));
  return {
    size,
    font: mostly(bodyLines, ({ font }) => font || null) ?? '',
    leading: leadingOf(bodyLines, size),
    headings: [...new Set(larger)].sort((a, b) => b - a),
    mono: typed > characters / 2,
    hyphenated: new Set(
      lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}{2,30}-\p{L}{2,30}/gu) ?? []),
    ),
  };
}

/** 1 to 6; null for running text. A short line in a font of its own is the lowest heading there is. */
export function headingLevel(line: PdfLine, shape: PdfShape, isSetOff: boolean): number | null {
  if (line.text.length > LONGEST_HEADING || !/\p{L}{2}/u.test(line.text)) return null;
  if (isLarger(line, shape.size)) return Math.min(shape.headings.indexOf(roundSize(line.size)) + 1, 6);
  const isShort = line.right - line.from < (line.to - line.from) * 0.8 && !/[.,;:]$/.test(line.text);
  const isOwnFont = line.font !== '' && line.font !== shape.font && !line.mono;
  const isBody = roundSize(line.size) >= shape.size;
  return isShort && isOwnFont && isBody && isSetOff ? Math.min(shape.headings.length + 1, 6) : null;
}

function isLarger({ size, text }: PdfLine, body: number): boolean {
  return roundSize(size) >= body * LARGER && text.length <= LONGEST_HEADING;
}

export function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}

/** What most of the characters have. */
function mostly<T>(lines: readonly PdfLine[], of: (line: PdfLine) => T | null): T | null {
  const counts = new Map<T, number>();
  for (const line of lines) {
    const found = of(line);
    if (found !== null) counts.set(found, (counts.get(found) ?? 0) + line.text.length);
  }
  return (
    [...counts].reduce<readonly [T, number] | null>(
      (best, each) => (best && best[1] >= each[1] ? best : each),
      null,
    )?.[0] ?? null
  );
}

function leadingOf(lines: readonly PdfLine[], size: number): number {
  const gaps = lines
    .slice(1)
    .map((line, index) => line.y - (lines[index]?.y ?? 0))
    .filter((gap) => gap > size * 0.8 && gap < size * 2.5)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? size * 1.2;
}
