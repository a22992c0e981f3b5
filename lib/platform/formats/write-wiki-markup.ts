import type { Block, TextLink } from '../../core/rich-text';
import { escapeAmpersands } from './entities';
import type { CodeBlock, NoteBlock, TableBlock } from './format';
import { isWord } from './inline-scan';
import { languageName } from './write-html';
import { flatItems, linkedPieces, oneLine, tableCells } from './write-parts';

/** Blocks as Jira's wiki markup. */
export function writeWikiMarkup(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `h${block.level}. ${inline(block.text, block.links)}`;
    case 'paragraph':
      return inline(block.text, block.links);
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

function writeTable(block: TableBlock): string {
  return tableCells(block)
    .map((cells, row) => {
      const bar = block.header && row === 0 ? '||' : '|';
      // An empty cell needs a space: two bars in a row begin a head cell.
      return cells.map(({ text, links }) => `${bar}${inline(text, links) || ' '}`).join('') + bar;
    })
    .join('\n');
}

/** Nothing escapes the closing tag: code that holds it goes into the other tag, or gets an invisible space in it. */
function writeCode(block: CodeBlock): string {
  const name = languageName(block);
  const tag = /\{code\}/i.test(block.text) ? 'noformat' : 'code';
  const text = block.text.replace(/\{noformat\}/gi, (found) =>
    tag === 'noformat' ? found.replace('}', '\u200b}') : found,
  );
  return `{${tag}${tag === 'code' && name !== '' ? `:${name}` : ''}}\n${text}\n{${tag}}`;
}

function writeNote({ label, text, links }: NoteBlock): string {
  if (label === 'quote') return `{quote}\n${inline(text, links)}\n{quote}`;
  const title = oneLine(label).replace(/[{}|\\&]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `{panel${title === '' || title === 'note' ? '' : `:title=${title}`}}\n${inline(text, links)}\n{panel}`;
}

function inline(text: string, links?: readonly TextLink[]): string {
  const pieces = linkedPieces(text, links);
  const written = pieces.map((piece) => {
    if (piece.url === null) return escapeText(piece.text);
    const url = escapeAmpersands(piece.url);
    return piece.text === piece.url ? `[${url}]` : `[${escapeText(piece.text)}|${url}]`;
  });
  return escapeStart(written.join(''));
}

/** What begins a block only counts at the start of a line. */
function escapeStart(text: string): string {
  if (text.startsWith('#')) return `\\${text}`;
  return text.replace(/^(h[1-6]|bq)\.(?=\s)/, '$1&#46;');
}

const SPECIAL = /[\\{}[\]|!?*_+^~&-]|\((?=(?:[/x!?+\-yni*]|on|off|flag|\*[rgby])\))|[:;](?=-?[()DPp])/g;

/** Every character that would start markup, with a backslash or as a character reference. */
function escapeText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(SPECIAL, (character, offset: number, whole: string) => {
    const before = whole.charAt(offset - 1);
    const after = whole.charAt(offset + 1);
    switch (character) {
      case '\\':
        return after === '' || /[\s\\{}[\]*_+^~|!#?():;&-]/.test(after) ? '&#92;' : character;
      case '!':
        return /\s/.test(after) ? character : '\\!';
      case '?':
        return before === '?' || after === '?' ? '\\?' : character;
      case '&':
        return escapeAmpersands(whole.slice(offset, offset + 40)).startsWith('&amp;') ? '&amp;' : character;
      case '*':
      case '_':
      case '+':
      case '^':
      case '~':
      case '-':
        return mayPair(before, after) ? `\\${character}` : character;
      default:
        return `\\${character}`;
    }
  });
}

/** A mark between two letters, or between two spaces, pairs with nothing; at the edge of a run it may. */
function mayPair(before: string, after: string): boolean {
  return (!isWord(before) && !/\s/.test(after)) || (!isWord(after) && !/\s/.test(before));
}
