import type { Block } from '../core/rich-text';
import type { ReadableNode } from '../platform/html-shape';
import type { TreeElement } from '../platform/formats/tree';
import { element } from '../platform/formats/tree';
import { readMarked } from '../platform/formats/read-marked';
import { MOST_TEXT } from './limits';

/** Characters that are read at once; see `html-to-blocks.ts`. */
const PIECE = 300_000;
const MOST_AT_ONCE = 400_000;

/** Blocks of the elements of a long document, read some at a time; `cut` where one alone is too long, or all are. */
export function readTreePieces(nodes: readonly TreeElement[]): { blocks: Block[]; cut: boolean } {
  const blocks: Block[] = [];
  let piece: TreeElement[] = [];
  let length = 0;
  let total = 0;
  let cut = false;
  const flush = () => {
    for (const block of readMarked(element('div', piece))) blocks.push(block);
    piece = [];
    length = 0;
  };
  for (const node of nodes) {
    if (total > MOST_TEXT) break;
    const own = textLength(node);
    if (length + own > PIECE) flush();
    cut ||= own > MOST_AT_ONCE;
    piece.push(node);
    length += own;
    total += own;
  }
  flush();
  return { blocks, cut: cut || total > MOST_TEXT };
}

function textLength(root: TreeElement): number {
  let length = 0;
  const open: ReadableNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    length += node.data?.length ?? 0;
    if ('childNodes' in node) for (const child of (node as TreeElement).childNodes) open.push(child);
  }
  return length;
}
