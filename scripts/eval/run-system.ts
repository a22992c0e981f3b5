import type { EvaluationSet, Question, QuestionSet } from './evaluation-set';
import { hitAt, ndcgAt, recallAt, reciprocalRankAt } from './measures';
import type { System } from './systems/system';

export const metrics = ['ndcg@10', 'recall@10', 'mrr@10', 'hit@1'] as const;
export type Metric = (typeof metrics)[number];

export interface Measured {
  readonly fact: string;
  readonly values: Readonly<Record<Metric, number>>;
}

/** What was measured, by question set and in the order of its questions. */
export type Measurements = ReadonlyMap<QuestionSet, readonly Measured[]>;

/** Documents that are added at once. */
const stroke = 1_000;

/** Asks all questions of a set, each when just the documents of its time are in. */
export async function runSystem(system: System, set: EvaluationSet): Promise<Measurements> {
  const measured = new Map(set.questionSets.map((one) => [one, new Map<string, Measured>()]));
  let added = 0;
  for (const { question, of } of inTime(set)) {
    while (added < question.documents) {
      const until = Math.min(question.documents, added + stroke);
      await system.add(set.documents.slice(added, until));
      added = until;
    }
    const ranked = await system.search(question.query, 10);
    measured.get(of)?.set(question.id, { fact: question.fact, values: measure(ranked, question) });
  }
  return new Map(
    set.questionSets.map((one) => [one, one.questions.flatMap(({ id }) => measured.get(one)?.get(id) ?? [])]),
  );
}

function inTime(set: EvaluationSet): { question: Question; of: QuestionSet }[] {
  return set.questionSets
    .flatMap((of) => of.questions.map((question) => ({ question, of })))
    .sort((a, b) => a.question.documents - b.question.documents);
}

function measure(ranked: readonly string[], { relevant }: Question): Measured['values'] {
  return {
    'ndcg@10': ndcgAt(10, ranked, relevant),
    'recall@10': recallAt(10, ranked, relevant),
    'mrr@10': reciprocalRankAt(10, ranked, relevant),
    'hit@1': hitAt(1, ranked, relevant),
  };
}
