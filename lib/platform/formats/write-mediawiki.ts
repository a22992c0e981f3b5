import type { Block, TextLink } from '../../core/rich-text';
import { noteTitle } from '../../core/rich-text';
import { escapeAmpersands } from './entities';
import { escapeHtml } from './escape-html';
import type { CodeBlock, NoteBlock, TableBlock } from './format';
import { bareLinks } from './inline-scan';
import { languageName } from './write-html';
import { flatItems, linkedPieces, tableCells } from './write-parts';

/** Blocks as wikitext. */
export function writeMediawiki(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const marks = '='.repeat(block.level);
      return `${marks} ${inline(block.text, block.links)} ${marks}`;
    }
    case 'paragraph':
      return line(block.text, block.links);
    case 'list':
      return flatItems(block)
        .map(({ path, text, links }) => {
          const bullets = path.map((ordered) => (ordered ? '#' : '*')).join('');
          return `${bullets} ${inline(text, links)}`;
        })
        .join('\n');
    case 'table':
      return writeTable(block);
    case 'code':
      return writeCode(block);
    case 'note':
      return writeNote(block);
  }
}

function writeTable(table: TableBlock): string {
  const rows = tableCells(table).map((cells, row) => {
    const mark = table.header && row === 0 ? '!' : '|';
    return cells.map(({ text, links }) => `${mark} ${inline(text, links, true)}`).join('\n');
  });
  return `{| class="wikitable"\n${rows.join('\n|-\n')}\n|}`;
}

function writeCode(block: CodeBlock): string {
  const name = languageName(block);
  if (name === '' || /<\/syntaxhighlight/i.test(block.text))
    return `<pre>\n${escapeHtml(block.text)}\n</pre>`;
  return `<syntaxhighlight lang="${name}">\n${block.text}\n</syntaxhighlight>`;
}

function writeNote({ label, text, links }: NoteBlock): string {
  const body = line(text, links);
  if (label === 'quote') return `<blockquote>\n${body}\n</blockquote>`;
  const title = noteTitle(label);
  const sort = title === null ? label.trim().toLowerCase() || 'note' : 'note';
  const head = title === null ? '' : `<div class="title">\n${line(title)}\n</div>\n`;
  return `<div class="mw-message-box mw-message-box-${sort}" data-panel-type="${sort}">\n${head}${body}\n</div>`;
}

/** A text that stands at the start of a line, where more characters begin something. */
function line(text: string, links?: readonly TextLink[]): string {
  return inline(text, links).replace(/^(?:[*#:;=|!]|-{4,}|\{\|)/, '<nowiki>$&</nowiki>');
}

/** `strict`: in a cell or a link's label, where single brackets and bars count. */
function inline(text: string, links?: readonly TextLink[], strict = false): string {
  const pieces = linkedPieces(text, links);
  return pieces
    .map(({ text: words, url }, index) => {
      if (url === null) return escapeText(words, strict);
      const before = pieces[index - 1]?.text ?? ' ';
      const after = pieces[index + 1]?.text ?? ' ';
      if (isBareLink(words, url) && /\s$/.test(before) && /^\s/.test(after)) return escapeAmpersands(url);
      return `[${escapeAmpersands(url)} ${escapeText(words, true)}]`;
    })
    .join('');
}

/** An address that the wiki links by itself, all of it. */
function isBareLink(words: string, url: string): boolean {
  return words === url && bareLinks(url)[0]?.end === url.length;
}

const SPECIAL = /'{2,}|~{3,}|\[{2,}|\]{2,}|\{{2,}|\}{2,}|\[(?=[a-z]{0,12}:?\/\/|mailto:)|^[\]}]+|[[{]+$|__/gi;
const STRICT = /'{2,}|~{3,}|[[\]{}|]+|__|!!+|^[!+}-]/gi;

function escapeText(text: string, strict: boolean): string {
  // Angle brackets and references first: what is added afterwards is markup.
  const plain = escapeAmpersands(text.replace(/\s+/g, ' ')).replaceAll('<', '&lt;');
  return plain.replace(strict ? STRICT : SPECIAL, '<nowiki>$&</nowiki>');
}
