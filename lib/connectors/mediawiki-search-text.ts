import type { QueryTerm } from '../core/query';
import type { SearchLadder } from './search-ladder';
import { searchLadderOf } from './search-ladder';

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

/** What to search a wiki for; null when no term leaves a word. */
export function searchLadder(terms: readonly QueryTerm[]): SearchLadder | null {
  return searchLadderOf(terms, searchWords);
}
