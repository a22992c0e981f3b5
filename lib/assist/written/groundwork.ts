import type { PageContext } from '../../core/page';
import type { Answer } from '../../core/suggestion';
import type { AnswerSource } from '../answer-source';
import { writePrompt, type WritingTask } from './write-prompt';

/** What a look-up brought, for an answer to be written from. */
export interface Groundwork {
  readonly task: WritingTask;
  readonly sources: readonly AnswerSource[];
  /** The answer in the sources' own words. */
  readonly extracts: Answer;
  readonly missing: readonly string[];
  readonly language: string | null;
}

/** Null where there is nothing to answer: a page asks nothing, and without an extract there is no evidence. */
export function layGround(
  context: PageContext,
  extracts: Answer,
  sources: readonly AnswerSource[],
  language: string | null,
): Groundwork | null {
  if (context.kind !== 'ticket' || extracts.outcome !== 'answered') return null;
  const task = writePrompt(context, extracts, sources, language);
  return task && { task, sources, extracts, missing: extracts.missing, language };
}
