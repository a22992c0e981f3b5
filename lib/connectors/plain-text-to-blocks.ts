import type { Block } from '../core/rich-text';

type ListBlock = Extract<Block, { kind: 'list' }>;

/**
 * Paragraphs and lists of text that a person typed into a plain field: a blank line ends a paragraph, lines that
 * start with a number or a bullet are a list, and any other line break stays a break between two paragraphs.
 */
export function plainTextToBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const item = /^\s*(?:(\d{1,2})[.)]|[-*•–])\s+(\S.*)$/su.exec(line);
    const content = collapse(item?.[2] ?? line);
    if (content === '') continue;
    const last = blocks.at(-1);
    if (!item) blocks.push({ kind: 'paragraph', text: content });
    else if (continues(last, item[1] !== undefined)) last.items.push({ text: content, depth: 0 });
    else blocks.push({ kind: 'list', ordered: item[1] !== undefined, items: [{ text: content, depth: 0 }] });
  }
  return blocks;
}

function continues(block: Block | undefined, ordered: boolean): block is ListBlock {
  return block?.kind === 'list' && block.ordered === ordered;
}

function collapse(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
