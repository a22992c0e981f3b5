import type { Block, TextLink } from '../../core/rich-text';
import { noteTitle } from '../../core/rich-text';
import { escapeHtml } from './escape-html';
import type { CodeBlock, NoteBlock } from './format';
import type { ListNode } from './write-parts';
import { listTree, tableCells, textPieces } from './write-parts';

/** How a format writes what HTML has no element for. */
export interface HtmlDialect {
  note(block: NoteBlock): string;
  code(block: CodeBlock): string;
}

/** Blocks as HTML that holds their text and nothing else of theirs. */
export function writeHtml(blocks: readonly Block[], dialect: HtmlDialect = plainDialect): string {
  return blocks.map((block) => writeBlock(block, dialect)).join('\n');
}

function writeBlock(block: Block, dialect: HtmlDialect): string {
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(Math.max(Math.round(block.level), 1), 6);
      return `<h${level}>${inlineHtml(block.text, block.links)}</h${level}>`;
    }
    case 'paragraph':
      return `<p>${inlineHtml(block.text, block.links)}</p>`;
    case 'list':
      return listHtml(listTree(block));
    case 'table':
      return tableHtml(block);
    case 'code':
      return dialect.code(block);
    case 'note':
      return dialect.note(block);
  }
}

/** A text with its links. */
export function inlineHtml(text: string, links?: readonly TextLink[]): string {
  return textPieces(text, links)
    .map((piece) =>
      piece.url === null
        ? escapeHtml(piece.text)
        : `<a href="${escapeHtml(piece.url)}">${escapeHtml(piece.text)}</a>`,
    )
    .join('');
}

function listHtml({ ordered, items }: ListNode): string {
  const tag = ordered ? 'ol' : 'ul';
  const inner = items.map(
    ({ item, lists }) => `<li>${inlineHtml(item.text, item.links)}${lists.map(listHtml).join('')}</li>`,
  );
  return `<${tag}>${inner.join('')}</${tag}>`;
}

function tableHtml(block: Extract<Block, { kind: 'table' }>): string {
  const rows = tableCells(block).map((cells, row) => {
    const tag = block.header && row === 0 ? 'th' : 'td';
    return `<tr>${cells.map(({ text, links }) => `<${tag}>${inlineHtml(text, links)}</${tag}>`).join('')}</tr>`;
  });
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

/** Language names as classes may hold them. */
export function languageName({ language }: CodeBlock): string {
  return /^[\w+#.-]{1,30}$/.exec(language ?? '')?.[0] ?? '';
}

/** Panels as Bootstrap and most knowledge bases style them; with a title, an element of its own. */
const plainDialect: HtmlDialect = {
  note: ({ label, text, links }) => {
    const title = noteTitle(label);
    const sort = title === null ? label.trim().toLowerCase() || 'note' : 'note';
    const body = text === '' ? '' : `<p>${inlineHtml(text, links)}</p>`;
    if (sort === 'quote') return `<blockquote>${body}</blockquote>`;
    const head = title === null ? '' : `<p class="title"><strong>${escapeHtml(title)}</strong></p>`;
    return `<div class="alert alert-${sort}" data-panel-type="${sort}">${head}${body}</div>`;
  },
  code: (block) => {
    const name = languageName(block);
    // HTML drops one line feed after the tag.
    const text = `\n${escapeHtml(block.text)}`;
    return name === ''
      ? `<pre><code>${text}</code></pre>`
      : `<pre><code class="language-${name}">${text}</code></pre>`;
  },
};
