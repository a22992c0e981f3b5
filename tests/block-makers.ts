import type { Block, TextLink } from '../lib/core/rich-text';

/** Short names for what tests expect of a reader. */
type Item = string | readonly [string, number] | readonly [string, number, boolean];

export const p = (text: string, ...links: TextLink[]): Block => ({
  kind: 'paragraph',
  text,
  ...linked(links),
});
export const h = (level: number, text: string): Block => ({ kind: 'heading', level, text });
export const note = (label: string, text: string, ...links: TextLink[]): Block => ({
  kind: 'note',
  label,
  text,
  ...linked(links),
});
export const code = (text: string, language: string | null = null): Block => ({
  kind: 'code',
  text,
  language,
});
export const table = (header: boolean, ...rows: string[][]): Block => ({ kind: 'table', header, rows });

/** An item is its text, or its text and depth, and whether it is ordered where its list is not. */
export const list = (ordered: boolean, ...items: Item[]): Block => ({
  kind: 'list',
  ordered,
  items: items.map((item) => {
    const [text, depth = 0, own] = typeof item === 'string' ? ([item] as const) : item;
    return { text, depth, ...(own === undefined ? {} : { ordered: own }) };
  }),
});

/** A link over the first place where the words stand. */
export function link(text: string, words: string, url: string): TextLink {
  const start = text.indexOf(words);
  return { start, end: start + words.length, url };
}

function linked(links: TextLink[]): { links?: TextLink[] } {
  return links.length > 0 ? { links } : {};
}
