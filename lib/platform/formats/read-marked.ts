import type { Block, TextLink } from '../../core/rich-text';
import type { ReadableElement } from '../html-shape';
import { hasWord } from '../html-shape';
import { htmlToBlocks, type ElementMark, type HtmlToBlocksOptions } from '../html-to-blocks';
import { safeUrl } from './safe-url';
import { titleAttribute } from './tree';

/**
 * Links and panel titles travel through the walk as noncharacters in its text: what stands between them is collapsed,
 * joined and cut like any text, and the places come out right. Unicode reserves these for such internal use.
 */
const LINK = '\uFDD0';
const LINK_NUMBER_END = '\uFDD1';
const LINK_END = '\uFDD2';
const TITLE = '\uFDD3';
const TITLE_END = '\uFDD4';

export const titleMark: ElementMark = { before: TITLE, after: TITLE_END };

export interface ReadMarkedOptions extends Pick<HtmlToBlocksOptions, 'drop'> {
  /** What the format's own elements mean; null for what means the same everywhere. */
  readonly mark?: (element: ReadableElement, tag: string) => ElementMark | null;
  readonly baseUrl?: string | undefined;
}

/** Blocks of HTML or of a format's tree, with their links and with panels called by their titles. */
export function readMarked(root: ReadableElement | Document, options: ReadMarkedOptions = {}): Block[] {
  const urls: string[] = [];
  const mark = (element: ReadableElement, tag: string) =>
    options.mark?.(element, tag) ?? commonMark(element, tag, urls, options.baseUrl);
  return htmlToBlocks(root, { mark, drop: options.drop ?? [] }).flatMap((block) => unmark(block, urls));
}

function commonMark(
  element: ReadableElement,
  tag: string,
  urls: string[],
  baseUrl: string | undefined,
): ElementMark | null {
  if (!element.hasAttributes()) return null;
  if (element.getAttribute(titleAttribute) !== null) return titleMark;
  if (tag === 'INPUT' && element.getAttribute('type')?.toLowerCase() === 'checkbox')
    return { before: element.getAttribute('checked') === null ? ' [ ] ' : ' [x] ', alone: true };
  if (tag !== 'A' || hasWord(element, 'anchor')) return null;
  const url = safeUrl(element.getAttribute('href') ?? '', baseUrl);
  if (url === null) return null;
  urls.push(url);
  return { before: LINK + String(urls.length - 1) + LINK_NUMBER_END, after: LINK_END };
}

/** A block without its marks; none where nothing but marks was in it. */
function unmark(block: Block, urls: readonly string[]): Block[] {
  switch (block.kind) {
    case 'code':
      return [block];
    case 'heading':
    case 'paragraph': {
      const { text, links } = resolve(block.text, urls);
      return text === '' ? [] : [withLinks({ ...block, text }, links)];
    }
    case 'note': {
      const { text, links, title } = resolve(block.text, urls, true);
      const label = title === '' ? block.label : title;
      return text === '' && title === '' ? [] : [withLinks({ ...block, label, text }, links)];
    }
    case 'list': {
      const items = block.items.flatMap((item) => {
        const { text, links } = resolve(item.text, urls);
        return text === '' ? [] : [withLinks({ ...item, text }, links)];
      });
      return items.length === 0 ? [] : [{ ...block, items }];
    }
    case 'table':
      return unmarkTable(block, urls);
  }
}

function unmarkTable(block: Extract<Block, { kind: 'table' }>, urls: readonly string[]): Block[] {
  const resolved = block.rows
    .map((row) => row.map((cell) => resolve(cell, urls)))
    .filter((row) => row.some(({ text }) => text !== ''));
  if (resolved.length === 0) return [];
  const links = resolved.flatMap((cells, row) =>
    cells.flatMap((content, cell) => content.links.map((link) => ({ row, cell, ...link }))),
  );
  return [withLinks({ ...block, rows: resolved.map((row) => row.map(({ text }) => text)) }, links)];
}

function withLinks<Holder extends object, Link>(
  holder: Holder,
  links: Link[],
): Holder | (Holder & { links: Link[] }) {
  return links.length === 0 ? holder : { ...holder, links };
}

/** The text between the marks, and where in it the links are; a title that it begins with is told apart. */
function resolve(
  marked: string,
  urls: readonly string[],
  takesTitle = false,
): { text: string; links: TextLink[]; title: string } {
  const state = new TextState();
  let title = '';
  let titleStart = -1;
  // A mark that the end of the text cuts off is no mark and no text.
  for (const [part, index] of marked.matchAll(
    /\uFDD0(?:(\d{1,6})\uFDD1|\d{0,6})|[\uFDD1-\uFDD4]|[^\uFDD0-\uFDD4]+/g,
  )) {
    if (part.startsWith(LINK)) state.openLink(index === undefined ? undefined : urls[Number(index)]);
    else if (part === LINK_END) state.closeLink();
    else if (part === TITLE && takesTitle && state.length === 0) titleStart = 0;
    else if (part === TITLE_END && titleStart >= 0) {
      title = state.cutFrom(titleStart);
      titleStart = -1;
    } else if (part !== TITLE && part !== TITLE_END && part !== LINK_NUMBER_END) state.add(part);
  }
  if (titleStart >= 0) title = state.cutFrom(titleStart);
  return { ...state.end(), title };
}

/** Text put together of runs with single spaces; kept in pieces, so that ten thousand links stay cheap. */
class TextState {
  length = 0;
  #parts: string[] = [];
  #spaceAtEnd = true;
  #links: TextLink[] = [];
  #open: { url: string | undefined; start: number }[] = [];

  /** White space on both sides of a mark is one space, at the start none. */
  add(part: string): void {
    const from = this.#spaceAtEnd && part.startsWith(' ') ? part.slice(1) : part;
    if (from === '') return;
    const [outer] = this.#open;
    if (outer && outer.start < 0 && from !== ' ') outer.start = this.length + (from.startsWith(' ') ? 1 : 0);
    this.#parts.push(from);
    this.length += from.length;
    this.#spaceAtEnd = from.endsWith(' ');
  }

  openLink(url: string | undefined): void {
    this.#open.push({ url, start: -1 });
  }

  /** Of links inside links the outermost counts. */
  closeLink(): void {
    const link = this.#open.pop();
    if (!link || this.#open.length > 0) return;
    const end = this.#spaceAtEnd ? this.length - 1 : this.length;
    if (link.url !== undefined && link.start >= 0 && end > link.start)
      this.#links.push({ start: link.start, end, url: link.url });
  }

  /** Takes the text from `start` on out again. */
  cutFrom(start: number): string {
    const text = this.#parts.join('');
    this.#parts = [text.slice(0, start)];
    this.length = start;
    this.#spaceAtEnd = start === 0 || text[start - 1] === ' ';
    this.#links = this.#links.filter((link) => link.end <= start);
    return text.slice(start).trim();
  }

  end(): { text: string; links: TextLink[] } {
    while (this.#open.length > 0) this.closeLink();
    return { text: this.#parts.join('').trimEnd(), links: this.#links };
  }
}
