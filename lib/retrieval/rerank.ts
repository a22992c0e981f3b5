import type { SearchQuery } from '../core/query';
import type { Passage } from '../core/suggestion';
import type { PassageHit } from './retriever';

export interface RerankOptions {
  /** How many of the first are judged; those after them stay as they are. */
  readonly most: number;
  /** Any two texts are so near: what is above that says something. */
  readonly floor: number;
  /** What a passage of the query's very meaning adds, as a share of the best score. */
  readonly share: number;
}

export const defaultRerankOptions: RerankOptions = { most: 20, floor: 0.2, share: 1 };

/** What a search found, with the text that the encoder is asked about. */
export interface Rerankable {
  readonly hit: PassageHit;
  readonly facts: { readonly title: string };
  /** All of its document. */
  readonly passages: readonly Pick<Passage, 'headingPath' | 'text'>[];
}

/** What the encoder reads of a hit: the passage that brought it, under its document's title. */
export function textOf({ hit, facts }: Rerankable): string {
  return [facts.title, ...hit.passage.headingPath, hit.passage.text].join('\n');
}

/**
 * Adds to the score of each of the first hits how near an encoder finds its passage to the query, 1 for the same and
 * 0 for nothing in common, and puts them in that order. What holds an identifier of the query does not fall behind
 * what lacks it by this.
 * @param similarities of the first hits, in their order; null where there is nothing to compare
 */
export function rerank<T extends Rerankable>(
  found: readonly T[],
  similarities: readonly (number | null)[],
  query: Pick<SearchQuery, 'terms'>,
  options: RerankOptions = defaultRerankOptions,
): T[] {
  const judged = found.slice(0, options.most);
  const best = Math.max(0, ...judged.map(({ hit }) => hit.score));
  const scale = (best * options.share) / (1 - options.floor);
  const rated = judged.map((entry, at) => ({
    entry,
    similarity: similarities[at] ?? null,
    exact: identifiersIn(entry, query),
    score: entry.hit.score + scale * Math.max(0, (similarities[at] ?? 0) - options.floor),
  }));
  const capped = rated.map((one, at) => {
    const above = rated.slice(0, at).filter(({ exact }) => exact > one.exact);
    return { ...one, score: Math.min(one.score, ...above.map(({ score }) => score)) };
  });
  // The sort is stable: equals keep the order they came in, so what was capped stays behind what capped it.
  const ordered = capped.toSorted((a, b) => b.score - a.score);
  return [...ordered.map(toEntry), ...found.slice(options.most)];
}

function toEntry<T extends Rerankable>(one: { entry: T; score: number; similarity: number | null }): T {
  const { hit } = one.entry;
  const why = hit.why && { ...hit.why, byReading: one.similarity };
  return { ...one.entry, hit: { ...hit, score: one.score, ...(why && { why }) } };
}

/** How many of the query's identifiers stand in the document as they are. */
function identifiersIn({ facts, passages }: Rerankable, { terms }: Pick<SearchQuery, 'terms'>): number {
  const codes = terms.filter(({ kind }) => kind === 'identifier');
  if (codes.length === 0) return 0;
  const parts = passages.flatMap(({ headingPath, text }) => [...headingPath, text]);
  const text = [facts.title, ...parts].join('\n').toLowerCase();
  return codes.filter(({ text: code }) => standsIn(text, code.toLowerCase())).length;
}

/** As a word: "ERR-8" does not stand in "ERR-80". */
function standsIn(text: string, code: string): boolean {
  if (code === '') return false;
  for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + code.length] ?? ' '];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
