import type { MarkdownContext } from './markdown-inline';
import { markdownInline } from './markdown-inline';
import type { TreeElement } from './tree';
import { element } from './tree';

/** The line under a table's head: `| --- | :-: |`. */
export function isDelimiterRow(line: string | undefined): boolean {
  return (
    line !== undefined &&
    line.includes('|') &&
    /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/.test(line)
  );
}

/** A row's cells; an escaped bar is text. */
export function tableRow(line: string, head: boolean, context: MarkdownContext): TreeElement {
  const cells = [''];
  for (const [part] of line.trim().matchAll(/\\.|\||[^\\|]+|\\/g)) {
    if (part === '|') cells.push('');
    else cells.push(`${cells.pop() ?? ''}${part === '\\|' ? '|' : part}`);
  }
  if (cells[0]?.trim() === '') cells.shift();
  if (cells.at(-1)?.trim() === '') cells.pop();
  return element(
    'tr',
    cells.map((cell) => element(head ? 'th' : 'td', markdownInline(cell.trim(), context))),
  );
}
