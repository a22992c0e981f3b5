import type { PdfLine } from './pdf-columns';

export interface PdfPageLines {
  readonly lines: readonly PdfLine[];
  readonly height: number;
}

/** The part of a page's height, above and below, in which headers and footers stand. */
const MARGIN = 0.12;
/** On as many pages at least, left and right pages counted apart; chapters of a book have headers of their own. */
const PART_OF_PAGES = 0.4;
const ENOUGH_PAGES = 8;
const PAGE_NUMBER =
  /^[-–—\s]*(?:(?:page|seite|p\.|s\.)\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|von|de|sur|\/)\s*\d{1,4})?[-–—\s]*$/i;

/** The pages without the lines that stand on most of them at the same place, their numbers and the table of contents. */
export function dropFurniture(pages: readonly PdfPageLines[]): PdfPageLines[] {
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const key of new Set(marginLines(page).map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const enough = Math.max(2, Math.min(pages.length * PART_OF_PAGES, ENOUGH_PAGES));
  return pages.map((page) => {
    const gone = new Set(
      marginLines(page).filter(
        (line) => PAGE_NUMBER.test(line.text) || (counts.get(keyOf(line)) ?? 0) >= enough,
      ),
    );
    return { ...page, lines: page.lines.filter((line) => !gone.has(line) && !isContents(line)) };
  });
}

/** Dots that lead to a page's number. */
function isContents({ text }: PdfLine): boolean {
  return /(?:\.\s?){5,}(?:\d{1,4}|[ivxl]{1,7})$/.test(text.slice(-40));
}

function marginLines({ lines, height }: PdfPageLines): PdfLine[] {
  return lines.filter(({ y }) => y < height * MARGIN || y > height * (1 - MARGIN));
}

/** The same text at the same height; numbers count pages and sections. */
function keyOf({ text, y }: PdfLine): string {
  return `${Math.round(y / 4)} ${text.replace(/\d+|\b[ivxl]{1,7}$/gi, '#')}`;
}
