import type { DocumentState } from '../../core/document';
import { lengthNorm, type Bm25Options } from '../bm25';
import { scoreClause, type Leaf, type LeafReader } from '../query-clauses';
import { standsTogether, type TermSequence } from '../term-sequence';
import type { ForwardDocument } from './forward';
import { frequencyOf, type SegmentMatch, type WordMatch } from './rank-by-words';
import { similarity } from './vectors';

export interface ExamineOptions {
  readonly bm25: Bm25Options;
  /** What a document's state does to its score. */
  readonly stateFactor: Readonly<Record<DocumentState, number>>;
  /** How much the best passage adds to its document's score: one passage that has it all beats words far apart. */
  readonly passageShare: number;
  /** What a query word in the title or headings above a passage counts there, beside 1 in its text. */
  readonly headingWeight: number;
}

/** A document after it was read: how its words and its meaning meet the query. */
export interface Examined {
  readonly document: ForwardDocument;
  /** Words of the document and of its best passage. */
  readonly words: number;
  /** Nearest passage, -1 to 1; null where nothing is to be compared. */
  readonly meaning: number | null;
  /** What each passage's words score, and how near it is, in order. */
  readonly passages: readonly { readonly words: number; readonly meaning: number | null }[];
}

/** Passages of a few words are not compared with each other by length. */
const leastAverage = 60;

/** Reads one document against the query: its exact score by words, and how near each passage is to `vector`. */
export function examine(
  document: ForwardDocument,
  place: { readonly match: SegmentMatch; readonly number: number },
  words: WordMatch,
  vector: Float32Array | null,
  options: ExamineOptions,
): Examined {
  const factor = options.stateFactor[document.state];
  const whole = total(words, documentReader(document, place, words), options.bm25.k1).score;
  const scores = passageScores(document, words, options);
  const near = document.passages.map((passage) =>
    vector === null || passage.vector === null || passage.vector.values.length !== vector.length
      ? null
      : similarity(vector, passage.vector),
  );
  const meanings = near.filter((value) => value !== null);
  return {
    document,
    words: whole <= 0 ? 0 : (whole + Math.max(0, ...scores) * options.passageShare) * factor,
    meaning: meanings.length === 0 ? null : Math.max(...meanings),
    passages: scores.map((score, at) => ({ words: score, meaning: near[at] ?? null })),
  };
}

function documentReader(
  { title, passages }: ForwardDocument,
  { match, number }: { readonly match: SegmentMatch; readonly number: number },
  { idfs, ids }: WordMatch,
): LeafReader {
  return {
    frequency: (leaf) => frequencyOf(match.lists.get(leaf), number),
    idf: (leaf) => idfs.get(leaf) ?? 0,
    adjacent: (clause) =>
      [title, ...passages.flatMap(({ body, headings }) => [body, headings])].some((sequence) =>
        standsTogether(clause.slots, sequence, ids),
      ),
  };
}

function passageScores(
  { title, passages }: ForwardDocument,
  words: WordMatch,
  { bm25, headingWeight }: ExamineOptions,
): number[] {
  const lengths = passages.map(({ body }) => body.terms.length);
  const average = Math.max(leastAverage, lengths.reduce((sum, length) => sum + length, 0) / passages.length);
  return passages.map(({ body, headings }) => {
    const bodyWeight = 1 / lengthNorm(body.terms.length, average, bm25.b.body);
    const weighted: Weighted[] = [
      [body, bodyWeight],
      [headings, headingWeight],
      [title, headingWeight],
    ];
    return total(words, sequenceReader(weighted, words), bm25.k1).score;
  });
}

/** How much of the query stands in one place of the document, 0 to 1: a passage with its headings and the title. */
export function coverageOf({ title, passages }: ForwardDocument, words: WordMatch, k1: number): number {
  const places = [[], ...passages.map(({ body, headings }) => [body, headings])];
  return Math.max(
    ...places.map((place) => {
      const whole = [title, ...place].map((sequence): Weighted => [sequence, 1]);
      return total(words, sequenceReader(whole, words), k1).coverage;
    }),
  );
}

type Weighted = readonly [sequence: TermSequence, weight: number];

function sequenceReader(weighted: readonly Weighted[], { asked, ids, idfs }: WordMatch): LeafReader {
  const counts = new Map<number, number>();
  for (const [{ terms }, weight] of weighted) {
    for (const term of terms) if (asked.has(term)) counts.set(term, (counts.get(term) ?? 0) + weight);
  }
  return {
    frequency(leaf: Leaf) {
      let sum = 0;
      for (const id of ids.get(leaf) ?? []) sum += counts.get(id) ?? 0;
      return sum;
    },
    idf: (leaf) => idfs.get(leaf) ?? 0,
    adjacent: (clause) => weighted.some(([sequence]) => standsTogether(clause.slots, sequence, ids)),
  };
}

function total(words: WordMatch, reader: LeafReader, k1: number): { score: number; coverage: number } {
  let score = 0;
  let covered = 0;
  for (const clause of words.clauses) {
    const one = scoreClause(clause, reader, k1);
    score += one.score;
    covered += one.matched * clause.term.weight;
  }
  return { score, coverage: score === 0 ? 0 : covered / words.totalWeight };
}
