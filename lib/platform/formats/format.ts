import type { Block } from '../../core/rich-text';

/** What reading may use of its surroundings; both parsers make inert documents. */
export interface FormatTools {
  readonly parseHtml: (html: string) => Document;
  /** Null when it is not well-formed. */
  readonly parseXml: (xml: string) => Document | null;
  /** What relative links are relative to; without it they are text. */
  readonly baseUrl?: string;
}

/**
 * One notation of rich text. `read` never throws, whatever the text is, and takes time in proportion to its length;
 * `write` makes a text that reads as the same blocks and in which nothing of theirs has become markup.
 */
export interface RichTextFormat {
  readonly id: string;
  readonly name: string;
  read(source: string, tools: FormatTools): Block[];
  write(blocks: readonly Block[]): string;
}

/** HTML and XML are read this far, in characters; a page's text is kept to 400,000. */
export const MAX_SOURCE = 2_000_000;
/** Markup that people type is hardly longer than its text. */
const MAX_MARKUP = 500_000;

/** As much of a source as is read, with line feeds, and without the noncharacters that reading uses itself. */
export function cleanSource(source: string, most = MAX_MARKUP): string {
  return source
    .slice(0, most)
    .replace(/\r\n?/g, '\n')
    .replace(/[\uFDD0-\uFDEF]/g, '');
}

export type ListBlock = Extract<Block, { kind: 'list' }>;
export type TableBlock = Extract<Block, { kind: 'table' }>;
export type NoteBlock = Extract<Block, { kind: 'note' }>;
export type CodeBlock = Extract<Block, { kind: 'code' }>;
