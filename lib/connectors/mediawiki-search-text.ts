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
  readonly first: string;
  readonly second: string | null;
}

/**
 * What to search for, from strict to loose: every word of a search must match on the default backend, and one word
 * that no page has empties every search it is part of. Null when no term leaves a word.
 */
export function searchLadder(terms: readonly QueryTerm[]): SearchLadder | null {
  const texts = [...new Set(terms.map((term) => searchWords(term.text)).filter((text) => text !== ''))];
  const [first, second] = texts;
  if (first === undefined) return null;
  return { together: texts.slice(0, 3).join(' '), first, second: second ?? null };
}
