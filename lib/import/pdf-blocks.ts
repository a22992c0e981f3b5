import type { Block } from '../core/rich-text';
import type { PdfLine } from './pdf-columns';
import { goesOn, joinLine } from './pdf-join';
import type { PdfShape } from './pdf-shape';
import { documentShape, headingLevel } from './pdf-shape';
import { tableLength } from './pdf-table';

const ITEM = /^(?:([•‣◦▪▫●○■□–—*·\u{f0b7}\u{f0a7}-])|\(?(\d{1,3}|[a-z])[.)])\s+(?=\S)/u;

/** What a document's lines, in reading order and without furniture, say: paragraphs, headings, lists, code, tables. */
export function pdfBlocks(lines: readonly PdfLine[]): Block[] {
  const writer = new PdfWriter(documentShape(lines));
  for (let at = 0; at < lines.length;) {
    const rows = tableLength(lines, at);
    if (rows > 0) writer.table(lines.slice(at, at + rows));
    else writer.line(lines[at], lines[at + 1]);
    at += Math.max(rows, 1);
  }
  return writer.blocks;
}

/** A paragraph of more is cut in two: no person wrote it. */
const LONGEST_TEXT = 5_000;
const MOST_DEPTH = 8;

class PdfWriter {
  readonly blocks: Block[] = [];
  readonly #shape: PdfShape;
  #before: PdfLine | null = null;
  /** Where the open list's levels begin, outermost first. */
  #indents: number[] = [];

  constructor(shape: PdfShape) {
    this.#shape = shape;
  }

  table(rows: readonly PdfLine[]): void {
    this.blocks.push({
      kind: 'table',
      header: false,
      rows: rows.map(({ cells }) => cells.map(({ text }) => text)),
    });
    this.#before = null;
  }

  line(line: PdfLine | undefined, next: PdfLine | undefined): void {
    if (!line) return;
    this.#place(line, next);
    this.#before = line;
  }

  #place(line: PdfLine, next: PdfLine | undefined): void {
    const open = this.blocks.at(-1);
    const continues = this.#before !== null && !isLong(open) && goesOn(this.#before, line, this.#shape);
    if (line.mono && !this.#shape.mono) return this.#code(line, open);
    const level = headingLevel(line, this.#shape, !continues && (!next || !isTight(line, next, this.#shape)));
    if (level !== null) return this.#heading(line, level, open, continues);
    const item = ITEM.exec(line.text);
    if (item) return this.#item(line, item, open);
    if (!continues) this.blocks.push({ kind: 'paragraph', text: line.text });
    else this.#goOn(line, open);
  }

  #goOn({ text }: PdfLine, open: Block | undefined): void {
    const { hyphenated } = this.#shape;
    const item = open?.kind === 'list' ? open.items.at(-1) : undefined;
    if (item) item.text = joinLine(item.text, text, hyphenated);
    else if (open?.kind === 'paragraph') open.text = joinLine(open.text, text, hyphenated);
    else this.blocks.push({ kind: 'paragraph', text });
  }

  #heading({ text }: PdfLine, level: number, open: Block | undefined, continues: boolean): void {
    if (continues && open?.kind === 'heading' && open.level === level)
      open.text = joinLine(open.text, text, this.#shape.hyphenated);
    else this.blocks.push({ kind: 'heading', level, text });
  }

  #code({ text, x, from, size }: PdfLine, open: Block | undefined): void {
    // A typewriter's letters are three fifths of their size wide.
    const indent = ' '.repeat(Math.min(40, Math.max(0, Math.round((x - from) / (size * 0.6)))));
    if (open?.kind === 'code') open.text += `\n${indent}${text}`;
    else this.blocks.push({ kind: 'code', text: indent + text, language: null });
  }

  #item(line: PdfLine, item: RegExpExecArray, open: Block | undefined): void {
    const ordered = item[1] === undefined;
    const text = line.text.slice(item[0].length);
    if (open?.kind !== 'list') this.#indents = [];
    this.#indents = this.#indents.filter((indent) => indent <= line.x + line.size * 0.5);
    const last = this.#indents.at(-1);
    const isDeeper = last === undefined || line.x - last > line.size * 0.5;
    if (isDeeper && this.#indents.length < MOST_DEPTH) this.#indents.push(line.x);
    const depth = Math.max(0, this.#indents.length - 1);
    if (open?.kind === 'list' && (depth > 0 || open.ordered === ordered))
      open.items.push(ordered === open.ordered ? { text, depth } : { text, depth, ordered });
    else this.blocks.push({ kind: 'list', ordered, items: [{ text, depth: 0 }] });
  }
}

function isLong(open: Block | undefined): boolean {
  const text = open?.kind === 'list' ? open.items.at(-1)?.text : open?.kind === 'table' ? '' : open?.text;
  return (text ?? '').length > LONGEST_TEXT;
}

/** No more room to the next line than between two lines of a paragraph, and the same font: one text. */
function isTight(line: PdfLine, next: PdfLine, { leading }: PdfShape): boolean {
  return next.font === line.font && next.y > line.y && next.y - line.y <= leading * 1.2;
}
