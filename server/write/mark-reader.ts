/** A piece of text, or the number of a source that was named there. */
export type MarkedPiece = string | { readonly number: number };

/** Longest thing that may still become a mark: "[12, 13, 14]". */
const LONGEST = 24;

/**
 * Takes marks such as "[1]" and "[2, 3]" out of a text that comes in pieces. What names no source stays as it is.
 */
export function createMarkReader(sources: number) {
  let held = '';

  const read = (isEnd: boolean): MarkedPiece[] => {
    const pieces: MarkedPiece[] = [];
    const say = (text: string) => {
      if (text !== '') pieces.push(text);
    };
    for (;;) {
      const open = held.indexOf('[');
      if (open === -1) break;
      const close = held.indexOf(']', open);
      if (close === -1 && !isEnd && held.length - open <= LONGEST) {
        // It may go on. The space before it goes with it, if it becomes a mark.
        const from = held[open - 1] === ' ' ? open - 1 : open;
        say(held.slice(0, from));
        held = held.slice(from);
        return pieces;
      }
      const numbers = close === -1 ? null : numbersOf(held.slice(open + 1, close), sources);
      if (numbers === null) {
        say(held.slice(0, open + 1));
        held = held.slice(open + 1);
        continue;
      }
      say(held.slice(0, open).replace(/ $/, ''));
      pieces.push(...numbers.map((number) => ({ number })));
      held = held.slice(close + 1);
    }
    // A space at the end may belong to a mark that is yet to come.
    const keep = !isEnd && held.endsWith(' ') ? 1 : 0;
    say(held.slice(0, held.length - keep));
    held = held.slice(held.length - keep);
    return pieces;
  };

  return {
    push(text: string): MarkedPiece[] {
      held += text;
      return read(false);
    },
    end: (): MarkedPiece[] => read(true),
  };
}

function numbersOf(inside: string, sources: number): number[] | null {
  if (!/^\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*$/.test(inside)) return null;
  const numbers = inside.split(',').map(Number);
  return numbers.every((number) => number >= 1 && number <= sources) ? numbers : null;
}
