import type { Block, TextLink } from '../../core/rich-text';
import { noteTitle } from '../../core/rich-text';
import { escapeAmpersands } from './entities';
import type { CodeBlock, ListBlock, NoteBlock, TableBlock } from './format';
import { isWord } from './inline-scan';
import { languageName } from './write-html';
import { flatItems, linkedPieces, tableCells } from './write-parts';

/** Blocks as Markdown. */
export function writeMarkdown(blocks: readonly Block[]): string {
  let bullets = 0;
  return blocks
    .map((block, index) => {
      const before = blocks[index - 1];
      const again = block.kind === 'list' && before?.kind === 'list' && before.ordered === block.ordered;
      // A list right after a list needs other bullets to be another one.
      bullets = again ? 1 - bullets : 0;
      return writeBlock(block, bullets);
    })
    .join('\n\n');
}

function writeBlock(block: Block, bullets: number): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text, block.links).replace(/#$/, '\\#')}`;
    case 'paragraph':
      return inline(block.text, block.links);
    case 'list':
      return writeList(block, bullets);
    case 'table':
      return writeTable(block);
    case 'code':
      return writeCode(block);
    case 'note':
      return writeNote(block);
  }
}

function writeList(list: ListBlock, bullets: number): string {
  /** Of the item last written at each depth: its number and where its text begins. */
  const open: { ordered: boolean; number: number; width: number }[] = [];
  return flatItems(list)
    .map(({ text, links, depth, path }) => {
      const ordered = path.at(-1) ?? false;
      const sibling = open[depth];
      open.length = depth;
      const number = sibling?.ordered === ordered ? sibling.number + 1 : 1;
      const marker = ordered ? `${number}${bullets === 0 ? '.' : ')'}` : bullets === 0 ? '-' : '*';
      const indent = open.reduce((sum, { width }) => sum + width, 0);
      open.push({ ordered, number, width: marker.length + 1 });
      return `${' '.repeat(indent)}${marker} ${itemText(text, links)}`;
    })
    .join('\n');
}

/** A task keeps its box. */
function itemText(text: string, links: readonly TextLink[]): string {
  const written = inline(text, links);
  return written.replace(/^\\\[([ x])\\\] /, '[$1] ');
}

function writeTable(table: TableBlock): string {
  const [first = [], ...rest] = tableCells(table);
  const columns = Math.max(...table.rows.map((row) => row.length), 1);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = ({ text, links }: { text: string; links: readonly TextLink[] }) => inline(text, links);
  const head = table.header ? first.map(cell) : [];
  const body = (table.header ? rest : [first, ...rest]).map((cells) => row(cells.map(cell)));
  const padded = [...head, ...Array.from({ length: columns - head.length }, () => '')];
  return [row(padded), row(padded.map(() => '---')), ...body].join('\n');
}

function writeCode(block: CodeBlock): string {
  const longest = Math.max(...[...block.text.matchAll(/`+/g)].map(([run]) => run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${languageName(block)}\n${block.text}\n${fence}`;
}

function writeNote({ label, text, links }: NoteBlock): string {
  const body = inline(text, links);
  if (label === 'quote') return `> ${body}`;
  const title = noteTitle(label);
  if (title === null) return `> [!${(label.trim() || 'note').toUpperCase()}]\n> ${body}`;
  return `> **${inline(title)}**${body === '' ? '' : `\n>\n> ${body}`}`;
}

function inline(text: string, links?: readonly TextLink[]): string {
  const written = linkedPieces(text, links).map((piece) => {
    if (piece.url === null) return escapeText(piece.text);
    const url = escapeAmpersands(piece.url);
    return piece.text === piece.url ? `<${url}>` : `[${escapeText(piece.text)}](<${url}>)`;
  });
  return escapeStart(written.join(''));
}

/** What begins a block only counts at the start of a line. */
function escapeStart(text: string): string {
  return text.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^([#+=>-])/, '\\$1');
}

const SPECIAL = /[\\`*_[\]<|&]|!$|~(?=~)|(?<=~)~/g;

function escapeText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(SPECIAL, (character, offset: number, whole: string) => {
    const before = whole.charAt(offset - 1);
    const after = whole.charAt(offset + 1);
    switch (character) {
      case '\\':
        return after === '' || /[!-/:-@[-`{-~]/.test(after) ? '\\\\' : character;
      case '_':
        return isWord(before) && isWord(after) ? character : '\\_';
      case '<':
        return after !== '' && !/[a-z!/]/i.test(after) ? character : '\\<';
      case '&':
        return escapeAmpersands(whole.slice(offset, offset + 40)).startsWith('&amp;') ? '&amp;' : character;
      default:
        return `\\${character}`;
    }
  });
}
