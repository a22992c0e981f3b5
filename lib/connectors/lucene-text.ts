import type { QueryTerm } from '../core/query';

/**
 * Words of user text that mean nothing to Lucene's query parser: every character that could be an operator becomes a
 * space, and the operator words lose their capitals. Shared by JQL and CQL, whose `~` values are Lucene queries.
 */
export function luceneWords(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}_.@#$%']+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^[.'@%]+|[.'@%]+$/g, ''))
    .filter((word) => word !== '')
    .map((word) => (/^(?:AND|OR|NOT|TO)$/.test(word) ? word.toLowerCase() : word))
    .join(' ');
}

/** A JQL or CQL string literal: nothing in `text` can end it. */
export function quoteLiteral(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
  return `"${flat.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/**
 * `field ~ "words"`: identifiers and whatever falls into several words as an exact phrase, a plain word stemmed.
 * Null when nothing searchable is left of the term.
 */
export function luceneClause(field: string, term: QueryTerm): string | null {
  const words = luceneWords(term.text);
  if (!/[\p{L}\p{N}]/u.test(words)) return null;
  const isPhrase = term.kind === 'identifier' || words.includes(' ');
  return `${field} ~ ${quoteLiteral(isPhrase ? `"${words}"` : words)}`;
}

/** `name in ("a", "b")`, or null for an empty list. */
export function inClause(name: string, values: readonly string[]): string | null {
  const literals = values.filter((value) => value.trim() !== '').map((value) => quoteLiteral(value.trim()));
  return literals.length === 0 ? null : `${name} in (${literals.join(', ')})`;
}

/**
 * Drops terms from the weak end until the URL that `build` makes of them fits. Null when `build` makes none of what is
 * left: an empty condition would match everything.
 */
export function fitUrl(
  terms: readonly QueryTerm[],
  build: (terms: readonly QueryTerm[]) => string | null,
  longest = 2000,
): string | null {
  for (let count = terms.length; count > 0; count -= 1) {
    const url = build(terms.slice(0, count));
    if (url !== null && url.length <= longest) return url;
  }
  return null;
}
