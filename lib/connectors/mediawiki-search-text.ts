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

/**
 * What to search for, in order, while hits are wanted: every word must match on the default backend, so the three
 * strongest terms together come first, then two of them, then the strongest alone. Three searches at most.
 */
export function searchLadder(terms: readonly QueryTerm[]): string[] {
  const words = terms.map((term) => searchWords(term.text)).filter((text) => text !== '');
  const [first, second, third] = words;
  if (first === undefined) return [];
  const rungs = [[first, second, third], [first, second], [first], [second]].map((rung) =>
    rung.filter((text) => text !== undefined),
  );
  const texts = rungs.filter((rung) => rung.length > 0).map((rung) => [...new Set(rung)].join(' '));
  return [...new Set(texts)].slice(0, 3);
}
