import type { ReadableNode } from '../html-shape';
import { endOf, LIVE_BLOCK } from './html-tags';
import type { MarkdownContext } from './markdown-inline';
import { HARD_BREAK, markdownInline } from './markdown-inline';
import { isDelimiterRow, tableRow } from './markdown-table';
import { codeElement, element, noteElement } from './tree';

/** Lists and quotations are read this deep; what is deeper is text. */
const MAX_NESTING = 25;

const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?=[ \t]|$)/;
const QUOTE = /^ {0,3}> ?/;
const HEADING = /^ {0,3}(#{1,6})(?=[ \t]|$)/;

/** The blocks of some lines, those of a list item or quotation by themselves. */
export function markdownNodes(
  lines: readonly string[],
  context: MarkdownContext,
  nesting = 0,
): ReadableNode[] {
  const nodes: ReadableNode[] = [];
  let prose: string[] = [];
  const flush = () => {
    if (prose.length > 0) nodes.push(element('p', paragraph(prose, context)));
    prose = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const underline = prose.length > 0 ? /^ {0,3}(=+|-+)[ \t]*$/.exec(line) : null;
    const block = underline ? null : readBlock(lines, at, prose.length > 0, context, nesting);
    if (underline) {
      nodes.push(element(underline[1]?.startsWith('=') ? 'h1' : 'h2', paragraph(prose, context)));
      prose = [];
    } else if (block || line.trim() === '') {
      flush();
      nodes.push(...(block?.nodes ?? []));
    } else prose.push(line);
    at = block?.next ?? at + 1;
  }
  flush();
  return nodes;
}

interface ReadBlock {
  readonly nodes: ReadableNode[];
  /** The line after it. */
  readonly next: number;
}

/** The block that a line begins; null for text and blank lines. */
function readBlock(
  lines: readonly string[],
  at: number,
  inParagraph: boolean,
  context: MarkdownContext,
  nesting: number,
): ReadBlock | null {
  const line = lines[at] ?? '';
  const fence = FENCE.exec(line);
  if (fence) return readFence(lines, at, fence[1] ?? '', fence[2] ?? '');
  const live = inParagraph ? null : LIVE_BLOCK.exec(line);
  if (live) return skipLive(lines, at, live[1] === undefined ? '-->' : `</${live[1]}`, context);
  if (RULE.test(line)) return { nodes: [], next: at + 1 };
  const hashes = HEADING.exec(line)?.[1];
  if (hashes !== undefined) {
    const words = withoutClosingHashes(line.trim().slice(hashes.length).trim());
    return { nodes: [element(`h${hashes.length}`, markdownInline(words, context))], next: at + 1 };
  }
  if (nesting < MAX_NESTING) {
    if (QUOTE.test(line)) return readQuote(lines, at, context, nesting);
    const item = ITEM.exec(line);
    // An empty item, or one that does not start at 1, does not interrupt a paragraph.
    const interrupts = item !== null && line.length > item[0].length && !/^(?!1[.)])\d/.test(item[2] ?? '');
    if (item && (!inParagraph || interrupts)) return readList(lines, at, context, nesting);
  }
  if (line.includes('|') && isDelimiterRow(lines[at + 1])) return readTable(lines, at, context);
  return !inParagraph && /^(?: {4}|\t)/.test(line) && line.trim() !== '' ? readIndented(lines, at) : null;
}

/** A comment or script over several lines; like the fences, it runs to the end where it is not closed. */
function skipLive(lines: readonly string[], at: number, end: string, context: MarkdownContext): ReadBlock {
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const behind = endOf(line, end, 0);
    if (behind === null) continue;
    const rest = line.slice(behind).trim();
    return { nodes: rest === '' ? [] : [element('p', markdownInline(rest, context))], next: next + 1 };
  }
  return { nodes: [], next: lines.length };
}

function withoutClosingHashes(words: string): string {
  const kept = words.replace(/#{1,200}$/, '');
  return kept === '' || /[ \t]$/.test(kept) ? kept.trim() : words;
}

function readFence(lines: readonly string[], at: number, fence: string, info: string): ReadBlock {
  const indent = /^ */.exec(lines[at] ?? '')?.[0].length ?? 0;
  const closes = (line: string) => {
    const trimmed = line.trim();
    return trimmed.length >= fence.length && trimmed === fence.charAt(0).repeat(trimmed.length);
  };
  let end = at + 1;
  while (end < lines.length && !closes(lines[end] ?? '')) end += 1;
  const body = lines.slice(at + 1, end).map((line) => dedent(line, indent));
  const language = /^[^\s{]+/.exec(info.trim())?.[0] ?? '';
  return { nodes: [codeElement(body.join('\n'), language)], next: end + 1 };
}

function readIndented(lines: readonly string[], at: number): ReadBlock {
  let end = at + 1;
  while (end < lines.length && /^(?: {4}|\t|[ \t]*$)/.test(lines[end] ?? '')) end += 1;
  return {
    nodes: [
      codeElement(
        lines
          .slice(at, end)
          .map((line) => dedent(line, 4))
          .join('\n'),
      ),
    ],
    next: end,
  };
}

/** A quotation; with a GitHub mark (`[!NOTE]`) or a bold line of its own at the start, a panel. */
function readQuote(
  lines: readonly string[],
  at: number,
  context: MarkdownContext,
  nesting: number,
): ReadBlock {
  const body: string[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const quoted = QUOTE.test(line);
    if (!quoted && (body.at(-1)?.trim() === '' || !isProse(line))) break;
    body.push(quoted ? line.replace(QUOTE, '') : line);
  }
  const [first = '', second = ''] = body;
  const marked = /^\[!([a-z]{1,40})\][+-]?(.*)$/i.exec(first);
  if (marked) {
    const rest = markdownNodes(body.slice(1), context, nesting + 1);
    return { nodes: [noteElement((marked[1] ?? '').toLowerCase(), marked[2] ?? '', rest)], next: end };
  }
  const bold = second.trim() === '' ? /^\*\*(\S(?:.*\S)?)\*\*$/.exec(first.trim())?.[1] : undefined;
  if (bold === undefined || /(?<!\\)\*\*/.test(bold))
    return { nodes: [element('blockquote', markdownNodes(body, context, nesting + 1))], next: end };
  const note = noteElement('note', '', [
    element('div', markdownInline(bold, context), { 'data-note-title': '' }),
    ...markdownNodes(body.slice(1), context, nesting + 1),
  ]);
  return { nodes: [note], next: end };
}

function readList(
  lines: readonly string[],
  at: number,
  context: MarkdownContext,
  nesting: number,
): ReadBlock {
  const kind = markerKind(ITEM.exec(lines[at] ?? '')?.[2] ?? '');
  const list = element(/\d/.test(kind) ? 'ol' : 'ul');
  let end = at;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    const item = ITEM.exec(line);
    if (!item || markerKind(item[2] ?? '') !== kind || RULE.test(line)) break;
    const read = itemLines(lines, end, item[0].length);
    list.childNodes.push(element('li', markdownNodes(read.body, context, nesting + 1)));
    end = read.next;
  }
  return { nodes: [list], next: end };
}

/** Lists with another bullet are other lists. */
function markerKind(marker: string): string {
  return marker.replace(/\d+/, '1');
}

/** The lines of an item, without its indentation. Two spaces are enough for what is nested, whatever the marker's width. */
function itemLines(lines: readonly string[], at: number, marker: number): { body: string[]; next: number } {
  const first = lines[at] ?? '';
  const spaces = /^[ \t]*/.exec(first.slice(marker))?.[0].length ?? 0;
  const width = marker + (spaces > 4 ? 1 : Math.max(spaces, 1));
  const least = Math.min(width, (/^ */.exec(first)?.[0].length ?? 0) + 2);
  const body = [first.slice(width)];
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const blank = line.trim() === '';
    const inside = indentOf(line) >= least;
    const lazy = body.at(-1)?.trim() !== '' && isProse(line);
    if (!blank && !inside && !lazy) break;
    body.push(inside ? dedent(line, width) : line);
  }
  while (body.length > 1 && body.at(-1)?.trim() === '') body.pop();
  return { body, next: end };
}

function readTable(lines: readonly string[], at: number, context: MarkdownContext): ReadBlock {
  const rows = [tableRow(lines[at] ?? '', true, context)];
  let end = at + 2;
  for (; end < lines.length && (lines[end] ?? '').includes('|'); end += 1)
    rows.push(tableRow(lines[end] ?? '', false, context));
  return { nodes: [element('table', rows)], next: end };
}

/** A line that goes on with a paragraph. */
function isProse(line: string): boolean {
  return (
    line.trim() !== '' &&
    ![FENCE, RULE, ITEM, QUOTE, HEADING].some((start) => start.test(line)) &&
    !/^ {0,3}(?:=+|-+)[ \t]*$/.test(line)
  );
}

function paragraph(lines: readonly string[], context: MarkdownContext): ReadableNode[] {
  const last = lines.length - 1;
  const joined = lines.map((line, index) => {
    if (index === last) return line.trim();
    if (/(?: {2}|(?<!\\)\\)$/.test(line)) return `${line.trim().replace(/\\$/, '')}${HARD_BREAK}`;
    return `${line.trim()}\n`;
  });
  return markdownInline(joined.join(''), context);
}

function indentOf(line: string): number {
  const white = /^[ \t]*/.exec(line)?.[0] ?? '';
  return white.length + 3 * (white.split('\t').length - 1);
}

function dedent(line: string, width: number): string {
  let at = 0;
  let removed = 0;
  while (removed < width && (line[at] === ' ' || line[at] === '\t')) {
    removed += line[at] === '\t' ? 4 : 1;
    at += 1;
  }
  return line.slice(at);
}
