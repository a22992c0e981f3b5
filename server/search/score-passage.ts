import {
  defaultBm25Options,
  inverseDocumentFrequency,
  lengthNorm,
  type Bm25Options,
} from '../../lib/retrieval/bm25';
import {
  scoreClause,
  type Clause,
  type Leaf,
  type LeafReader,
  type Slot,
} from '../../lib/retrieval/query-clauses';
import type { FieldLengths } from './index-passage';
import type { StoreStatistics } from './statistics';

/** Where a term stands in a passage: places, and in which field each ("A" title, "B" headings, "D" body). */
export interface TermPlaces {
  readonly positions: readonly number[];
  readonly weights: readonly string[];
}

export interface ScoringContext {
  readonly clauses: readonly Clause[];
  readonly statistics: StoreStatistics;
  /** By term: in how many passages it stands. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface WordScore {
  readonly score: number;
  /** Share of the query's weight that the passage holds, 0 to 1. */
  readonly coverage: number;
}

const fieldOf: Readonly<Record<string, keyof FieldLengths>> = { A: 'title', B: 'headings' };

/** What words say of a passage: the extension's own BM25F, over passages in place of documents. */
export function scorePassage(
  places: ReadonlyMap<string, TermPlaces>,
  lengths: FieldLengths,
  { clauses, statistics, counts }: ScoringContext,
  options: Bm25Options = defaultBm25Options,
): WordScore {
  const { passages, average } = statistics;
  const idf = (leaf: Leaf) =>
    inverseDocumentFrequency(
      passages,
      Math.min(passages, Math.max(0, ...leaf.terms.map((term) => counts.get(term) ?? 0))),
    );
  const norm = (field: keyof FieldLengths) => lengthNorm(lengths[field], average[field], options.b[field]);
  const norms = { title: norm('title'), headings: norm('headings'), body: norm('body') };
  const reader: LeafReader = {
    idf,
    frequency(leaf) {
      let sum = 0;
      for (const term of leaf.terms)
        for (const weight of places.get(term)?.weights ?? []) {
          const field = fieldOf[weight] ?? 'body';
          sum += options.weight[field] / norms[field];
        }
      return sum;
    },
    adjacent: (clause) => standTogether(clause.slots, places),
  };
  let score = 0;
  let covered = 0;
  let whole = 0;
  for (const clause of clauses) {
    const { score: one, matched } = scoreClause(clause, reader, options.k1);
    score += one;
    covered += clause.term.weight * matched;
    whole += clause.term.weight;
  }
  return { score, coverage: whole === 0 ? 0 : covered / whole };
}

/** One word of slack, because stop words differ between languages. */
function standTogether(slots: readonly Slot[], places: ReadonlyMap<string, TermPlaces>): boolean {
  const positions = slots.map(({ whole, parts }) => {
    const leaves = whole ? [whole, ...parts] : parts;
    return new Set(leaves.flatMap(({ terms }) => terms.flatMap((term) => places.get(term)?.positions ?? [])));
  });
  const [first] = positions;
  if (!first) return false;
  return [...first].some((origin) =>
    slots.every(({ offset }, at) =>
      [0, -1, 1].some((slack) => at === 0 || positions[at]?.has(origin + offset + slack) === true),
    ),
  );
}
