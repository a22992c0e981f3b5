/** What begins a line of its own: an item of a list, a field, an indented line, a cell. */
const OWN_LINE = /^(?:\s|\d{1,3}[.)]\s|[-*•‣◦–>|#]\s?|[\w ]{1,30}:\s)/u;
/** Editors and mail programs break lines between these widths. */
const LEAST_WRAP = 50;
const MOST_WRAP = 100;

/**
 * Text whose lines were broken to fit a width, one paragraph a line again. A paragraph counts as broken when all its
 * lines but the last are about as wide as each other; lists, fields and code stay as they are.
 */
export function joinWrappedLines(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => (isWrapped(paragraph) ? paragraph.replaceAll('\n', ' ') : paragraph))
    .join('\n\n');
}

function isWrapped(paragraph: string): boolean {
  const lines = paragraph.split('\n');
  const full = lines.slice(0, -1);
  if (full.length === 0 || lines.slice(1).some((line) => OWN_LINE.test(line))) return false;
  const widest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return (
    widest <= MOST_WRAP && full.every((line) => line.length >= LEAST_WRAP && line.length >= widest * 0.7)
  );
}
