import { entityDecoder } from './entities';
import type { RichTextFormat } from './format';
import { cleanSource } from './format';
import { markdownNodes } from './markdown-blocks';
import { readMarked } from './read-marked';
import { element } from './tree';
import { writeMarkdown } from './write-markdown';

const DEFINITION =
  /^ {0,3}\[(?!\^)([^[\]]{1,200})\]:[ \t]{0,20}<?([^\s<>]{1,2000})>?(?:[ \t]{1,20}["'(].{0,500}["')])?[ \t]*$/;

/**
 * Markdown with GitHub's tables, tasks and panels: what models answer in and people type by habit. Read by hand: the
 * usual parsers take minutes over hostile text and overflow on deep nesting.
 */
export const markdown: RichTextFormat = {
  id: 'markdown',
  name: 'Markdown',
  read: (source, { parseHtml, baseUrl }) => {
    const text = cleanSource(source);
    const references = new Map<string, string>();
    let fenced = false;
    const lines = text.split('\n').filter((line) => {
      if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
      const definition = fenced ? null : DEFINITION.exec(line);
      if (definition) references.set((definition[1] ?? '').toLowerCase(), definition[2] ?? '');
      return definition === null;
    });
    const context = { decode: entityDecoder(text, parseHtml), references, baseUrl };
    return readMarked(element('div', markdownNodes(lines, context)), { baseUrl });
  },
  write: writeMarkdown,
};
