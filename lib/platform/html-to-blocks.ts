import type { Block } from '../core/rich-text';
import { BlockWriter } from './block-writer';
import type { ReadableElement, ReadableNode } from './html-shape';
import { isElement } from './html-shape';

export interface HtmlToBlocksOptions {
  /** Selectors of what is not content: edit links, tables of contents. */
  drop?: readonly string[];
  /** Reading stops here; 400,000 characters unless told. */
  maxCharacters?: number;
  /** Line feeds in text are line breaks: for text shown with `white-space: pre-wrap`. */
  keepLines?: boolean;
  /** What a document format makes of an element; null: what HTML makes of it. For `formats`; pages are read without. */
  mark?: (element: ReadableElement, tag: string) => ElementMark | null;
}

export interface ElementMark {
  /** Text around the element's own. */
  readonly before?: string;
  readonly after?: string;
  /** The element is a panel of this sort; null: it is none. */
  readonly note?: string | null;
  /** Only `before` is taken, not what is inside. */
  readonly alone?: boolean;
}

/** How many nodes are looked at: a page of a million empty elements must not hold anybody up. */
const MAX_NODES = 300_000;

/**
 * A pure walk from HTML to structured plain text, as a person sees it. Nothing is loaded, run or measured; the walk
 * keeps its own stack, so nesting of any depth is safe. Works on every DOM, live or inert.
 */
export function htmlToBlocks(root: ReadableElement | Document, options: HtmlToBlocksOptions = {}): Block[] {
  const page = root.nodeType === 9 ? (root as Document) : null;
  const start = page ? (page.body ?? page.documentElement) : (root as ReadableElement);
  if (!start) return [];
  const writer = new BlockWriter(options);
  walk(start, writer);
  return writer.blocks;
}

function walk(start: ReadableElement, writer: BlockWriter): void {
  const stack: { children: ArrayLike<ReadableNode>; next: number; leave: () => void }[] = [];
  let nodes = 0;
  const enter = (node: ReadableNode) => {
    if (node.nodeType === 3) writer.text(node.data ?? '');
    else if (isElement(node)) {
      const leave = writer.enter(node, node === start);
      if (leave) stack.push({ children: node.childNodes, next: 0, leave });
    }
  };
  enter(start);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.children[top.next];
    top.next += 1;
    nodes += 1;
    if (child && nodes < MAX_NODES && !writer.full) enter(child);
    else {
      stack.pop();
      top.leave();
    }
  }
  writer.flush();
}
