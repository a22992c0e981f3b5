import type { SearchQuery } from '../../lib/core/query';
import type { IndexedDocument } from '../../lib/retrieval/retriever';

/** Whose documents a set's are. */
export const setOwner = 'set';

export interface Question {
  readonly id: string;
  /** Wordings of one question share it: they are in one half, and drawn together. */
  readonly fact: string;
  readonly query: SearchQuery & { readonly text: string };
  /** Grades, above 0, of the documents that answer by their keys; never empty. */
  readonly relevant: ReadonlyMap<string, number>;
  /** How many of the set's documents, in their order, are there when it is asked. */
  readonly documents: number;
  /** Accepted spellings of the answer, where the set has them. */
  readonly answers: readonly string[];
}

/** Questions that are averaged. */
export interface QuestionSet {
  readonly name: string;
  readonly questions: readonly Question[];
}

export interface EvaluationSet {
  readonly name: string;
  readonly documents: readonly IndexedDocument[];
  readonly questionSets: readonly QuestionSet[];
  /** What was left out, a sentence each. */
  readonly remarks: readonly string[];
}
