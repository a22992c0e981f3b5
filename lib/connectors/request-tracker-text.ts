import type { Block } from '../core/rich-text';
import type { ConnectorIo } from './connector';
import { fragmentToBlocks } from './html-text';
import { plainTextToBlocks } from './plain-text-to-blocks';

/** What mail programs and RT's own editor put around the text that is answered: it stands in the thread already. */
const quoted = [
  '.gmail_quote',
  'blockquote[type="cite"]',
  '.moz-cite-prefix',
  '#divRplyFwdMsg',
  '#divRplyFwdMsg ~ *',
  '.gmail_signature',
  '.moz-signature',
];

/** True for text that holds HTML blocks, whatever type it is said to be. */
export function isHtml(text: string): boolean {
  return /<(?:p|div|br|ul|ol|li|table|h[1-6]|pre|blockquote|span)\b[^<>]*>/i.test(text);
}

/** A message's own words, without what it quotes. */
export function messageToBlocks(
  message: { readonly type: string; readonly content: string },
  io: ConnectorIo,
): Block[] {
  return message.type === 'text/html'
    ? fragmentToBlocks(message.content, io.parseHtml, quoted)
    : plainTextToBlocks(joinWrapped(withoutQuotes(message.content)));
}

/**
 * A plain mail without the lines it quotes, the line that introduces them and its signature. A mail that is nothing
 * but a quotation stays as it is.
 */
export function withoutQuotes(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  const signature = lines.findIndex((line) => line === '-- ');
  const body = signature > 0 ? lines.slice(0, signature) : lines;
  const kept: string[] = [];
  let isBeforeQuote = false;
  // From the end, so that each line knows what comes next.
  for (const line of body.toReversed()) {
    const isQuote = /^\s*>/.test(line);
    // "On Mon Oct 26 07:10:00 2026, tom.ashworth wrote:", in any language.
    if (!isQuote && !(isBeforeQuote && line.trim().endsWith(':'))) kept.push(line);
    if (line.trim() !== '') isBeforeQuote = isQuote;
  }
  return kept.some((line) => line.trim() !== '') ? kept.reverse().join('\n') : text;
}

/** The narrowest and widest column at which mail programs break lines. */
const wrap = { from: 55, to: 80 };

/** Paragraphs that a mail program broke into lines become one line again; lists and short lines stay. */
export function joinWrapped(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => {
      const lines = paragraph.split('\n').map((line) => line.trimEnd());
      const isWrapped =
        lines.length > 1 &&
        lines.every(
          (line, at) =>
            line.length <= wrap.to &&
            (at === lines.length - 1 || line.length >= wrap.from) &&
            !/^\s|^(?:\d{1,2}[.)]|[-*•–])\s/u.test(line),
        );
      return isWrapped ? lines.join(' ') : lines.join('\n');
    })
    .join('\n\n');
}
