import { noteTitle } from '../../core/rich-text';
import { escapeHtml } from './escape-html';
import type { RichTextFormat } from './format';
import { readHtml } from './html';
import type { HtmlDialect } from './write-html';
import { inlineHtml, languageName, writeHtml } from './write-html';

/** What the server adds around the text: tables of contents and lists of child pages. */
const FURNITURE = [
  '.toc-macro',
  '.client-side-toc-macro',
  '.childpages-macro',
  '.children-show-hide',
  '.plugin_pagetree',
  '.plugin_attachments_container',
];

const SORTS: ReadonlyMap<string, string> = new Map([
  ['info', 'information'],
  ['note', 'note'],
  ['tip', 'tip'],
  ['warning', 'warning'],
  ['success', 'tip'],
  ['error', 'warning'],
  ['danger', 'warning'],
  ['caution', 'warning'],
]);

const rendered: HtmlDialect = {
  note: ({ label, text, links }) => {
    const body = text === '' ? '' : `<p>${inlineHtml(text, links)}</p>`;
    if (label === 'quote') return `<blockquote>${body}</blockquote>`;
    if (label === 'expand')
      return `<div class="expand-container"><div class="expand-content">${body}</div></div>`;
    const sort = SORTS.get(label.trim().toLowerCase());
    if (sort !== undefined)
      return (
        `<div class="confluence-information-macro confluence-information-macro-${sort}">` +
        `<div class="confluence-information-macro-body">${body}</div></div>`
      );
    const title = noteTitle(label);
    const head = title === null ? '' : `<div class="panelHeader"><b>${escapeHtml(title)}</b></div>`;
    return `<div class="panel">${head}<div class="panelContent">${body}</div></div>`;
  },
  code: (block) => {
    const name = languageName(block);
    const brush = name === '' ? '' : ` data-syntaxhighlighter-params="brush: ${name}; gutter: false"`;
    return (
      '<div class="code panel"><div class="codeContent panelContent">' +
      `<pre class="syntaxhighlighter-pre"${brush}>\n${escapeHtml(block.text)}</pre></div></div>`
    );
  },
};

/** The HTML that Confluence renders a page to: what its `view` and `export_view` bodies hold. */
export const view: RichTextFormat = {
  id: 'view',
  name: 'Confluence view',
  read: (source, tools) => readHtml(source, tools, FURNITURE),
  write: (blocks) => writeHtml(blocks, rendered),
};
