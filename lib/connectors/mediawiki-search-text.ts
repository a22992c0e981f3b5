import type { QueryTerm } from '../core/query';

/**
 * User text as bare words: the default search backend has no operators, others (CirrusSearch) have many, so every
 * character that one of them could read as an operator becomes a space. Single letters go, and the words that
 * CirrusSearch takes for operators lose their capitals.
 */
export function searchWords(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}_.]+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^[._]+|[._]+$/g, ''))
    .filter((word) => /[\p{L}\p{N}]{2}|[\p{Script=Han}]/u.test(word.replace(/[._]/g, '')))
    .map((word) => (/^(?:AND|OR|NOT)$/.test(word) ? word.toLowerCase() : word))
    .slice(0, 12)
    .join(' ');
}

export interface SearchLadder {
  /** The three strongest terms: what is exactly about them. */
  readonly together: string;
  /** Two terms, each alone: the strongest identifier, which no page may know, and words. */
  readonly singles: readonly string[];
  /** For the search of titles: a word, since titles seldom name an error code. */
  readonly title: string;
}

/**
 * What to search for, from strict to loose: every word of a search must match on the default backend, and one word
 * that no page has empties every search it is part of. Null when no term leaves a word.
 */
export function searchLadder(terms: readonly QueryTerm[]): SearchLadder | null {
  const texts = terms
    .map((term) => ({ ...term, text: searchWords(term.text) }))
    .filter(({ text }) => text !== '');
  const [strongest] = texts;
  if (strongest === undefined) return null;
  const identifiers = texts.filter((term) => term.kind === 'identifier').slice(0, 1);
  const words = texts.filter((term) => term.kind !== 'identifier').slice(0, 2 - identifiers.length);
  const together = [...new Set(texts.map(({ text }) => text))].slice(0, 3).join(' ');
  const singles = new Set([...identifiers, ...words].map(({ text }) => text));
  singles.delete(together);
  return { together, singles: [...singles], title: (words[0] ?? strongest).text };
}
