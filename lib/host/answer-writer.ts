import type { Groundwork } from '../assist/written/groundwork';
import { writeAnswer, type Write, type WrittenAnswer } from '../assist/written/write-answer';
import type { Writer } from '../core/assist-state';
import { DesksideError } from '../core/errors';
import type { Answer, Citation } from '../core/suggestion';
import type { Logger } from '../platform/logger';

/** The model that people chose to write answers. */
export interface ChosenModel {
  readonly title: string;
  readonly write: Write;
}

export interface AnswerWriterOptions {
  /** Null where none is chosen, or it is not on this device. */
  chosen(): Promise<ChosenModel | null>;
  publish(change: { answer?: Answer; writer: Writer | null }): void;
  readonly logger: Logger;
}

/** Has the answer of one tab written by a model, when somebody asks for it. What a look-up brought is its ground. */
export function createAnswerWriter({ chosen, publish, logger }: AnswerWriterOptions) {
  let ground: Groundwork | null = null;
  let writing: AbortController | null = null;

  const clear = () => {
    writing?.abort();
    writing = null;
    ground = null;
  };
  const run = async (mine: AbortController, own: Groundwork, { title, write }: ChosenModel) => {
    const { signal } = mine;
    const base: Writer = { model: title, state: 'writing', problem: null, draft: null };
    const show = ({ answer, draft }: WrittenAnswer, state: Writer['state']) => {
      const problem =
        state === 'done' && answer === null
          ? 'Nothing that the model wrote is borne out by the sources. Their own words are shown'
          : null;
      publish({ answer: answer ?? own.extracts, writer: { ...base, state, problem, draft } });
    };
    let last: WrittenAnswer | null = null;
    publish({ writer: base });
    try {
      const written = await writeAnswer({
        ...own,
        write,
        signal,
        onAnswer(soFar) {
          if (writing !== mine) return;
          last = soFar;
          show(soFar, 'writing');
        },
      });
      if (writing === mine) show(written, 'done');
    } catch (error) {
      if (writing !== mine) return;
      if (signal.aborted) {
        // What is whole stays; it can be asked for once more.
        if (last) show(last, 'offered');
        else publish({ writer: { ...base, state: 'offered' } });
        return;
      }
      logger.warn('an answer was not written', error);
      const problem = error instanceof DesksideError ? error.message : 'The model broke down';
      publish({ answer: own.extracts, writer: { ...base, state: 'failed', problem } });
    } finally {
      if (writing === mine) writing = null;
    }
  };

  return {
    /** A look-up came to its end: there is something to write from, or there is not. */
    async offer(next: Groundwork | null): Promise<void> {
      clear();
      ground = next;
      const model = next && (await chosen());
      if (ground !== next || writing !== null) return;
      publish({ writer: model && { model: model.title, state: 'offered', problem: null, draft: null } });
    },
    async write(): Promise<void> {
      if (ground === null || writing !== null) return;
      const mine = (writing = new AbortController());
      const own = ground;
      const model = await chosen();
      if (writing !== mine) return;
      if (model) return run(mine, own, model);
      writing = null;
      publish({ writer: null });
    },
    /** What is whole of it stays. */
    stop: () => writing?.abort(),
    /** Whether what it was written from may still be shown. */
    restsOn: (mayStay: (row: Pick<Citation, 'sourceId' | 'documentKey'>) => boolean): boolean =>
      ground?.sources.every(({ facts }) => mayStay(facts)) ?? true,
    clear,
  };
}
