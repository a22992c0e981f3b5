import type { AssistState } from '../core/assist-state';
import { isAbort } from '../core/errors';
import type { PageContext, PageReading } from '../core/page';
import type { Citation } from '../core/suggestion';
import type { Logger } from '../platform/logger';
import type { AssistUpdate } from '../assist/assist';
import type { Groundwork } from '../assist/written/groundwork';
import { createAnswerWriter, type AnswerWriterOptions } from './answer-writer';
import type { LookUpOptions } from './look-up';
import { contextIdOf } from './read-context';
import type { TabView } from './tab-tracker';

export interface DeskOptions {
  tabId: number;
  /** Reads the record by the product's API; null when only the page can be relied on. Bounded in time. */
  readByApi(reading: PageReading, signal: AbortSignal): Promise<PageContext | null>;
  fromPage(reading: PageReading): PageContext;
  /** The site of the page as a source to use; asked only once its record could be read. */
  offerFor(reading: PageReading): AssistState['offer'];
  /** Cache only: instant, before the record was read by API. */
  preview(context: PageContext, options: LookUpOptions): Promise<unknown>;
  /** Gives what an answer could be written from. */
  lookUp(context: PageContext, options: LookUpOptions): Promise<Groundwork | null>;
  answerPaths: AnswerWriterOptions['paths'];
  /** False: wait for somebody to ask. */
  isAutomatic(): boolean;
  publish(state: AssistState): void;
  logger: Logger;
}

/** What is shown for a tab that has said nothing. */
export function emptyState(tabId: number): AssistState {
  return { tabId, subject: { state: 'none', reason: 'not-supported' }, ...nothing };
}

const nothing: Omit<AssistState, 'tabId' | 'subject'> = {
  stage: 'idle',
  articles: [],
  tickets: [],
  answer: null,
  writer: null,
  sources: [],
  offer: null,
  offline: false,
  wordsOnly: null,
  timings: { cachedMs: null, liveMs: null },
};

/**
 * What one tab's panel shows. Everything is done for one context and under one signal: when the tab moves on, the
 * signal is aborted and whatever still comes back is not published. Asked again for the same context, it keeps
 * what is shown until there is something newer.
 */
export function createTabDesk(options: DeskOptions) {
  const { tabId } = options;
  let state = emptyState(tabId);
  /** `asked`: somebody wanted it; until it is through, what the page says meanwhile is no reason to drop it. */
  let run: { abort: AbortController; asked: boolean } | null = null;
  let current: { reading: PageReading; at: number; contextId: string } | null = null;

  const publish = (change: Partial<AssistState>) => {
    state = { ...state, ...change };
    options.publish(state);
  };
  const writer = createAnswerWriter({ paths: options.answerPaths, publish, logger: options.logger });
  const stop = () => {
    run?.abort.abort();
    run = null;
    writer.clear();
  };
  /** Nothing is offered to be written any more. */
  const hideWriter = () => {
    if (state.writer !== null) publish({ writer: null });
  };

  const start = (subject: { reading: PageReading; at: number }, force: boolean) => {
    stop();
    hideWriter();
    const mine = { abort: new AbortController(), asked: force };
    const { signal } = mine.abort;
    run = mine;
    work(subject.reading, subject.at, force, signal)
      .catch((error: unknown) => {
        if (isAbort(error) || signal.aborted) return;
        options.logger.warn('a look-up failed', error);
        publish({ stage: 'done' });
      })
      .finally(() => {
        if (run === mine) run = null;
      });
  };

  async function work(reading: PageReading, at: number, force: boolean, signal: AbortSignal): Promise<void> {
    const seen = options.fromPage(reading);
    const automatic = force || options.isAutomatic();
    const emit = ({ contextId, revision: _revision, ...update }: AssistUpdate) => {
      // What was made for another context than the one shown is dropped, however it got here.
      if (signal.aborted || contextId !== current?.contextId) return;
      const { cachedMs, liveMs } = state.timings;
      const timings = {
        cachedMs: cachedMs ?? update.timings.cachedMs,
        liveMs: liveMs ?? update.timings.liveMs,
      };
      publish({ ...update, timings });
    };
    const lookUpOptions = { signal, startedAt: at };
    const showCached = async () => {
      if (seen.title === '' || !automatic) return;
      publishSubject(seen);
      if (state.stage !== 'idle') return;
      await options.preview(seen, {
        ...lookUpOptions,
        emit: (update) => emit({ ...update, stage: 'cache' }),
      });
    };
    // Together, so that neither fails unheard while the other is awaited.
    const [byApi] = await Promise.all([options.readByApi(reading, signal), showCached()]);
    signal.throwIfAborted();
    const context = byApi ?? seen;
    if (context.title === '')
      return publish({ ...nothing, subject: { state: 'none', reason: 'nothing-to-read' } });
    publishSubject(context);
    publishOffer(byApi ? options.offerFor(reading) : null);
    if (automatic) {
      const ground = await options.lookUp(context, { ...lookUpOptions, shown: state, emit });
      signal.throwIfAborted();
      return writer.offer(ground);
    }
    // A look-up that was cut short, and that nobody takes up again, is over.
    if (state.stage === 'cache' || state.stage === 'live') publish({ ...nothing });
  }

  function publishSubject(context: PageContext): void {
    const { contextId, revision, site, kind, key, title, url, readBy } = context;
    publish({ subject: { state: 'ready', contextId, revision, site, kind, key, title, url, readBy } });
  }

  /** Said once: the same again would be an update about nothing. */
  function publishOffer(offer: AssistState['offer']): void {
    if (JSON.stringify(offer) !== JSON.stringify(state.offer)) publish({ offer });
  }

  return {
    state: () => state,
    show(view: TabView): void {
      if (view.reading === null) {
        const same = state.subject.state === 'none' && state.subject.reason === view.reason;
        stop();
        current = null;
        if (!same) publish({ ...nothing, subject: { state: 'none', reason: view.reason } });
        return;
      }
      const { reading, at } = view;
      const contextId = contextIdOf(reading.match);
      const sameContext = current?.contextId === contextId;
      if (sameContext && current?.reading.fingerprint === reading.fingerprint) return;
      current = { reading, at, contextId };
      if (!sameContext) {
        stop();
        publish({
          ...nothing,
          subject: { state: 'reading', title: reading.title, url: reading.url },
        });
      }
      start(current, run?.asked ?? false);
    },
    /** The user asks, or settings changed: everything once more, whatever was said before. */
    refresh(force: boolean): void {
      if (current) start(current, force || (run?.asked ?? false));
    },
    /** Rows that may no longer be shown go at once, and an answer that quotes one of them. */
    withdraw(mayStay: (row: Pick<Citation, 'sourceId' | 'documentKey'>) => boolean): void {
      if (!writer.restsOn(mayStay)) {
        writer.clear();
        hideWriter();
      }
      const articles = state.articles.filter(mayStay);
      const tickets = state.tickets.filter(mayStay);
      const answer = state.answer?.citations.every(mayStay) ? state.answer : null;
      const same = articles.length === state.articles.length && tickets.length === state.tickets.length;
      if (!same || answer !== state.answer) publish({ articles, tickets, answer });
    },
    /** Has the answer written by the model that was chosen. */
    write: () => void writer.write(),
    stopWriting: () => writer.stop(),
    previewWriting: () => writer.preview(),
    dispose(): void {
      stop();
    },
  };
}
export type TabDesk = ReturnType<typeof createTabDesk>;
