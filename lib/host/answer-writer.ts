import type { Groundwork } from '../assist/written/groundwork';
import { writeAnswer, type Write, type WrittenAnswer } from '../assist/written/write-answer';
import type { PromptModel } from '../assist/written/write-prompt';
import type { SentText, Writer } from '../core/assist-state';
import { DesksideError } from '../core/errors';
import type { Answer, Citation } from '../core/suggestion';
import type { EngineEvent, EngineRequest } from '../engines/engine';
import type { Logger } from '../platform/logger';

/** One way to an answer: a model that can write it. */
export interface AnswerPath extends PromptModel {
  readonly title: string;
  readonly remote: Writer['remote'];
  /** What would be sent, where anything is. */
  preview?(request: EngineRequest, people: readonly string[]): SentText;
  write(
    request: EngineRequest,
    options: {
      readonly signal: AbortSignal;
      /** Whom the ticket names. */
      readonly people: readonly string[];
      onEvent(event: EngineEvent): void;
      onPhase(phase: Writer['phase']): void;
    },
  ): Promise<void>;
}

export interface AnswerWriterOptions {
  /** Best first; none where nobody chose a model, or it is not on this device. `first`: the others are not asked for. */
  paths(which: 'first' | 'all'): Promise<readonly AnswerPath[]>;
  publish(change: { answer?: Answer; writer: Writer | null }): void;
  readonly logger: Logger;
}

/**
 * Has the answer of one tab written, when somebody asks for it. What a look-up brought is its ground. Where one model
 * fails the next one writes, from the same ground, and what is shown says so.
 */
export function createAnswerWriter({ paths, publish, logger }: AnswerWriterOptions) {
  let ground: Groundwork | null = null;
  let writing: AbortController | null = null;

  const clear = () => {
    writing?.abort();
    writing = null;
    ground = null;
  };
  /** How one path ended: null where the answer is written or nobody waits for it any more, else why it failed. */
  const tryPath = async (
    mine: AbortController,
    own: Groundwork,
    path: AnswerPath,
    before: string | null,
  ): Promise<string | null> => {
    const { signal } = mine;
    let writer: Writer = {
      model: path.title,
      state: 'writing',
      phase: 'waiting',
      problem: before,
      draft: null,
      remote: path.remote,
    };
    const show = ({ answer, draft }: WrittenAnswer, state: Writer['state']) => {
      const nothing =
        state === 'done' && answer === null
          ? 'Nothing that the model wrote is borne out by the sources. Their own words are shown'
          : null;
      const problem = [before, nothing].filter((part) => part !== null).join('. ') || null;
      writer = { ...writer, state, problem, draft };
      publish({ answer: answer ?? own.extracts, writer });
    };
    let last: WrittenAnswer | null = null;
    publish({ answer: own.extracts, writer });
    try {
      const task = own.taskFor(path);
      if (!task) return 'it is too small for the sources';
      const onPhase = (phase: Writer['phase']) => {
        if (writing !== mine || writer.phase === phase) return;
        writer = { ...writer, phase };
        publish({ writer });
      };
      const write: Write = (request, options) =>
        path.write(request, { ...options, onPhase, people: own.people });
      const written = await writeAnswer({
        ...own,
        task,
        write,
        signal,
        onAnswer(soFar) {
          if (writing !== mine) return;
          last = soFar;
          show(soFar, 'writing');
        },
      });
      if (writing === mine) show(written, 'done');
      return null;
    } catch (error) {
      if (writing !== mine) return null;
      if (signal.aborted) {
        // What is whole stays; it can be asked for once more.
        if (last) show(last, 'offered');
        else publish({ writer: { ...writer, state: 'offered' } });
        return null;
      }
      logger.warn('an answer was not written', error);
      return error instanceof DesksideError ? error.message : 'The model broke down';
    }
  };
  const run = async (mine: AbortController, own: Groundwork, all: readonly AnswerPath[]) => {
    const failed: string[] = [];
    try {
      for (const path of all) {
        const why = await tryPath(mine, own, path, failed.length > 0 ? failed.join('. ') : null);
        if (why === null) return;
        failed.push(`${path.title}: ${why}`);
      }
      const [first] = all;
      // With one model its name stands beside the words already.
      const problem =
        all.length === 1 ? (failed[0]?.slice((first?.title.length ?? 0) + 2) ?? null) : failed.join('. ');
      publish({
        answer: own.extracts,
        writer: {
          model: first?.title ?? '',
          state: 'failed',
          phase: 'writing',
          problem,
          draft: null,
          remote: first?.remote ?? null,
        },
      });
    } finally {
      if (writing === mine) writing = null;
    }
  };

  return {
    /** A look-up came to its end: there is something to write from, or there is not. */
    async offer(next: Groundwork | null): Promise<void> {
      clear();
      ground = next;
      const [first] = next ? await paths('first') : [];
      if (ground !== next || writing !== null) return;
      publish({
        writer: first
          ? {
              model: first.title,
              state: 'offered',
              phase: 'writing',
              problem: null,
              draft: null,
              remote: first.remote,
            }
          : null,
      });
    },
    async write(): Promise<void> {
      if (ground === null || writing !== null) return;
      const mine = (writing = new AbortController());
      const own = ground;
      const all = await paths('all');
      if (writing !== mine) return;
      if (all.length > 0) return run(mine, own, all);
      writing = null;
      publish({ writer: null });
    },
    /** What would be sent to write it, word for word; null where nothing would. */
    async preview(): Promise<SentText | null> {
      const own = ground;
      const [first] = own ? await paths('first') : [];
      const task = first && own ? own.taskFor(first) : null;
      return (task && first?.preview?.(task.request, own?.people ?? [])) ?? null;
    },
    /** What is whole of it stays. */
    stop: () => writing?.abort(),
    /** Whether what it was written from may still be shown. */
    restsOn: (mayStay: (row: Pick<Citation, 'sourceId' | 'documentKey'>) => boolean): boolean =>
      ground?.sources.every(({ facts }) => mayStay(facts)) ?? true,
    clear,
  };
}
