/**
 * User text as bare words: the search has many operators (`-word`, `@namespace`, `^namespace`, `ns:`, `*`, `|`, quotes,
 * brackets, and the words "and" and "or"), and takes every sign between letters for a space anyway. Single letters are
 * not indexed, single digits are. https://www.dokuwiki.org/search
 */
export function dokuwikiWords(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .split(' ')
    .filter((word) => /^\p{N}+$|[\p{L}\p{N}]{2}|[\p{Script=Han}\p{Script=Hangul}]/u.test(word))
    .filter((word) => !/^(?:and|or)$/i.test(word))
    .slice(0, 12)
    .join(' ');
}

/** Namespaces of a source as ids are spelled: nothing in them can be an operator. */
export function dokuwikiNamespaces(scopes: readonly string[]): string[] {
  return scopes
    .map((scope) =>
      scope
        .trim()
        .toLowerCase()
        .replace(/^[:.]+|[:.]+$/g, ''),
    )
    .filter((scope) => /^[\p{L}\p{N}\p{M}_.:-]+$/u.test(scope));
}

/** More of them make an address that servers refuse: the answer is filtered anyway. */
const longestRestriction = 800;

/** The search for `words` in these namespaces; all of them when there is none. */
export function dokuwikiQuery(words: string, namespaces: readonly string[]): string {
  const restriction = namespaces.map((namespace) => `@${namespace}`).join(' or ');
  if (restriction === '' || restriction.length > longestRestriction) return words;
  return namespaces.length === 1 ? `${words} ${restriction}` : `${words} (${restriction})`;
}

/** Is this page in one of these namespaces, or in one inside them? */
export function isInNamespace(id: string, namespaces: readonly string[]): boolean {
  return namespaces.length === 0 || namespaces.some((namespace) => id.startsWith(`${namespace}:`));
}
