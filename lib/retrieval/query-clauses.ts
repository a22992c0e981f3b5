import type { QueryTerm, SearchQuery } from '../core/query';
import { saturate } from './bm25';
import { tokenize, wordTermVariants, type Token } from './tokenize';

/** One look-up in the index: terms that count as the same. */
export interface Leaf {
  readonly terms: readonly string[];
}

/** One word of a clause: whole where the index has it whole, else by its parts. */
export interface Slot {
  /** Distance in words from the clause's first slot. */
  readonly offset: number;
  readonly whole: Leaf | null;
  readonly parts: readonly Leaf[];
  /** What the parts are worth beside the whole. */
  readonly partShare: number;
}

/** One query term, ready to be matched. */
export interface Clause {
  readonly term: QueryTerm;
  readonly slots: readonly Slot[];
}

/** What several words of one term are worth when they do not stand together. */
export const looseShare = { identifier: 0.25, phrase: 0.6, word: 0.8 } as const;
const identifierPartShare = 0.25;
const wordPartShare = 0.8;

/** Terms without a word worth looking up (stop words, signs) give no clause. */
export function toClauses(query: SearchQuery): Clause[] {
  return query.terms.flatMap((term) => {
    const slots = toSlots(tokenize(term.text, query.language));
    return slots.length === 0 || !(term.weight > 0) ? [] : [{ term, slots }];
  });
}

function toSlots(tokens: readonly Token[]): Slot[] {
  const positions = new Map<number, Token[]>();
  for (const token of tokens)
    positions.set(token.position, [...(positions.get(token.position) ?? []), token]);
  const first = tokens[0]?.position ?? 0;
  return [...positions].map(([position, group]) => toSlot(position - first, group));
}

function toSlot(offset: number, group: readonly Token[]): Slot {
  const start = Math.min(...group.map((token) => token.start));
  const end = Math.max(...group.map((token) => token.end));
  // 0x0000011b, 0000011b and 0x11b all span the whole; the pieces of a compound do not.
  const whole = group.filter((token) => token.start === start && token.end === end);
  const parts = group.filter((token) => !whole.includes(token));
  const coded = whole.some((token) => token.kind === 'identifier');
  return {
    offset,
    whole: whole.length === 0 ? null : { terms: whole.flatMap(leafTerms) },
    parts: parts.map((token) => ({ terms: leafTerms(token) })),
    partShare: whole.length === 0 ? 1 : coded ? identifierPartShare : wordPartShare,
  };
}

function leafTerms(token: Token): string[] {
  return token.kind === 'identifier' ? [token.folded] : wordTermVariants(token.folded);
}

/** How one text (a document or a passage) meets the query's leaves. */
export interface LeafReader {
  frequency(leaf: Leaf): number;
  /** Rarity among the documents the search may see. */
  idf(leaf: Leaf): number;
  /** True where the clause's words stand together in their order. Asked only when all of them occur. */
  adjacent(clause: Clause): boolean;
}

export interface ClauseScore {
  readonly score: number;
  /** How much of the clause was found, 0 to 1. */
  readonly matched: number;
}

const nothing: ClauseScore = { score: 0, matched: 0 };

export function scoreClause(clause: Clause, reader: LeafReader, k1: number): ClauseScore {
  const slots = clause.slots.map((slot) => scoreSlot(slot, reader, k1));
  const only = slots[0];
  if (slots.length === 1 && only !== undefined) return weigh(only, clause.term.weight);
  const matched = slots.reduce((sum, slot) => sum + slot.matched, 0) / slots.length;
  if (matched === 0) return nothing;
  const scores = slots.map((slot) => slot.score);
  // In "error 809" the number is what counts; in a phrase all words do.
  const score =
    clause.term.kind === 'identifier'
      ? Math.max(...scores)
      : scores.reduce((a, b) => a + b, 0) / slots.length;
  const together = matched === 1 && reader.adjacent(clause);
  const share = together ? 1 : looseShare[clause.term.kind];
  return weigh({ score: score * share, matched: matched * share }, clause.term.weight);
}

function weigh(score: ClauseScore, weight: number): ClauseScore {
  return { score: score.score * weight, matched: score.matched };
}

function scoreSlot(slot: Slot, reader: LeafReader, k1: number): ClauseScore {
  const whole = slot.whole === null ? nothing : scoreLeaf(slot.whole, reader, k1);
  if (whole.matched > 0 || slot.parts.length === 0) return whole;
  const parts = slot.parts.map((leaf) => scoreLeaf(leaf, reader, k1));
  const share = slot.partShare / parts.length;
  return {
    score: share * parts.reduce((sum, part) => sum + part.score, 0),
    matched: share * parts.reduce((sum, part) => sum + part.matched, 0),
  };
}

function scoreLeaf(leaf: Leaf, reader: LeafReader, k1: number): ClauseScore {
  const frequency = reader.frequency(leaf);
  return frequency === 0 ? nothing : { score: reader.idf(leaf) * saturate(frequency, k1), matched: 1 };
}

export function leavesOf(clauses: readonly Clause[]): Leaf[] {
  return clauses.flatMap((clause) =>
    clause.slots.flatMap((slot) => (slot.whole === null ? slot.parts : [slot.whole, ...slot.parts])),
  );
}
