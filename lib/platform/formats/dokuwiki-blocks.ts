import type { ReadableNode } from '../html-shape';
import type { DokuwikiContext } from './dokuwiki-inline';
import { dokuwikiInline, LINK } from './dokuwiki-inline';
import type { LineItem } from './list-elements';
import { listElements } from './list-elements';
import type { TreeElement } from './tree';
import { codeElement, element, noteElement, titleAttribute } from './tree';

/** The blocks of DokuWiki's markup whose headings and verbatim parts are put aside already. */
export function dokuwikiNodes(text: string, context: DokuwikiContext): ReadableNode[] {
  const nodes: ReadableNode[] = [];
  const open = new OpenBlocks(nodes, context);
  for (const line of text.split('\n')) {
    const kept = context.kept.blockOf(line);
    const item = /^((?: {2}|\t)[ \t]{0,60})([*-])(.*)$/.exec(line);
    if (kept || line.trim() === '' || /^-{4,}\s*$/.test(line)) {
      open.flush();
      if (kept) nodes.push(kept);
    } else if (item) open.item(item[1] ?? '', item[2] === '-', item[3] ?? '');
    else if (/^[|^]/.test(line)) open.row(line);
    else if (line.startsWith('>')) open.quote(line.replace(/^>+ ?/, ''));
    else if (/^(?: {2}|\t)\s*[^\s\uFDE1\uFDE3]/.test(line)) open.verbatim(line.replace(/^(?: {2}|\t)/, ''));
    else open.text(line);
  }
  open.flush();
  return nodes;
}

/** Lines of one sort, until a line of another ends them. */
class OpenBlocks {
  readonly #nodes: ReadableNode[];
  readonly #context: DokuwikiContext;
  #sort = '';
  #lines: string[] = [];
  #items: LineItem[] = [];
  #levels: { indent: number; ordered: boolean }[] = [];
  #rows: TreeElement[] = [];

  constructor(nodes: ReadableNode[], context: DokuwikiContext) {
    this.#nodes = nodes;
    this.#context = context;
  }

  text(line: string): void {
    this.#begin('text');
    this.#lines.push(line);
  }

  quote(line: string): void {
    this.#begin('quote');
    this.#lines.push(line);
  }

  verbatim(line: string): void {
    this.#begin('verbatim');
    this.#lines.push(line);
  }

  item(white: string, ordered: boolean, text: string): void {
    this.#begin('list');
    const indent = white.replaceAll('\t', '  ').length;
    while ((this.#levels.at(-1)?.indent ?? -1) > indent) this.#levels.pop();
    if (this.#levels.at(-1)?.indent === indent) this.#levels.pop();
    this.#levels.push({ indent, ordered });
    const path = this.#levels.map((level) => level.ordered);
    this.#items.push({ path, children: dokuwikiInline(text.trim(), this.#context) });
  }

  row(line: string): void {
    this.#begin('table');
    this.#rows.push(tableRow(line, this.#context));
  }

  flush(): void {
    const inline = () => dokuwikiInline(this.#lines.join('\n'), this.#context);
    if (this.#sort === 'text') this.#nodes.push(element('p', inline()));
    else if (this.#sort === 'quote') this.#nodes.push(quoteElement(this.#lines.join('\n'), this.#context));
    else if (this.#sort === 'verbatim') this.#nodes.push(codeElement(this.#lines.join('\n')));
    else if (this.#sort === 'list') for (const list of listElements(this.#items)) this.#nodes.push(list);
    else if (this.#sort === 'table') this.#nodes.push(element('table', this.#rows));
    this.#sort = '';
    this.#lines = [];
    this.#items = [];
    this.#levels = [];
    this.#rows = [];
  }

  #begin(sort: string): void {
    if (this.#sort !== sort) this.flush();
    this.#sort = sort;
  }
}

/** DokuWiki has no panels of its own: a quotation that begins with a bold line is one with that title. */
function quoteElement(text: string, context: DokuwikiContext): TreeElement {
  const bold = /^\*\*([^*\n]{1,300})\*\*(?:\s*\\\\(?=\s|$)|$)/.exec(text);
  const body = dokuwikiInline(text.slice(bold?.[0].length ?? 0), context);
  if (!bold) return element('blockquote', body);
  const title = element('div', dokuwikiInline(bold[1] ?? '', context), { [titleAttribute]: '' });
  return noteElement('note', '', [title, ...body]);
}

const CELL_PARTS = new RegExp(String.raw`${LINK}|\{\{[^{}]{0,2000}\}\}|[|^]|[^|^[{]+|[[{]`, 'g');

/** The sign before a cell says whether it is a head. Those inside links and pictures are theirs. */
function tableRow(line: string, context: DokuwikiContext): TreeElement {
  const cells: { head: boolean; text: string }[] = [];
  const parts = line.trim().matchAll(CELL_PARTS);
  for (const [part] of parts) {
    const last = cells.at(-1);
    if (part === '|' || part === '^') cells.push({ head: part === '^', text: '' });
    else if (last) last.text += part;
  }
  // The sign that ends the row begins no cell.
  if (cells.at(-1)?.text === '') cells.pop();
  return element(
    'tr',
    cells.map(({ head, text }) =>
      element(head ? 'th' : 'td', text.trim() === ':::' ? [] : dokuwikiInline(text.trim(), context)),
    ),
  );
}
