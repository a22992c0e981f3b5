import type { QueryTerm, SearchQuery } from '../lib/core/query';

/** Texts that people paste, and that attackers type, into a ticket's title. */
export const hostileTexts: readonly string[] = [
  'x" OR project = HR OR text ~ "y',
  'x" or space = "HR',
  'vpn^ORactive=true',
  'vpn^^NQpriority=1',
  'javascript:gs.getUserID()',
  'javajavascript:script:gs.sleep(9)',
  'JavaScript : gs.eventQueue()',
  "'; DROP TABLE incident; --",
  '100% \\" \\\\" \\',
  '(a OR b) AND NOT c',
  '[ab] {cd} ~e^2 *f? g:h /i/',
  'C++ C# .NET -word +word',
  'one\r\ntwo\tthree\u0000four\u2028five',
  '\uD800lone\uDFFF',
  'a|b&titles=Main_Page#x',
  '../../../../rest/api/2/myself',
  '𝒱𝒫𝒩 🙂 日本語 العربية \u202Egnirts',
  'AND',
  'OR NOT',
  '"',
  '\\',
  '^',
  '   ',
  '',
  '*',
  '"'.repeat(300),
  'word '.repeat(1000),
  'x'.repeat(5000),
];

/** The same sequence for the same seed (mulberry32), so that a failure can be run again. */
export function randomTexts(count: number, seed = 7): string[] {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pieces = [
    ...'"\\^\'()[]{}~*?:/|&!+-=<>,;%#@. \n\r\t\u0000\uD800\uDC00é日ab1',
    'AND',
    'OR',
    ' in ',
    'javascript:',
    '^OR',
    '^NQ',
  ];
  const piece = () => pieces[Math.floor(next() * pieces.length)] ?? '';
  return Array.from({ length: count }, () => Array.from({ length: Math.floor(next() * 24) }, piece).join(''));
}

export function termsOf(texts: readonly string[], kind?: QueryTerm['kind']): QueryTerm[] {
  const kinds: QueryTerm['kind'][] = ['identifier', 'phrase', 'word'];
  return texts.map((text, at) => ({ text, weight: 10 - at * 0.1, kind: kind ?? kinds[at % 3] ?? 'word' }));
}

export function queryOf(terms: readonly QueryTerm[], more: Partial<SearchQuery> = {}): SearchQuery {
  return { terms, language: null, limit: 10, excludeIds: [], ...more };
}
