import { saturate } from '../bm25';
import { looseShare, type Clause, type Leaf, type Slot } from '../query-clauses';
import { emptyList, type SegmentMatch, type WordMatch } from './rank-by-words';

/**
 * Scores of all documents of a segment by number, as high as they can be: words of a phrase count as standing
 * together, which only reading the document can tell. Adds up what `scoreClause` says of each document, a list at a
 * time: every search goes through all places of its words here.
 */
export function scoreSegment(
  match: SegmentMatch,
  { clauses, idfs }: Pick<WordMatch, 'clauses' | 'idfs'>,
  k1: number,
): Float64Array {
  const scores = new Float64Array(match.columns.states.length);
  const scorer = new ClauseScorer(match, idfs, k1);
  for (const clause of clauses) {
    const [slot, ...more] = clause.slots;
    const { weight } = clause.term;
    if (slot === undefined) continue;
    if (more.length > 0) scorer.addWords(clause, scores);
    else if (slot.whole !== null && slot.parts.length === 0) scorer.addLeaf(slot.whole, weight, scores);
    else scorer.addSlot(slot, weight, scores);
  }
  return scores;
}

class ClauseScorer {
  /** Used over and over: as long as there are documents, they would be most of what a search leaves behind. */
  private found: { score: Float64Array; matched: Float64Array } | null = null;

  constructor(
    private readonly match: SegmentMatch,
    private readonly idfs: ReadonlyMap<Leaf, number>,
    private readonly k1: number,
  ) {}

  /** The whole of a word that has no parts. */
  addLeaf(leaf: Leaf, weight: number, scores: Float64Array): void {
    const { numbers, frequencies } = this.match.lists.get(leaf) ?? emptyList;
    const idf = this.idfs.get(leaf) ?? 0;
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers[at] ?? 0;
      scores[number] = (scores[number] ?? 0) + idf * saturate(frequencies[at] ?? 0, this.k1) * weight;
    }
  }

  addSlot(slot: Slot, weight: number, scores: Float64Array): void {
    const { score } = this.slot(slot);
    for (let number = 0; number < scores.length; number += 1) {
      const one = score[number] ?? 0;
      if (one !== 0) scores[number] = (scores[number] ?? 0) + one * weight;
    }
  }

  /** Several words: all of them count where they may stand together, else with the share of those that do not. */
  addWords({ term, slots }: Clause, scores: Float64Array): void {
    const matched = new Float64Array(scores.length);
    const score = new Float64Array(scores.length);
    const takesBest = term.kind === 'identifier';
    for (const slot of slots) {
      const one = this.slot(slot);
      for (let number = 0; number < scores.length; number += 1) {
        const found = one.matched[number] ?? 0;
        if (found === 0) continue;
        const [before, next] = [score[number] ?? 0, one.score[number] ?? 0];
        matched[number] = (matched[number] ?? 0) + found;
        score[number] = takesBest ? Math.max(before, next) : before + next;
      }
    }
    for (let number = 0; number < scores.length; number += 1) {
      const found = (matched[number] ?? 0) / slots.length;
      if (found === 0) continue;
      const share = found === 1 ? 1 : looseShare[term.kind];
      const whole = takesBest ? (score[number] ?? 0) : (score[number] ?? 0) / slots.length;
      scores[number] = (scores[number] ?? 0) + whole * share * term.weight;
    }
  }

  /** By document: the whole word where it occurs, else what there is of its parts. Good until the next slot. */
  private slot({ whole, parts, partShare }: Slot): { score: Float64Array; matched: Float64Array } {
    const count = this.match.columns.states.length;
    this.found ??= { score: new Float64Array(count), matched: new Float64Array(count) };
    const score = this.found.score.fill(0);
    const matched = this.found.matched.fill(0);
    const share = partShare / parts.length;
    for (const part of parts) {
      const { numbers, frequencies } = this.match.lists.get(part) ?? emptyList;
      const idf = this.idfs.get(part) ?? 0;
      for (let at = 0; at < numbers.length; at += 1) {
        const number = numbers[at] ?? 0;
        score[number] = (score[number] ?? 0) + idf * saturate(frequencies[at] ?? 0, this.k1);
        matched[number] = (matched[number] ?? 0) + 1;
      }
    }
    for (let number = 0; parts.length > 0 && number < score.length; number += 1) {
      score[number] = (score[number] ?? 0) * share;
      matched[number] = (matched[number] ?? 0) * share;
    }
    if (whole === null) return { score, matched };
    const { numbers, frequencies } = this.match.lists.get(whole) ?? emptyList;
    const idf = this.idfs.get(whole) ?? 0;
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers[at] ?? 0;
      score[number] = idf * saturate(frequencies[at] ?? 0, this.k1);
      matched[number] = 1;
    }
    return { score, matched };
  }
}
