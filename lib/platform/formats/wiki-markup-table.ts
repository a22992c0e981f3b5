import type { TreeElement } from './tree';
import { element } from './tree';
import { wikiMarkupInline } from './wiki-markup-inline';

/** A table row of Jira's markup. A bar that is escaped or a link's own is no cell border. */
export function wikiMarkupCells(line: string): TreeElement {
  const cells: { head: boolean; text: string }[] = [];
  for (const [part] of line.matchAll(/\\.|\[(?:\\.|[^[\]\\\n]){0,3000}\]|\|\|?|[^\\[|]+|[\\[]/g)) {
    const last = cells.at(-1);
    if (part === '|' || part === '||') cells.push({ head: part === '||', text: '' });
    else if (last) last.text += part;
  }
  // The bar that ends the row begins no cell.
  if (cells.at(-1)?.text.trim() === '') cells.pop();
  return element(
    'tr',
    cells.map(({ head, text }) => element(head ? 'th' : 'td', wikiMarkupInline(text.trim()))),
  );
}
