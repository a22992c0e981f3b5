import type { SearchQuery } from '../core/query';
import { scoreClause, toClauses, type Clause } from '../retrieval/query-clauses';
import { tokenize } from '../retrieval/tokenize';

/** The terms of one text, with enough order left to tell phrases. */
export interface ReadText {
  readonly terms: ReadonlyMap<string, readonly number[]>;
}

export function readText(text: string, language: string | null): ReadText {
  const terms = new Map<string, number[]>();
  for (const token of tokenize(text, language)) {
    const positions = terms.get(token.term);
    if (positions === undefined) terms.set(token.term, [token.position]);
    else positions.push(token.position);
  }
  return { terms };
}

/** How much of each of a query's terms stands in a text, 0 to 1; the same clauses as the retriever's. */
export class QueryMatcher {
  readonly clauses: readonly Clause[];
  readonly totalWeight: number;

  constructor(query: SearchQuery) {
    this.clauses = toClauses(query);
    this.totalWeight = this.clauses.reduce((sum, clause) => sum + clause.term.weight, 0);
  }

  /** One number a clause, in the order of `clauses`. */
  matches(text: ReadText): number[] {
    return this.clauses.map(
      (clause) =>
        scoreClause(
          clause,
          {
            frequency: (leaf) =>
              leaf.terms.reduce((sum, term) => sum + (text.terms.get(term)?.length ?? 0), 0),
            idf: () => 1,
            adjacent: (asked) => standTogether(asked, text),
          },
          1,
        ).matched,
    );
  }

  /** Share of the query's weight found in the text. `values` are per clause, such as rarities. */
  share(matches: readonly number[], values?: readonly number[]): number {
    let found = 0;
    let total = 0;
    for (const [index, clause] of this.clauses.entries()) {
      const worth = clause.term.weight * (values?.[index] ?? 1);
      found += worth * (matches[index] ?? 0);
      total += worth;
    }
    return total === 0 ? 0 : found / total;
  }
}

/** Words of a clause one after another, one word of slack for stop words of another language. */
function standTogether(clause: Clause, text: ReadText): boolean {
  const places = clause.slots.map((slot) => {
    const leaves = slot.whole === null ? slot.parts : [slot.whole, ...slot.parts];
    return {
      offset: slot.offset,
      at: leaves.flatMap((leaf) => leaf.terms.flatMap((term) => text.terms.get(term) ?? [])),
    };
  });
  const first = places[0]?.at ?? [];
  return first.some((origin) =>
    places.every(({ offset, at }) =>
      at.some((position) => Math.abs(position - origin - offset) <= (offset === 0 ? 0 : 1)),
    ),
  );
}

/** The best of several texts' matches, clause by clause. */
export function unite(all: readonly (readonly number[])[]): number[] {
  const width = Math.max(0, ...all.map((matches) => matches.length));
  return Array.from({ length: width }, (_, index) =>
    Math.max(0, ...all.map((matches) => matches[index] ?? 0)),
  );
}
