import type { Block } from '../core/rich-text';
import { htmlToBlocks, type HtmlToBlocksOptions } from './html-to-blocks';

/** The same reading as `htmlToBlocks`, as plain lines: one a paragraph, list item or table row. */
export function htmlToText(root: Element | Document, options: HtmlToBlocksOptions = {}): string {
  return htmlToBlocks(root, options).flatMap(linesOf).join('\n');
}

/** The units of `core/rich-text`, which brings its schemas along and so cannot be used in a page. */
function linesOf(block: Block): string[] {
  if (block.kind === 'list') return block.items.map((item) => item.text);
  if (block.kind === 'table') return block.rows.map((row) => row.join(' | '));
  return [block.text];
}
