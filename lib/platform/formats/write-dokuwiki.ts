import type { Block, TextLink } from '../../core/rich-text';
import type { NoteBlock, TableBlock } from './format';
import { languageName } from './write-html';
import { flatItems, linkedPieces, oneLine, tableCells } from './write-parts';

/** Blocks as DokuWiki's markup. */
export function writeDokuwiki(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      // Nothing is markup in a heading.
      const signs = '='.repeat(7 - Math.min(Math.max(block.level, 1), 5));
      return `${signs} ${oneLine(block.text)} ${signs}`;
    }
    case 'paragraph':
      return line(block.text, block.links);
    case 'list':
      return flatItems(block)
        .map(({ path, depth, text, links }) => {
          return `${'  '.repeat(depth + 1)}${path.at(-1) ? '-' : '*'} ${inline(text, links)}`;
        })
        .join('\n');
    case 'table':
      return writeTable(block);
    case 'code': {
      const name = languageName(block);
      return `<code${name === '' ? '' : ` ${name}`}>\n${block.text.replace(/<\/(?=code>)/gi, '</\u200b')}\n</code>`;
    }
    case 'note':
      return writeNote(block);
  }
}

function writeTable(table: TableBlock): string {
  return tableCells(table)
    .map((cells, row) => {
      const sign = table.header && row === 0 ? '^' : '|';
      return `${cells.map(({ text, links }) => `${sign} ${inline(text, links, true)} `).join('')}${sign}`;
    })
    .join('\n');
}

function writeNote({ label, text, links }: NoteBlock): string {
  if (label === 'quote') return `> ${line(text, links)}`;
  const title = (oneLine(label) || 'note').replace(IN_TITLE, (run) => verbatim(run));
  return `> **${title}**${text === '' ? '' : `\\\\ ${inline(text, links)}`}`;
}

/** A text that stands at the start of a line, where more characters begin something. */
function line(text: string, links?: readonly TextLink[]): string {
  return inline(text, links).replace(/^(?:[|^>]|={2,}|-{4,})/, (run) => verbatim(run));
}

function inline(text: string, links?: readonly TextLink[], inCell = false): string {
  return linkedPieces(text, links)
    .map((piece) => {
      if (piece.url === null) return escapeText(piece.text, inCell);
      if (piece.text === piece.url) return `[[${piece.url}]]`;
      // A label is no markup; what would end it or begin something is broken up with an invisible space.
      const label = piece.text.replace(/([[\]%<{}])(?=[[\]%<{}/a-z])/gi, '$1\u200b');
      return `[[${piece.url}|${inCell ? label.replace(/[|^]/g, (sign) => verbatim(sign)) : label}]]`;
    })
    .join('');
}

const SPECIAL =
  /%{2,}|<(?=\/?[\w.+-])|\{{2,}|\}{2,}|\[{2,}|\]{2,}|\({2,}|\){2,}|\*{2,}|\/{2,}|_{2,}|'{2,}|\\{2,}(?=\s|$)|~{2,}|\+{4,}|[[{(]$|^[\]})]/gi;
const IN_CELL = new RegExp(`${SPECIAL.source}|[|^]|:::`, 'gi');

const IN_TITLE = new RegExp(`${SPECIAL.source}|\\*`, 'gi');

function escapeText(text: string, inCell: boolean): string {
  return text.replace(/\s+/g, ' ').replace(inCell ? IN_CELL : SPECIAL, (run) => verbatim(run));
}

function verbatim(run: string): string {
  return run.includes('%%') ? `<nowiki>${run}</nowiki>` : `%%${run}%%`;
}
