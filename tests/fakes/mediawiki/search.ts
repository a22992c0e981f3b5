import { escapeHtml } from '../markdown';
import { currentOf, type StoredPage, type WikiStore } from './store';

/**
 * The search that comes with MediaWiki on SQLite, as measured on 1.39: every word must be there, `word*` and
 * "phrases" work, nothing is an operator, nothing is stemmed or ranked, hits come in the order of their titles. Titles
 * and texts are two indexes: a search looks into one of them only.
 */
export function searchWiki(store: WikiStore, source: string, what: 'title' | 'text'): StoredPage[] {
  const terms = parseTerms(source);
  if (terms.length === 0) return [];
  return store.pages
    .filter((page) => {
      const words = wordsOf(what === 'title' ? page.title : indexedText(store.text(currentOf(page))));
      return terms.every((term) => holds(words, term));
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** Up to two lines of the wikitext around what matched, escaped, with the matches in spans. */
export function snippetOf(text: string, source: string): string {
  const marks = parseTerms(source).map(({ words, prefix }) => {
    const last = prefix ? '' : '(?![\\p{L}\\p{N}])';
    return `${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('[^\\p{L}\\p{N}]+')}${last}`;
  });
  if (marks.length === 0) return '';
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${marks.join('|')})`, 'giu');
  return text
    .split('\n')
    .filter((line) => line.search(pattern) >= 0)
    .slice(0, 2)
    .map((line) => `${markLine(around(line, line.search(pattern)), pattern)}\n`)
    .join('');
}

interface Term {
  words: readonly string[];
  /** The last word may go on. */
  prefix: boolean;
}

function parseTerms(source: string): Term[] {
  // What is no letter of a word to the product parts words; these marks hold them together instead.
  const parts = source.match(/"[^"]*"|[\p{L}\p{N}\p{M}_'./!~-]+\*?/gu) ?? [];
  return parts
    .map((part) => ({ words: wordsOf(part), prefix: /[^"]\*$/.test(part) }))
    .filter(({ words }) => words.length > 0);
}

function holds(words: readonly string[], { words: wanted, prefix }: Term): boolean {
  return words.some((_, start) =>
    wanted.every((word, offset) => {
      const found = words[start + offset];
      const isOpen = prefix && offset === wanted.length - 1;
      return found !== undefined && (isOpen ? found.startsWith(word) : found === word);
    }),
  );
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** What the text index takes of a page: no tags and no addresses of links, all other wikitext. */
function indexedText(text: string): string {
  return text.replace(/<\/?\s*[A-Za-z][^>]*?>/g, ' ').replace(/\[https?:\S+/g, ' ');
}

function around(line: string, at: number): string {
  const start = Math.max(0, at - 75);
  return `${start > 0 ? '...' : ''}${line.slice(start, at + 150)}${at + 150 < line.length ? '...' : ''}`;
}

function markLine(line: string, pattern: RegExp): string {
  let html = '';
  let last = 0;
  for (const match of line.matchAll(pattern)) {
    html += `${escapeHtml(line.slice(last, match.index))}<span class='searchmatch'>${escapeHtml(match[0])}</span>`;
    last = match.index + match[0].length;
  }
  return html + escapeHtml(line.slice(last));
}
