import type { DocumentFacts, Passage } from '../core/suggestion';

/** A document an answer may rest on, whole: its best passage found it, but the fix may stand in another. */
export interface AnswerSource {
  readonly facts: DocumentFacts;
  /** All passages of the document, in its order. */
  readonly passages: readonly Passage[];
  readonly score: number;
  /** As the retriever gave it: the share of the query that stands in one place of the document, 0 to 1. */
  readonly coverage: number;
}
