import type { ReadableNode } from '../html-shape';
import type { WikitextContext } from './mediawiki-inline';
import { wikitextInline } from './mediawiki-inline';
import { element } from './tree';

interface Cell {
  readonly head: boolean;
  text: string;
}

/** Attributes before a cell's text: `style="…" | text`. */
const ATTRIBUTES = /^[^|[\]{}]{0,300}=[^|[\]{}]{0,700}\|(?!\|)/;

/** A table from its `{|` to its `|}`, or to the end. Tables inside it are text of their cell. */
export function readWikitextTable(
  lines: readonly string[],
  first: number,
  context: WikitextContext,
): { node: ReadableNode; last: number } {
  let caption = '';
  const rows: Cell[][] = [[]];
  let depth = 1;
  let at = first + 1;
  for (; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    const inner = depth > 1;
    if (/^:{0,20}\{\|/.test(line)) depth += 1;
    else if (line.startsWith('|}')) {
      depth -= 1;
      if (depth === 0) break;
    } else if (inner) append(rows, line.replace(/^(?:\|[-+]?|!)/, '').replaceAll('||', ' '));
    else if (line.startsWith('|-')) rows.push([]);
    else if (line.startsWith('|+')) caption = line.slice(2).replace(ATTRIBUTES, '');
    else if (line.startsWith('|') || line.startsWith('!')) {
      const head = line.startsWith('!');
      for (const cell of line.slice(1).split(head ? /!!|\|\|/ : /\|\|/))
        rows.at(-1)?.push({ head, text: cell.replace(ATTRIBUTES, '') });
    } else append(rows, line.replace(/^[*#:;]{1,20}\s*/, ''));
  }
  const body = rows.map((cells) =>
    element(
      'tr',
      cells.map(({ head, text }) => element(head ? 'th' : 'td', wikitextInline(text.trim(), context))),
    ),
  );
  const parts =
    caption === '' ? body : [element('caption', wikitextInline(caption.trim(), context)), ...body];
  return { node: element('table', parts), last: at };
}

function append(rows: readonly Cell[][], text: string): void {
  const cell = rows.at(-1)?.at(-1);
  if (cell) cell.text += `\n${text}`;
}
