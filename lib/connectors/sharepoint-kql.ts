import type { QueryTerm } from '../core/query';

/**
 * User text as words of SharePoint's keyword query language. Operators are upper case and of characters that are no
 * part of a word (MS-KQL 2), so words are lower-cased and everything else becomes a space; what may stand inside a
 * word is kept for phrases, where nothing is an operator but the closing quote and a star.
 */
export function kqlWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}._'-]+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^[._'\p{M}-]+|[._'-]+$/gu, ''))
    .filter((word) => word !== '')
    .join(' ');
}

/** One condition on the text: a word with its inflections, or an exact phrase. Null when no word is left of the term. */
export function kqlClause({ text, kind }: Pick<QueryTerm, 'text' | 'kind'>): string | null {
  const words = kqlWords(text);
  if (!/[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hangul}]/u.test(words)) return null;
  const isPlain = kind === 'word' && /^[\p{L}\p{N}\p{M}]+$/u.test(words);
  return isPlain ? words : `"${words}"`;
}

/** Any of the terms; null when none of them leaves a word. SharePoint ranks what holds more of them higher. */
export function kqlAny(terms: readonly Pick<QueryTerm, 'text' | 'kind'>[]): string | null {
  const clauses = new Set(terms.map(kqlClause).filter((clause) => clause !== null));
  return clauses.size === 0 ? null : `(${[...clauses].join(' OR ')})`;
}

/** What lies under one of the addresses; null for none. An address holds no quote and no star. */
export function kqlUnder(addresses: readonly string[]): string | null {
  const paths = addresses.map((address) => `path:"${address.replace(/["*\p{Cc}\p{Cs}]+/gu, ' ')}"`);
  return paths.length === 0 ? null : `(${paths.join(' OR ')})`;
}
