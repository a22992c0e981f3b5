import type { PageContext } from '../../core/page';
import type { Answer } from '../../core/suggestion';
import { peopleOf } from '../../core/ticket';
import type { AnswerSource } from '../answer-source';
import { writePrompt, type PromptModel, type WritingTask } from './write-prompt';

/** What a look-up brought, for an answer to be written from. */
export interface Groundwork {
  /** What a model is asked; null for one that is too small to be asked anything. */
  taskFor(model: PromptModel): WritingTask | null;
  readonly sources: readonly AnswerSource[];
  /** The answer in the sources' own words. */
  readonly extracts: Answer;
  readonly missing: readonly string[];
  readonly language: string | null;
  /** Whom the ticket's fields name: nobody else's business. */
  readonly people: readonly string[];
}

/** Null where there is nothing to answer: a page asks nothing, and without an extract there is no evidence. */
export function layGround(
  context: PageContext,
  extracts: Answer,
  sources: readonly AnswerSource[],
  language: string | null,
): Groundwork | null {
  if (context.kind !== 'ticket' || extracts.outcome !== 'answered') return null;
  if (sources.every(({ passages }) => passages.length === 0)) return null;
  const taskFor = (model: PromptModel) => writePrompt(context, extracts, sources, language, model);
  return {
    taskFor,
    sources,
    extracts,
    missing: extracts.missing,
    language,
    people: peopleOf(context.ticket),
  };
}
