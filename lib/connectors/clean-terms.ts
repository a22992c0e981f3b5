import type { QueryTerm, SearchQuery } from '../core/query';

/** Longest term that is worth sending; beyond it, it is somebody's log file. */
const longestTerm = 80;

/**
 * Text without anything that could break a string or a URL: no control or invisible characters, no half of a
 * surrogate pair (encodeURIComponent throws on one), white space collapsed, cut to `longest` at a word where it can.
 */
export function cleanText(text: string, longest = longestTerm): string {
  // Cut before the expressions run: a pasted log of megabytes is still one term.
  const flat = text
    .slice(0, longest * 8)
    // Soft hyphens and joiners stand inside words; the rest stands between them.
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (flat.length <= longest) return flat;
  const cut = flat.slice(0, longest + 1);
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0));
  return (atWord || cut.slice(0, longest)).replace(/\p{Cs}+/gu, '').trim();
}

/**
 * The `count` terms that say most, cleaned and without doubles: identifiers first, since an error code names one
 * article where a word names hundreds, then by weight as the query has them.
 */
export function strongestTerms(query: SearchQuery, count = 8): QueryTerm[] {
  const seen = new Set<string>();
  const terms: QueryTerm[] = [];
  for (const term of query.terms.slice(0, 200)) {
    const text = cleanText(term.text);
    const key = text.toLowerCase();
    if (!isTelling(text) || seen.has(key)) continue;
    seen.add(key);
    terms.push({ ...term, text });
  }
  const rank = (term: QueryTerm) => (term.kind === 'identifier' ? 0 : 1);
  return terms.sort((a, b) => rank(a) - rank(b) || b.weight - a.weight).slice(0, count);
}

/** At least two letters or digits, or one of a script that writes words with one. */
function isTelling(text: string): boolean {
  return /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text) || /[\p{Script=Han}\p{Script=Hangul}]/u.test(text);
}
