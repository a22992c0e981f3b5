import type { QueryTerm, SearchQuery } from '../core/query';
import { strongestTerms } from './clean-terms';
import type { ListedPage } from './generic-lists';
import type { SitemapEntry } from './sitemap';

/** A query as words to look for in addresses and link texts, folded, each with its weight. */
export type SearchWords = ReadonlyMap<string, number>;

const MOST_TERMS = 12;
const MOST_WORDS = 24;
/** Shorter beginnings of words are beginnings of anything. */
const SHORTEST_BEGINNING = 4;
const SHORTEST_PART = 5;

/** Empty when no term holds a word. */
export function searchWords(query: SearchQuery): SearchWords {
  const words = new Map<string, number>();
  for (const term of strongestTerms(query, MOST_TERMS)) {
    for (const word of wordsOf(term.text)) {
      if (words.size >= MOST_WORDS && !words.has(word)) break;
      words.set(word, Math.max(words.get(word) ?? 0, weightOf(term)));
    }
  }
  return words;
}

function weightOf({ kind, weight }: QueryTerm): number {
  return Math.max(0.01, Number.isFinite(weight) ? weight : 0) * (kind === 'identifier' ? 2 : 1);
}

/** Words of an address or a text, without accents and case: "Übersicht_2" holds "ubersicht". */
export function wordsOf(text: string): string[] {
  // Most addresses need no folding, and a list has tens of thousands of them.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().match(/[a-z\d]{2,}/g) ?? [];
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 || /[\p{Script=Han}\p{Script=Hangul}]/u.test(word));
}

/**
 * Listed pages that hold a word of the query, best first: by the weight of the words found, each the more telling the
 * fewer addresses hold it, then the latest changed. One pass over the list; each distinct word of it is compared once.
 */
export function rankPages(pages: readonly ListedPage[], words: SearchWords): ListedPage[] {
  const matcher = createMatcher(words);
  const found: { page: ListedPage; best: ReadonlyMap<string, number> }[] = [];
  const counts = new Map<string, number>();
  for (const page of pages) {
    const best = matcher(wordsOf(`${decoded(page.address)} ${page.text}`));
    if (best.size === 0) continue;
    found.push({ page, best });
    for (const word of best.keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const rarity = (word: string) => Math.log(1 + pages.length / (counts.get(word) ?? 1));
  const scored = found.map(({ page, best }) => ({
    page,
    score: [...best].reduce((sum, [word, fit]) => sum + fit * (words.get(word) ?? 0) * rarity(word), 0),
  }));
  return scored
    .sort((a, b) => b.score - a.score || later(a.page, b.page) || (a.page.address < b.page.address ? -1 : 1))
    .map(({ page }) => page);
}

/** Pages whose address says nothing ("/node/4711"), latest changed first: only their text can tell. */
export function silentPages(pages: readonly ListedPage[]): ListedPage[] {
  return pages
    .filter(({ address, text }) => text === '' && wordsOf(decoded(address)).every(isEmptyWord))
    .sort((a, b) => later(a, b) || (a.address < b.address ? -1 : 1));
}

/** The sitemaps of an index to read: those that a word of the query names, then the latest; never those of pictures. */
export function rankSitemaps(entries: readonly SitemapEntry[], words: SearchWords | null): SitemapEntry[] {
  const matcher = createMatcher(words ?? new Map<string, number>());
  return entries
    .filter(
      ({ loc }) =>
        !/(?:image|video|author|user|tag|category|attachment|media)s?[-_.\d]{0,20}(?:sitemap)?[-_.\d]{0,20}\.xml/i.test(
          loc,
        ),
    )
    .map((entry) => ({ entry, named: matcher(wordsOf(decoded(entry.loc))).size }))
    .sort((a, b) => b.named - a.named || (b.entry.changed ?? 0) - (a.entry.changed ?? 0))
    .map(({ entry }) => entry);
}

/** Whether a text holds any of the words, whole or as its beginning. */
export function holdsWord(text: string, words: SearchWords): boolean {
  return createMatcher(words)(wordsOf(text)).size > 0;
}

/** How well each word of the query is matched by the given words, 0 to 1; those that are not at all are left out. */
function createMatcher(words: SearchWords): (given: readonly string[]) => ReadonlyMap<string, number> {
  const known = new Map<string, readonly (readonly [string, number])[]>();
  const matchesOf = (given: string) => {
    const before = known.get(given);
    if (before) return before;
    const matches = [...words.keys()]
      .map((word) => [word, fit(word, given)] as const)
      .filter(([, value]) => value > 0);
    known.set(given, matches);
    return matches;
  };
  return (given) => {
    const best = new Map<string, number>();
    for (const each of given) {
      for (const [word, value] of matchesOf(each)) best.set(word, Math.max(best.get(word) ?? 0, value));
    }
    return best;
  };
}

/** The same word, another form of it, or a part of a compound. */
function fit(word: string, given: string): number {
  if (word === given || withoutUmlauts(word) === withoutUmlauts(given)) return 1;
  const [short, long] = word.length < given.length ? [word, given] : [given, word];
  if (short.length >= SHORTEST_BEGINNING && long.startsWith(short) && long.length - short.length <= 3)
    return 0.8;
  return word.length >= SHORTEST_PART && given.includes(word) ? 0.5 : 0;
}

/** Addresses write "ü" as "ue" or as "u". */
function withoutUmlauts(word: string): string {
  return word.replace(/([aou])e/g, '$1');
}

function isEmptyWord(word: string): boolean {
  return (
    /^\d+$/.test(word) ||
    /^(?=.*\d)[\da-f]{6,}$/.test(word) ||
    /^(?:node|page|pages|id|p|item|content|view|index|default|html?|php|aspx?|en|de|fr)$/.test(word)
  );
}

function later(a: ListedPage, b: ListedPage): number {
  return (b.changed ?? 0) - (a.changed ?? 0);
}

/** Decoded once; what is not validly encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
