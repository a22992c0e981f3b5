import type { SearchQuery } from '../../core/query';
import { defaultBm25Options } from '../bm25';
import { toClauses, type Clause } from '../query-clauses';
import type { HitReason } from '../retriever';
import { coverageOf, examine, type ExamineOptions, type Examined } from './examine';
import { documentStates } from './forward';
import { nearestDocuments, type Nearness } from './rank-by-meaning';
import { matchWords, type SegmentMatch, type WordMatch } from './rank-by-words';
import { scoreSegment } from './score-segment';
import type { Segment } from './segment';
import { TopList } from './top-list';
import { rotate } from './vectors';

export interface RankingOptions extends ExamineOptions {
  /** How many documents are read and compared, at least. */
  readonly examined: number;
  /** How many documents are taken for near by signs alone, before their vectors are compared. */
  readonly nearest: number;
  /** Passages are so near to any query: what is above that says something. */
  readonly meaningFloor: number;
  /** What a passage of the query's very meaning would add to a score, as a share of the best score by words. */
  readonly meaningShare: number;
}

export const defaultRankingOptions: RankingOptions = {
  bm25: defaultBm25Options,
  stateFactor: { current: 1, outdated: 0.85, draft: 0.7, retired: 0.6 },
  passageShare: 0.3,
  headingWeight: 0.6,
  examined: 40,
  nearest: 64,
  meaningFloor: 0.2,
  meaningShare: 1.44,
};

export interface RankedHit {
  readonly documentKey: string;
  /** Which of its passages. */
  readonly ordinal: number;
  readonly language: string | null;
  readonly score: number;
  readonly coverage: number;
  readonly why: HitReason;
}

export interface Ranked {
  readonly hits: readonly RankedHit[];
  readonly clauses: readonly Clause[];
}

export interface RankRequest {
  readonly query: SearchQuery;
  /** As the embedder gave it; null to go by words alone. */
  readonly vector: Float32Array | null;
  readonly segments: readonly Segment[];
  readonly k: number;
  readonly signal: AbortSignal | undefined;
}

/** A document by its place. */
interface Place {
  readonly match: SegmentMatch;
  readonly number: number;
}

interface Candidate extends Place {
  readonly score: number;
}

/**
 * Two rankings of all documents, by words and by meaning, cheap and rough; then the best of both are read and scored
 * exactly, and what both say is added up.
 */
export async function rankSegments(request: RankRequest, options: RankingOptions): Promise<Ranked> {
  const { query, segments, signal, k } = request;
  const clauses = toClauses(query);
  const turned = request.vector && rotate(request.vector);
  const most = Math.max(options.examined, k * 2) + query.excludeIds.length;
  const [words, nearness] = await Promise.all([
    matchWords(segments, clauses, options.bm25),
    turned && nearestDocuments(segments, turned, Math.max(options.nearest, k * 2)),
  ]);
  signal?.throwIfAborted();
  const places = shortlist(words, nearness, most, options);
  const excluded = new Set(query.excludeIds);
  const examined = (await readAll(places, words, turned, options)).filter(
    ({ document }) => !excluded.has(document.id),
  );
  signal?.throwIfAborted();
  return { clauses, hits: combine(examined, words, k, options) };
}

/**
 * The most promising of both rankings, by what both say of each as far as that can be told unread: reading is what
 * takes the time.
 */
function shortlist(
  words: WordMatch,
  nearness: Nearness | null,
  most: number,
  options: RankingOptions,
): Candidate[] {
  const scores = new Map(words.segments.map((match) => [match, scoreSegment(match, words, options.bm25.k1)]));
  const candidateAt = (match: SegmentMatch, number: number): Candidate => {
    const state = documentStates[match.columns.states[number] ?? 0] ?? 'current';
    return { match, number, score: (scores.get(match)?.[number] ?? 0) * options.stateFactor[state] };
  };
  const byWords = bestByWords(scores, candidateAt, most);
  if (nearness === null) return byWords;
  const near = nearness.nearest.flatMap(({ segment, number }) => {
    const match = words.segments.find((each) => each.segment === segment);
    return match ? [candidateAt(match, number)] : [];
  });
  const meaningScale = scaleOfMeaning(byWords[0]?.score ?? 0, options);
  const top = new TopList<Candidate>(most, isBetter);
  for (const one of distinct([...byWords, ...near])) {
    const estimate = nearness.estimate(one.match.segment, one.number) ?? 0;
    top.add({ ...one, score: one.score + meaningScale * Math.max(0, estimate - options.meaningFloor) });
  }
  return top.sorted();
}

function bestByWords(
  all: ReadonlyMap<SegmentMatch, Float64Array>,
  candidateAt: (match: SegmentMatch, number: number) => Candidate,
  most: number,
): Candidate[] {
  const top = new TopList<Candidate>(most, isBetter);
  for (const [match, scores] of all) {
    let worst = top.worst?.score ?? 0;
    for (let number = 0; number < scores.length; number += 1) {
      const raw = scores[number] ?? 0;
      if (raw <= 0 || raw < worst) continue;
      top.add(candidateAt(match, number));
      worst = top.worst?.score ?? 0;
    }
  }
  return top.sorted();
}

/** What a cosine above the floor is worth. Without a single word in common, meaning alone is on the scale of a word. */
function scaleOfMeaning(mostByWords: number, { meaningShare, meaningFloor }: RankingOptions): number {
  return ((mostByWords || 1) * meaningShare) / (1 - meaningFloor);
}

/** Score, then the newer one, then the key's hash: the same wherever a document lies. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.score !== b.score) return a.score > b.score;
  const [left, right] = [a.match.columns, b.match.columns];
  const updated = (right.updated[b.number] ?? 0) - (left.updated[a.number] ?? 0);
  if (updated !== 0) return updated < 0;
  const high = (left.keyHigh[a.number] ?? 0) - (right.keyHigh[b.number] ?? 0);
  return high !== 0 ? high < 0 : (left.keyLow[a.number] ?? 0) < (right.keyLow[b.number] ?? 0);
}

function distinct(places: readonly Candidate[]): Candidate[] {
  const seen = new Map<SegmentMatch, Set<number>>();
  return places.filter(({ match, number }) => {
    const numbers = seen.get(match) ?? new Set();
    seen.set(match, numbers);
    if (numbers.has(number)) return false;
    numbers.add(number);
    return true;
  });
}

async function readAll(
  places: readonly Place[],
  words: WordMatch,
  vector: Float32Array | null,
  options: RankingOptions,
): Promise<Examined[]> {
  const bySegment = new Map<SegmentMatch, number[]>();
  for (const { match, number } of places) {
    const numbers = bySegment.get(match) ?? [];
    bySegment.set(match, numbers);
    numbers.push(number);
  }
  const read = await Promise.all(
    [...bySegment].map(async ([match, numbers]) => {
      const documents = await match.segment.forward(numbers);
      return [...documents].map(([number, document]) =>
        examine(document, { match, number }, words, vector, options),
      );
    }),
  );
  return read.flat();
}

interface Scored extends Examined {
  readonly score: number;
}

/** Adds up what words and meaning say of each document, and takes the best `k`. */
function combine(
  examined: readonly Examined[],
  words: WordMatch,
  k: number,
  options: RankingOptions,
): RankedHit[] {
  const scale = scaleOfMeaning(Math.max(0, ...examined.map((one) => one.words)), options);
  const meaningOf = (value: number | null) =>
    value === null ? 0 : scale * Math.max(0, value - options.meaningFloor);
  const scored = examined
    .map((one): Scored => ({ ...one, score: round(one.words + meaningOf(one.meaning)) }))
    .filter(({ score }) => score > 0)
    .sort(byScore);
  const placesByWords = placesOf(scored, (one) => one.words);
  const placesByMeaning = placesOf(scored, (one) => one.meaning ?? 0);
  return scored.slice(0, Math.max(0, k)).map((one) => ({
    documentKey: one.document.documentKey,
    ordinal: bestPassage(one, meaningOf),
    language: one.document.language,
    score: one.score,
    coverage: coverageOf(one.document, words, options.bm25.k1),
    why: {
      byWords: placesByWords.get(one) ?? null,
      byMeaning: placesByMeaning.get(one) ?? null,
      similarity: one.meaning,
    },
  }));
}

function bestPassage({ passages }: Examined, meaningOf: (value: number | null) => number): number {
  let best = 0;
  let most = -Infinity;
  for (const [at, { words, meaning }] of passages.entries()) {
    const score = words + meaningOf(meaning);
    if (score <= most + 1e-9) continue;
    most = score;
    best = at;
  }
  return best;
}

function placesOf(scored: readonly Scored[], value: (one: Scored) => number): Map<Scored, number> {
  const ranked = scored.filter((one) => value(one) > 0).sort((a, b) => value(b) - value(a));
  return new Map(ranked.map((one, at) => [one, at + 1]));
}

/** Score, then the newer one, then the key: the same order whatever the machine did before. */
function byScore(a: Scored, b: Scored): number {
  const [left, right] = [a.document, b.document];
  return (
    b.score - a.score ||
    right.updated - left.updated ||
    (left.documentKey < right.documentKey ? -1 : left.documentKey > right.documentKey ? 1 : 0)
  );
}

/** Takes the last digits off, which depend on the order of additions. */
function round(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
