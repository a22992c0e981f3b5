import type { PdfLine } from './pdf-columns';
import type { PdfShape } from './pdf-shape';
import { roundSize } from './pdf-shape';

/** Whether a line goes on with the paragraph, item or heading of the line before it. */
export function goesOn(before: PdfLine, line: PdfLine, shape: PdfShape): boolean {
  if (Math.abs(roundSize(before.size) - roundSize(line.size)) > 0.5) return false;
  const down = line.y - before.y;
  const ended = /[.!?:;]["”’»)]?$/.test(before.text);
  // The next column or page: only a sentence that has not ended goes on there.
  if (down <= 0 || before.from !== line.from || before.to !== line.to)
    return !ended && /^\p{Ll}/u.test(line.text);
  const leading = Math.max(shape.leading, shape.leading * (line.size / shape.size));
  if (down > leading * 1.35) return false;
  const isShort = before.right < before.to - (before.to - before.from) * 0.2;
  if (isShort && ended) return false;
  if (brokeByChoice(before, line)) return false;
  // A first line that is set in begins a paragraph.
  const isSetIn = line.x - before.x > line.size * 0.8 && before.x - before.from < line.size * 0.5;
  return !isSetIn;
}

/** The next line's first word would have fitted on the line before, and it begins like a sentence, item or name. */
function brokeByChoice(before: PdfLine, line: PdfLine): boolean {
  const word = /^\S+/.exec(line.text)?.[0] ?? '';
  // A letter is about half as wide as it is high.
  const room = before.to - before.right - line.size;
  return room > (word.length + 1) * line.size * 0.55 && !/^\p{Ll}/u.test(word);
}

const LONGEST_WORD = 60;

/** Text with the next line added; a hyphen that only broke a word goes. */
export function joinLine(text: string, line: string, hyphenated: ReadonlySet<string>): string {
  if (text.endsWith('\u00ad')) return text.slice(0, -1) + line;
  const head = /(\p{L}{2,40})-$/u.exec(text.slice(-LONGEST_WORD))?.[1];
  const tail = /^\p{Ll}+/u.exec(line)?.[0];
  if (head === undefined || tail === undefined) return `${text} ${line}`;
  const isOwn = hyphenated.has(`${head}-${tail}`.toLowerCase());
  return isOwn ? text + line : text.slice(0, -1) + line;
}
