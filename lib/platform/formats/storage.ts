import { noteTitle } from '../../core/rich-text';
import { entityDecoder } from './entities';
import { escapeHtml } from './escape-html';
import type { RichTextFormat } from './format';
import { cleanSource, MAX_SOURCE } from './format';
import { readMarked } from './read-marked';
import { storageTree } from './storage-tree';
import type { HtmlDialect } from './write-html';
import { inlineHtml, languageName, writeHtml } from './write-html';

const SORTS: ReadonlyMap<string, string> = new Map([
  ['info', 'info'],
  ['note', 'note'],
  ['tip', 'tip'],
  ['warning', 'warning'],
  ['expand', 'expand'],
  ['success', 'tip'],
  ['error', 'warning'],
  ['danger', 'warning'],
  ['caution', 'warning'],
]);

const macros: HtmlDialect = {
  note: ({ label, text, links }) => {
    const body = `<p>${inlineHtml(text, links)}</p>`;
    if (label === 'quote') return `<blockquote>${body}</blockquote>`;
    const title = noteTitle(label);
    const name = title === null ? (SORTS.get(label.trim().toLowerCase()) ?? 'panel') : 'panel';
    return macro(name, title === null ? {} : { title }, `<ac:rich-text-body>${body}</ac:rich-text-body>`);
  },
  code: (block) => {
    const language = languageName(block);
    // The one sequence that a CDATA section cannot hold.
    const text = block.text.replaceAll(']]>', ']]]]><![CDATA[>');
    const body = `<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body>`;
    return macro('code', language === '' ? {} : { language }, body);
  },
};

function macro(name: string, parameters: Readonly<Record<string, string>>, body: string): string {
  const named = Object.entries(parameters).map(
    ([key, value]) => `<ac:parameter ac:name="${key}">${escapeHtml(value)}</ac:parameter>`,
  );
  return `<ac:structured-macro ac:name="${name}" ac:schema-version="1">${named.join('')}${body}</ac:structured-macro>`;
}

/** Confluence's storage format: XHTML with macros, links and resources of its own. */
export const storage: RichTextFormat = {
  id: 'storage',
  name: 'Confluence storage format',
  read: (source, { parseHtml, baseUrl }) => {
    const text = cleanSource(source, MAX_SOURCE);
    return readMarked(storageTree(text, entityDecoder(text, parseHtml), baseUrl), { baseUrl });
  },
  // XML allows no control characters.
  write: (blocks) => writeHtml(blocks, macros).replace(/[^\t\n\r\x20-\uFFFD]/g, ''),
};
