import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import { readHtml } from '../platform/formats/html';

/** Blocks of an HTML fragment from an API. `drop` are selectors of what is page furniture, not text. */
export function fragmentToBlocks(
  html: string,
  parseHtml: (html: string) => Document,
  drop: readonly string[] = [],
): Block[] {
  return readHtml(html, { parseHtml }, drop);
}

/** The text of an HTML fragment, one line a paragraph, item or row. */
export function fragmentToText(html: string, parseHtml: (html: string) => Document): string {
  return blocksToText(fragmentToBlocks(html, parseHtml)).trim();
}
