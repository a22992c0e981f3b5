import type { Block } from '../core/rich-text';
import { html } from '../platform/formats/html';
import { plainText } from '../platform/formats/plain-text';
import { cutText } from '../platform/hash-text';
import type { ImportTools } from './file-reader';

/** Characters of one cell; an article of ServiceNow's knowledge base is one. */
const MOST_CELL = 200_000;
/** What editors of HTML write; a single angle bracket is none. */
const MARKUP = /<(?:p|div|br|ul|ol|li|h[1-6]|table|span|strong|b|em|a|pre|code)(?:\s[^<>]{0,2000})?\/?>/i;

export function oneText(cell: string): string {
  return cutText(cell, MOST_CELL).replace(/\r\n?/g, '\n').trim();
}

/** The blocks of a cell that holds a text: HTML where it has tags, else plain text. */
export function cellBlocks(cell: string, { parseHtml }: Pick<ImportTools, 'parseHtml'>): Block[] {
  const tools = { parseHtml, parseXml: () => null };
  return MARKUP.test(cell) ? html.read(cell, tools) : plainText.read(cell, tools);
}
