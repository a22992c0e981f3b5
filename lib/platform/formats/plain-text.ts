import type { Block, TextLink } from '../../core/rich-text';
import { noteTitle } from '../../core/rich-text';
import type { ReadableNode } from '../html-shape';
import type { RichTextFormat } from './format';
import { cleanSource } from './format';
import { bareLinks } from './inline-scan';
import type { LineItem } from './list-elements';
import { listElements } from './list-elements';
import { readMarked } from './read-marked';
import { element, linkElement, textNode } from './tree';
import { flatItems, tableCells, textPieces } from './write-parts';

const ITEM = /^([ \t]{0,60})(?:(\d{1,3})[.)]|[-*•‣◦–])[ \t]+(\S.*)$/;

/**
 * Text as people type it into a plain field: a line is a paragraph, lines with numbers or bullets are lists, web
 * addresses are links.
 */
function readPlainText(source: string): ReadableNode[] {
  const nodes: ReadableNode[] = [];
  let items: LineItem[] = [];
  let indents: { indent: number; ordered: boolean }[] = [];
  const flush = () => {
    for (const list of listElements(items)) nodes.push(list);
    items = [];
    indents = [];
  };
  for (const line of source.split('\n')) {
    const item = ITEM.exec(line);
    if (!item) {
      flush();
      if (line.trim() !== '') nodes.push(element('p', words(line)));
      continue;
    }
    const indent = (item[1] ?? '').replaceAll('\t', '    ').length;
    indents = indents.filter((open) => open.indent < indent - 1);
    indents.push({ indent, ordered: item[2] !== undefined });
    items.push({ path: indents.map(({ ordered }) => ordered), children: words(item[3] ?? '') });
  }
  flush();
  return nodes;
}

function words(line: string): ReadableNode[] {
  return textPieces(line, bareLinks(line)).map(({ text, url }) =>
    url === null ? textNode(text) : linkElement(url, [textNode(text)]),
  );
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return inline(block.text, block.links);
    case 'list':
      return writeList(block);
    case 'table':
      return tableCells(block)
        .map((cells) => cells.map(({ text, links }) => inline(text, links)).join(' | '))
        .join('\n');
    case 'code':
      return block.text;
    case 'note': {
      const title = noteTitle(block.label);
      const text = inline(block.text, block.links);
      return [title, text].filter((part) => part !== null && part !== '').join('\n');
    }
  }
}

function writeList(list: Extract<Block, { kind: 'list' }>): string {
  const numbers: number[] = [];
  return flatItems(list)
    .map(({ text, links, depth, path }) => {
      numbers.length = depth + 1;
      numbers[depth] = (numbers[depth] ?? 0) + 1;
      return `${'   '.repeat(depth)}${path.at(-1) ? `${numbers[depth]}.` : '-'} ${inline(text, links)}`;
    })
    .join('\n');
}

/** A link's address stands behind its words, unless they are the same. */
function inline(text: string, links?: readonly TextLink[]): string {
  return textPieces(text, links)
    .map((piece) => {
      if (piece.url === null || piece.url === piece.text) return piece.text;
      return `${piece.text} (${piece.url.replace(/^mailto:/i, '')})`;
    })
    .join('');
}

/** Text without any markup: what is copied, and what plain fields take. Nothing in it can be anything but text. */
export const plainText: RichTextFormat = {
  id: 'plain-text',
  name: 'Plain text',
  read: (source) => readMarked(element('div', readPlainText(cleanSource(source)))),
  write: (blocks) => blocks.map(writeBlock).join('\n\n'),
};
