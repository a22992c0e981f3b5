import type { Block } from '../core/rich-text';

const numbered = /^(\s*)(?:\d{1,2}[.)]|[a-z]\))\s+(.+)$/i;
const bulleted = /^(\s*)(?:[-*•‣◦–])\s+(.+)$/;

type Item = Extract<Block, { kind: 'list' }>['items'][number];

/** Plain text as tickets hold it: a line is a paragraph, and lines that start with a number or a dash are lists. */
export function textToBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const step = numbered.exec(line);
    const bullet = step === null ? bulleted.exec(line) : null;
    const item = toItem(step ?? bullet);
    if (item !== null) addItem(blocks, step !== null, item);
    else if (line.trim() !== '') blocks.push({ kind: 'paragraph', text: collapse(line) });
  }
  return blocks;
}

function toItem(match: RegExpExecArray | null): Item | null {
  const text = match?.[2];
  return text === undefined ? null : { text: collapse(text), depth: (match?.[1]?.length ?? 0) >= 2 ? 1 : 0 };
}

function addItem(blocks: Block[], ordered: boolean, item: Item): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && (last.ordered === ordered || item.depth > 0)) last.items.push(item);
  else blocks.push({ kind: 'list', ordered, items: [{ ...item, depth: 0 }] });
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
