import type { ReadableNode } from '../html-shape';
import type { InlineRule } from './inline-scan';

const INLINE = '\uFDE1';
const BLOCK = '\uFDE3';
const END = '\uFDE2';

/**
 * Parts of a text that are read already (code, text that is to stay as it is, panels): a mark stands for each, so that
 * nothing looks into them again.
 */
export class KeptNodes {
  readonly #nodes: ReadableNode[] = [];

  /** The mark of something inside a line. */
  inline(node: ReadableNode): string {
    return INLINE + String(this.#nodes.push(node) - 1) + END;
  }

  /** The mark of something that stands on lines of its own. */
  block(node: ReadableNode): string {
    return `\n${BLOCK}${this.#nodes.push(node) - 1}${END}\n`;
  }

  /** What a line holds that is nothing but a block's mark. */
  blockOf(line: string): ReadableNode | null {
    const index = /^\s*\uFDE3(\d{1,7})\uFDE2\s*$/.exec(line)?.[1];
    return index === undefined ? null : (this.#nodes[Number(index)] ?? null);
  }

  readonly rule: InlineRule = {
    start: /[\uFDE1\uFDE3](\d{1,7})\uFDE2/y,
    read: ([, index = ''], out) => {
      const node = this.#nodes[Number(index)];
      if (node) out.node(node);
      return true;
    },
  };
}
