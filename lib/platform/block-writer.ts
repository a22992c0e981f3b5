import type { Block } from '../core/rich-text';
import { codeLanguage, codeText } from './code-text';
import { cutText } from './hash-text';
import type { ReadableElement } from './html-shape';
import { BLOCK_TAGS, hasWord, isLayoutTable, isUnseen, noteLabel } from './html-shape';
import type { HtmlToBlocksOptions } from './html-to-blocks';

type ListBlock = Extract<Block, { kind: 'list' }>;
type NoteBlock = Extract<Block, { kind: 'note' }>;

/** Where text goes that stands at this place of the document. */
interface Scope {
  /** Inside a cell or heading: nothing nested becomes a block of its own. */
  readonly flat: boolean;
  readonly list: ListScope | null;
  readonly table: TableScope | null;
  take(text: string): void;
}
interface ListScope {
  readonly ordered: boolean;
  readonly depth: number;
  /** Of this very list; `ordered` is the outermost one's. */
  readonly own: boolean;
  /** One block for a list and the lists inside it; a new one after something else came between. */
  readonly shared: { block: ListBlock | null };
  sawTerm: boolean;
}
interface TableScope {
  readonly rows: { cells: string[]; heads: number; inHead: boolean }[];
  inHead: boolean;
}

/** What to do when an element ends; null: do not look inside it. */
type Leave = (() => void) | null;

/** Turns the elements and texts of a walk, in document order, into blocks. */
export class BlockWriter {
  readonly blocks: Block[] = [];
  readonly #drop: string;
  readonly #keepLines: boolean;
  readonly #mark: HtmlToBlocksOptions['mark'];
  #left: number;
  #buffer = '';
  #scope: Scope = this.#flow();

  constructor({ drop = [], maxCharacters = 400_000, keepLines = false, mark }: HtmlToBlocksOptions) {
    this.#drop = drop.join(',');
    this.#left = maxCharacters;
    this.#keepLines = keepLines;
    this.#mark = mark;
  }

  get full(): boolean {
    return this.#left <= 0;
  }

  text(data: string): void {
    const text = cutText(data, this.#left + 1_000);
    if (!this.#keepLines || !text.includes('\n')) {
      this.#buffer += text;
      return;
    }
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.#lineBreak();
      this.#buffer += line;
    }
  }

  flush(): void {
    const seen = this.#spend(this.#buffer.replace(/\s+/g, ' ').trim());
    this.#buffer = '';
    if (seen !== '') this.#scope.take(seen);
  }

  /** The root itself is what was asked for: it is read even where a page would hide or drop it. */
  enter(element: ReadableElement, isRoot: boolean): Leave {
    const tag = element.tagName.toUpperCase();
    if (!isRoot && this.#drop !== '' && element.matches?.(this.#drop)) return null;
    const mark = this.#mark?.(element, tag);
    if (mark?.alone) this.#buffer += mark.before ?? '';
    if (mark?.alone || (!isRoot && isUnseen(element, tag))) return null;
    const leave = this.#enter(element, tag, mark?.note);
    if (!mark || !leave) return leave;
    this.#buffer += mark.before ?? '';
    return () => {
      this.#buffer += mark.after ?? '';
      leave();
    };
  }

  #enter(element: ReadableElement, tag: string, marked: string | null | undefined): Leave {
    if (tag === 'BR') this.#lineBreak();
    if (tag === 'IMG') this.#buffer += ` ${element.getAttribute('alt') ?? ''} `;
    if (tag === 'BR' || tag === 'IMG') return null;
    const code = tag === 'PRE' || tag === 'LISTING' || tag === 'XMP' || hasWord(element, 'syntaxhighlighter');
    if (code) return this.#code(element);
    const note = this.#scope.flat ? null : marked === undefined ? noteLabel(element, tag) : marked;
    if (!BLOCK_TAGS.has(tag) && note === null) return noop;
    this.flush();
    const scope = this.#scope.flat ? null : this.#scopeOf(element, tag, note);
    if (!scope) return () => this.flush();
    return this.#inside(scope.scope, scope.done);
  }

  /** As much of a text as may still be read; the first text that is cut is the last. */
  #spend(text: string): string {
    const kept = cutText(text, this.#left);
    this.#left = kept.length < text.length ? 0 : this.#left - kept.length;
    return kept;
  }

  #lineBreak(): void {
    if (this.#scope.flat) this.#buffer += ' ';
    else this.flush();
  }

  #code(element: ReadableElement): Leave {
    const text = codeText(element, this.#left + 1_000);
    // One line of code inside a step belongs to the step; in a cell or heading everything does.
    if (this.#scope.flat || (this.#scope.list && !text.includes('\n'))) {
      this.#buffer += ` ${text} `;
      return null;
    }
    this.flush();
    const kept = this.#spend(text);
    if (kept.trim() !== '') this.blocks.push({ kind: 'code', text: kept, language: codeLanguage(element) });
    return null;
  }

  #inside(scope: Scope, done: () => void): Leave {
    const outer = this.#scope;
    this.#scope = scope;
    return () => {
      this.flush();
      this.#scope = outer;
      done();
    };
  }

  #scopeOf(
    element: ReadableElement,
    tag: string,
    note: string | null,
  ): { scope: Scope; done: () => void } | null {
    const { list, table } = this.#scope;
    if (note !== null) return { scope: this.#note(note), done: noop };
    if (/^H[1-6]$/.test(tag)) return this.#heading(Number(tag[1]));
    if (tag === 'UL' || tag === 'OL' || tag === 'DL' || tag === 'MENU' || tag === 'DIR') {
      return { scope: this.#list(list, tag === 'OL'), done: noop };
    }
    if (list && (tag === 'LI' || tag === 'DT' || tag === 'DD')) {
      if (tag === 'DT') list.sawTerm = true;
      return {
        scope: this.#item(list, tag === 'DD' && list.sawTerm ? list.depth + 1 : list.depth),
        done: noop,
      };
    }
    if (tag === 'TABLE' && !isLayoutTable(element)) return this.#table();
    if (table && tag === 'THEAD') {
      table.inHead = true;
      return { scope: this.#scope, done: () => (table.inHead = false) };
    }
    if (table && tag === 'TR') table.rows.push({ cells: [], heads: 0, inHead: table.inHead });
    if (table && (tag === 'TD' || tag === 'TH')) return this.#cell(table, tag === 'TH');
    return null;
  }

  #flow(): Scope {
    return {
      flat: false,
      list: null,
      table: null,
      take: (text) => this.blocks.push({ kind: 'paragraph', text }),
    };
  }

  #heading(level: number) {
    const parts: string[] = [];
    const done = () => {
      if (parts.length > 0) this.blocks.push({ kind: 'heading', level, text: parts.join(' ') });
    };
    return { scope: { flat: true, list: null, table: null, take: (text: string) => parts.push(text) }, done };
  }

  /** Short paragraphs of one panel make one note; long panels stay citable piece by piece. */
  #note(label: string): Scope {
    let block: NoteBlock | null = null;
    const take = (text: string) => {
      if (block && block === this.blocks.at(-1) && block.text.length + text.length < 600)
        block.text += ` ${text}`;
      else this.blocks.push((block = { kind: 'note', label, text }));
    };
    return { flat: false, list: null, table: null, take };
  }

  #list(outer: ListScope | null, ordered: boolean): Scope {
    const list: ListScope = {
      ordered: outer?.ordered ?? ordered,
      depth: outer ? outer.depth + 1 : 0,
      own: this.#mark || !outer ? ordered : outer.ordered,
      shared: outer?.shared ?? { block: null },
      sawTerm: false,
    };
    return { flat: false, list, table: null, take: (text) => this.#addItem(list, text, list.depth) };
  }

  #item(list: ListScope, depth: number): Scope {
    let item: ListBlock['items'][number] | null = null;
    const take = (text: string) => {
      const block = list.shared.block;
      if (item && block === this.blocks.at(-1) && block?.items.at(-1) === item) item.text += ` ${text}`;
      else item = this.#addItem(list, text, depth);
    };
    return { flat: false, list, table: null, take };
  }

  #addItem(list: ListScope, text: string, depth: number): ListBlock['items'][number] {
    let { block } = list.shared;
    if (!block || block !== this.blocks.at(-1)) {
      block = { kind: 'list', ordered: list.ordered, items: [] };
      list.shared.block = block;
      this.blocks.push(block);
    }
    const item = list.own === list.ordered ? { text, depth } : { text, depth, ordered: list.own };
    block.items.push(item);
    return item;
  }

  #table() {
    const table: TableScope = { rows: [], inHead: false };
    const done = () => {
      const rows = table.rows.filter((row) => row.cells.some((cell) => cell !== ''));
      const [first] = rows;
      if (!first) return;
      const header = rows.length > 1 && (first.inHead || first.heads === first.cells.length);
      this.blocks.push({ kind: 'table', header, rows: rows.map((row) => row.cells) });
    };
    // Text of a table outside its cells is its caption.
    return { scope: { ...this.#flow(), table }, done };
  }

  #cell(table: TableScope, head: boolean) {
    const parts: string[] = [];
    const done = () => {
      if (table.rows.length === 0) table.rows.push({ cells: [], heads: 0, inHead: table.inHead });
      const row = table.rows.at(-1);
      row?.cells.push(parts.join(' '));
      if (row && head) row.heads += 1;
    };
    return { scope: { flat: true, list: null, table: null, take: (text: string) => parts.push(text) }, done };
  }
}

function noop(): void {
  // An inline element: its text flows on.
}
