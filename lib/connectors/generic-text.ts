import { Readability } from '@mozilla/readability';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import type { MainContent, NoArticle } from '../platform/main-content';
import { contentBlocks, contentTitle, mainContent, weigh, whyNoArticle } from '../platform/main-content';
import type { IsFurniture } from '../platform/page-furniture';
import { furnitureOf } from '../platform/page-furniture';

const MAX_CHARACTERS = 400_000;
/** Readability looks at every element several times; beyond this, the landmarks have to do. */
const MAX_ELEMENTS = 20_000;

export interface PageText {
  readonly title: string;
  readonly blocks: Block[];
  /** Why this is no article; null when it is one. */
  readonly noArticle: NoArticle | null;
  /** Which reading it is. */
  readonly readBy: 'landmarks' | 'readability';
}

/**
 * The text of a page without what stands around it, read twice: by the page's own landmarks, and by Readability's
 * scores. Landmarks keep headings, tables and code as they are, so their reading is taken unless the page has none,
 * or theirs misses much of what Readability found. `parse` gives a fresh document each time: Readability eats its own.
 */
export function pageText(document: Document, parse: () => Document): PageText {
  const isFurniture = furnitureOf(document);
  const main = mainContent(document, isFurniture);
  if (!main) {
    const noArticle = whyNoArticle(document, null, '');
    return { title: document.title.trim(), blocks: [], noArticle, readBy: 'landmarks' };
  }
  const title = contentTitle(document, main.root);
  const noArticle = whyNoArticle(document, main, title);
  const own = contentBlocks(main.root, isFurniture, { title, maxCharacters: MAX_CHARACTERS });
  const readable = noArticle === null ? byReadability(parse()) : null;
  const other =
    readable && contentBlocks(readable.root, readable.isFurniture, { title, maxCharacters: MAX_CHARACTERS });
  return readable && other && isBetter({ ...readable, blocks: other }, { ...main, blocks: own })
    ? { title, blocks: other, noArticle, readBy: 'readability' }
    : { title, blocks: own, noArticle, readBy: 'landmarks' };
}

interface Reading {
  readonly root: Element;
  readonly isFurniture: IsFurniture;
  readonly plain: number;
  readonly linked: number;
}

function byReadability(document: Document): Reading | null {
  const elements = [...document.querySelectorAll('body *')];
  if (elements.length > MAX_ELEMENTS) return null;
  const isFurniture = furnitureOf(document);
  // Known before it takes the page apart, and not to be seen afterwards: what wraps a list of teasers goes first.
  for (const element of elements.filter(isFurniture)) element.remove();
  const found = new Readability<Node>(document, {
    charThreshold: 200,
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => node,
  }).parse();
  const root = found?.content;
  if (root?.nodeType !== 1) return null;
  const element = root as Element;
  const { plain = 0, linked = 0 } = weigh(element, isFurniture).get(element) ?? {};
  return { root: element, isFurniture, plain, linked };
}

/**
 * Whether Readability's reading is the better one. One that misses a quarter of what the other has to read has lost
 * text; of two that keep about as much, it is the better one where the other holds a menu's worth of links more. Where
 * the page marks its content itself, its word is only doubted when Readability has all of that and much more.
 */
function isBetter(readable: Weighed, main: Weighed & Pick<MainContent, 'foundBy'>): boolean {
  if (main.foundBy === 'landmark')
    return readable.plain > main.plain * 1.5 && covers(readable.blocks, main.blocks);
  if (readable.plain < main.plain * 0.75) return false;
  if (main.plain < readable.plain * 0.75) return covers(readable.blocks, main.blocks);
  return readable.linked * 2 + A_MENU < main.linked;
}

/** Characters of links that a text has no use for. */
const A_MENU = 300;

interface Weighed {
  readonly plain: number;
  readonly linked: number;
  readonly blocks: readonly Block[];
}

/** Whether most of the words of `part` stand in `whole` too. */
function covers(whole: readonly Block[], part: readonly Block[]): boolean {
  const wordsOf = (blocks: readonly Block[]) =>
    blocksToText(blocks)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const known = new Set(wordsOf(whole));
  const words = wordsOf(part);
  return words.filter((word) => known.has(word)).length >= words.length * 0.8;
}
