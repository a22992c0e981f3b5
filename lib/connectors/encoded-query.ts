import type { QueryTerm } from '../core/query';

/**
 * One value of a ServiceNow encoded query. `^` ends a condition and cannot be escaped on every release, and
 * `javascript:` is evaluated on the server: both are taken out, with control characters, and 200 characters kept.
 */
export function encodedValue(text: string): string {
  let value = text.replace(/[\^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  // Taking one out may leave another: "javajavascript:script:".
  for (let before = ''; before !== value;) {
    before = value;
    value = value.replace(/javascript\s*:/gi, ' ');
  }
  return value
    .replace(/\s+/gu, ' ')
    .replace(/^[\s=<>!]+/, '')
    .slice(0, 200)
    .replace(/\p{Cs}+/gu, '')
    .trim();
}

/**
 * User text as bare words for a full-text condition: nothing that could be an operator of the encoded query or of
 * the text index is left, and the words that are operators lose their capitals.
 */
export function textQueryWords(text: string): string {
  const words = text
    .replace(/[^\p{L}\p{N}\p{M}_.@-]+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^[.@-]+|[.@-]+$/g, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => (/^(?:AND|OR|NOT)$/.test(word) ? word.toLowerCase() : word));
  return encodedValue(words.join(' '));
}

/** The words of several terms, each once, 200 characters at most. */
export function textQueryOf(terms: readonly QueryTerm[]): string {
  const words = terms.flatMap((term) => textQueryWords(term.text).split(' '));
  return encodedValue([...new Map(words.map((word) => [word.toLowerCase(), word])).values()].join(' '));
}

/** `field=a^ORfield=b`, to follow another condition with `^`; "" for no values. */
export function anyOf(field: string, values: readonly string[]): string {
  return values
    .map(encodedValue)
    .filter((value) => value !== '')
    .map((value) => `${field}=${value}`)
    .join('^OR');
}
