import type { XmlElement } from './xml-tree';
import { child, children, isOn, value } from './xml-tree';

/** What a style says of the text that has it. */
export interface DocxStyle {
  /** 1 to 6; null for running text. */
  readonly heading: number | null;
  /** List the style numbers its paragraphs in, as `w:numPr` has it. */
  readonly list: { readonly id: string; readonly level: number } | null;
  readonly sort: 'title' | 'code' | 'quote' | 'contents' | null;
  readonly hidden: boolean;
}

export type DocxStyles = ReadonlyMap<string, DocxStyle>;

/** Styles are based on each other; a longer chain is a circle. */
const LONGEST_CHAIN = 20;

/** Names are English in every language of Word, the ids are not: "berschrift1" is named "heading 1". */
const sorts: readonly (readonly [RegExp, DocxStyle['sort']])[] = [
  [/^title$/i, 'title'],
  [/^toc(?: \d| heading)|^table of (?:contents|figures)|^index \d/i, 'contents'],
  [/\bcode\b|source ?code|preformatted|^macro$|\b(?:listing|console|terminal)\b/i, 'code'],
  [/^(?:intense )?quote$|^block ?quot|block text/i, 'quote'],
];

export function docxStyles(part: XmlElement | undefined): DocxStyles {
  const all = children(child(part, 'w:styles'), 'w:style').filter(
    // Styles of characters matter only where they hide.
    ({ attributes }) => attributes.get('w:type') === 'paragraph' || attributes.get('w:type') === 'character',
  );
  const byId = new Map(all.map((style) => [style.attributes.get('w:styleid') ?? '', style]));
  return new Map([...byId].map(([id, style]) => [id, readStyle(chainOf(style, byId))]));
}

function chainOf(style: XmlElement, byId: ReadonlyMap<string, XmlElement>): XmlElement[] {
  const chain: XmlElement[] = [];
  let next: XmlElement | undefined = style;
  while (next && chain.length < LONGEST_CHAIN) {
    chain.push(next);
    next = byId.get(value(next, 'w:basedon') ?? '');
  }
  return chain;
}

/** The nearest style of the chain that says something is right. */
function readStyle(chain: readonly XmlElement[]): DocxStyle {
  const first = <T>(read: (style: XmlElement) => T | null | undefined): T | null =>
    chain.map(read).find((found) => found !== null && found !== undefined) ?? null;
  const sort = first((style) => sorts.find(([pattern]) => pattern.test(value(style, 'w:name') ?? ''))?.[1]);
  return {
    heading: sort === 'title' ? 1 : sort === null ? first(headingOf) : null,
    list: first((style) => listOf(child(style, 'w:ppr'))),
    sort,
    hidden: chain.some((style) => isOn(child(style, 'w:rpr'), 'w:vanish')),
  };
}

/** By the outline, else by the name. Word has nine levels; what has level ten is running text. */
function headingOf(style: XmlElement): number | null {
  const outline = outlineOf(child(style, 'w:ppr'));
  if (outline !== null) return outline;
  const named = /^heading (\d)$/i.exec(value(style, 'w:name') ?? '')?.[1];
  return named === undefined ? null : Math.min(Math.max(Number(named), 1), 6);
}

export function outlineOf(properties: XmlElement | undefined): number | null {
  const level = value(properties, 'w:outlinelvl');
  return level !== undefined && /^[0-8]$/.test(level) ? Math.min(Number(level) + 1, 6) : null;
}

/** `null`: says nothing of lists. An id of 0 takes a paragraph out of its style's list. */
export function listOf(properties: XmlElement | undefined): DocxStyle['list'] {
  const numbering = child(properties, 'w:numpr');
  const id = value(numbering, 'w:numid');
  if (id === undefined) return null;
  const level = Number(value(numbering, 'w:ilvl') ?? 0);
  return { id, level: level >= 0 && level < 9 ? Math.floor(level) : 0 };
}
