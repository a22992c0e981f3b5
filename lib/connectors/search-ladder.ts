import type { QueryTerm } from '../core/query';

/**
 * Searches for engines that want every word and cannot weigh them, from strict to loose: one word that no page has
 * empties every search it is part of.
 */
export interface SearchLadder {
  /** The three strongest terms: what is exactly about them. */
  readonly together: string;
  /** Some terms, each alone: the strongest identifier, which no page may know, and words. */
  readonly singles: readonly string[];
  /** For a search of titles: a word, since titles seldom name an error code. */
  readonly title: string;
}

/** Takes user text for the words that the engine would find in it; "" when none is left. */
export type WordsOf = (text: string) => string;

/** Null when no term leaves a word. `most`: how many terms are asked for alone, each of which costs a request. */
export function searchLadderOf(terms: readonly QueryTerm[], wordsOf: WordsOf, most = 2): SearchLadder | null {
  const texts = terms
    .map((term) => ({ ...term, text: wordsOf(term.text) }))
    .filter(({ text }) => text !== '');
  const [strongest] = texts;
  if (strongest === undefined) return null;
  const identifiers = texts.filter((term) => term.kind === 'identifier').slice(0, 1);
  const words = texts.filter((term) => term.kind !== 'identifier').slice(0, most - identifiers.length);
  const together = [...new Set(texts.map(({ text }) => text))].slice(0, 3).join(' ');
  const singles = new Set([...identifiers, ...words].map(({ text }) => text));
  singles.delete(together);
  return { together, singles: [...singles], title: (words[0] ?? strongest).text };
}

/** Hits of all rungs once each: a stricter rung first, within it by what the titles name, else as the engine had them. */
export function orderRungs<Hit extends { readonly title: string }>(
  rungs: readonly (readonly Hit[])[],
  terms: readonly QueryTerm[],
  { wordsOf, keyOf }: { readonly wordsOf: WordsOf; readonly keyOf: (hit: Hit) => unknown },
): Hit[] {
  const wanted = terms
    .map(({ text, weight }) => ({ words: wordsOf(text).toLowerCase(), weight }))
    .filter(({ words }) => words !== '');
  const named = ({ title }: Hit) => {
    const words = ` ${wordsOf(title).toLowerCase()} `;
    const inTitle = wanted.filter((term) => words.includes(` ${term.words} `));
    return inTitle.reduce((sum, { weight }) => sum + weight, 0);
  };
  const [strictest = [], ...looser] = rungs.map((rung) => [...rung]);
  const byTitle = (a: Hit, b: Hit) => named(b) - named(a);
  const ordered = [...strictest.sort(byTitle), ...looser.flat().sort(byTitle)];
  const once = new Map<unknown, Hit>();
  for (const hit of ordered) if (!once.has(keyOf(hit))) once.set(keyOf(hit), hit);
  return [...once.values()];
}
