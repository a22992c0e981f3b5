import type { Block, TextLink } from '../../core/rich-text';
import { noteTitle } from '../../core/rich-text';
import type { ListNode } from './write-parts';
import { listTree, tableCells, textPieces } from './write-parts';

/** A node as Atlassian's editors take it. */
export interface AdfOutput {
  readonly type: string;
  readonly version?: number;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, string | number | boolean>>;
  readonly marks?: readonly { readonly type: string; readonly attrs?: { readonly href: string } }[];
  readonly content?: readonly AdfOutput[];
}

/** Blocks as an Atlassian document. */
export function writeAdf(blocks: readonly Block[]): AdfOutput {
  return { type: 'doc', version: 1, content: blocks.map(toNode) };
}

function toNode(block: Block): AdfOutput {
  switch (block.kind) {
    case 'heading':
      return { type: 'heading', attrs: { level: block.level }, content: inline(block.text, block.links) };
    case 'paragraph':
      return paragraph(block.text, block.links);
    case 'list':
      return listNode(listTree(block));
    case 'table':
      return {
        type: 'table',
        content: tableCells(block).map((cells, row) => ({
          type: 'tableRow',
          content: cells.map(({ text, links }) => ({
            type: block.header && row === 0 ? 'tableHeader' : 'tableCell',
            content: [paragraph(text, links)],
          })),
        })),
      };
    case 'code':
      return {
        type: 'codeBlock',
        ...(block.language === null ? {} : { attrs: { language: block.language } }),
        content: block.text === '' ? [] : [{ type: 'text', text: block.text }],
      };
    case 'note':
      return noteNode(block);
  }
}

const panelTypes: ReadonlyMap<string, string> = new Map([
  ['info', 'info'],
  ['note', 'note'],
  ['tip', 'tip'],
  ['success', 'success'],
  ['warning', 'warning'],
  ['error', 'error'],
  ['danger', 'error'],
  ['caution', 'warning'],
]);

function noteNode({ label, text, links }: Extract<Block, { kind: 'note' }>): AdfOutput {
  const content = [paragraph(text, links)];
  const title = noteTitle(label);
  if (title !== null || label === 'expand') return { type: 'expand', attrs: { title: title ?? '' }, content };
  if (label === 'quote') return { type: 'blockquote', content };
  return { type: 'panel', attrs: { panelType: panelTypes.get(label) ?? 'info' }, content };
}

function listNode({ ordered, items }: ListNode): AdfOutput {
  return {
    type: ordered ? 'orderedList' : 'bulletList',
    content: items.map(({ item, lists }) => ({
      type: 'listItem',
      content: [paragraph(item.text, item.links), ...lists.map(listNode)],
    })),
  };
}

function paragraph(text: string, links?: readonly TextLink[]): AdfOutput {
  return { type: 'paragraph', content: inline(text, links) };
}

/** Text nodes may not be empty. */
function inline(text: string, links?: readonly TextLink[]): AdfOutput[] {
  return textPieces(text, links).map((piece) => ({
    type: 'text',
    text: piece.text,
    ...(piece.url === null ? {} : { marks: [{ type: 'link', attrs: { href: piece.url } }] }),
  }));
}
