import type { Leaf, Slot } from './query-clauses';
import type { Token } from './tokenize';

/** A text's terms in order, as numbers: what phrases and passage scores are read from without tokenising again. */
export interface TermSequence {
  readonly terms: Int32Array;
  readonly positions: Int32Array;
}

export function toSequence(tokens: readonly Token[], termId: (term: string) => number): TermSequence {
  const terms = new Int32Array(tokens.length);
  const positions = new Int32Array(tokens.length);
  for (const [at, token] of tokens.entries()) {
    terms[at] = termId(token.term);
    positions[at] = token.position;
  }
  return { terms, positions };
}

export type LeafIds = ReadonlyMap<Leaf, ReadonlySet<number>>;

/**
 * True where the slots stand in order at their distances, one word of slack allowed: stop words differ between the
 * languages of query and text.
 */
export function standsTogether(slots: readonly Slot[], sequence: TermSequence, ids: LeafIds): boolean {
  const accepts = slots.map((slot) => slotIds(slot, ids));
  const first = accepts[0];
  if (first === undefined) return false;
  for (let index = 0; index < sequence.terms.length; index += 1) {
    if (!first.has(sequence.terms[index] ?? -1)) continue;
    const origin = sequence.positions[index] ?? 0;
    const found = slots.every((slot, place) => {
      const wanted = accepts[place] ?? first;
      return place === 0 || occursNear(sequence, index, origin + slot.offset, wanted);
    });
    if (found) return true;
  }
  return false;
}

function slotIds(slot: Slot, ids: LeafIds): ReadonlySet<number> {
  const leaves = slot.whole === null ? slot.parts : [slot.whole, ...slot.parts];
  return new Set(leaves.flatMap((leaf) => [...(ids.get(leaf) ?? [])]));
}

function occursNear(
  sequence: TermSequence,
  from: number,
  position: number,
  wanted: ReadonlySet<number>,
): boolean {
  for (let index = from + 1; index < sequence.terms.length; index += 1) {
    const at = sequence.positions[index] ?? 0;
    if (at > position + 1) return false;
    if (at >= position - 1 && wanted.has(sequence.terms[index] ?? -1)) return true;
  }
  return false;
}
