import type { AssistState } from '../core/assist-state';
import { isAbort } from '../core/errors';
import type { PageContext, PageReading } from '../core/page';
import type { Logger } from '../platform/logger';
import type { AssistUpdate } from '../assist/assist';
import type { LookUpOptions } from './look-up';
import { contextIdOf } from './read-context';
import type { TabView } from './tab-tracker';


export interface DeskOptions {
  tabId: number;
  /** Reads the record by the product's API; null when only the page can be relied on. Bounded in time. */
  readByApi(reading: PageReading, signal: AbortSignal): Promise<PageContext | null>;
  fromPage(reading: PageReading): PageContext;
  /** Cache only: instant, before the record was read by API. */
  preview(context: PageContext, options: LookUpOptions): Promise<void>;
  lookUp(context: PageContext, options: LookUpOptions): Promise<void>;
  /** False: wait for somebody to ask. */
  isAutomatic(): boolean;
  publish(state: AssistState): void;
  logger: Logger;
}

const nothing: Omit<AssistState, 'tabId' | 'subject'> = {
  stage: 'idle',
  articles: [],
  tickets: [],
  answer: null,
  sources: [],
  offline: false,
  timings: { cachedMs: null, liveMs: null },
};

/**
 * What one tab's panel shows. Everything is done for one context and under one signal: when the tab moves on, the
 * signal is aborted and whatever still comes back is not published. Asked again for the same context, it keeps
 * what is shown until there is something newer.
 */
export function createTabDesk(options: DeskOptions) {
  const { tabId } = options;
  let state: AssistState = {
    tabId,
    subject: { state: 'none', reason: 'not-supported' },
    ...nothing,
  };
  let run: AbortController | null = null;
  let current: { reading: PageReading; at: number; contextId: string } | null = null;

  const publish = (change: Partial<AssistState>) => {
    state = { ...state, ...change };
    options.publish(state);
  };
  const stop = () => {
    run?.abort();
    run = null;
  };

  const start = (subject: { reading: PageReading; at: number }, force: boolean) => {
    stop();
    const mine = new AbortController();
    run = mine;
    work(subject.reading, subject.at, force, mine.signal).catch((error: unknown) => {
      if (isAbort(error) || mine.signal.aborted) return;
      options.logger.warn('a look-up failed', error);
      publish({ stage: 'done' });
    });
  };

  async function work(reading: PageReading, at: number, force: boolean, signal: AbortSignal): Promise<void> {
    const seen = options.fromPage(reading);
    const automatic = force || options.isAutomatic();
    const byApi = options.readByApi(reading, signal);
    const emit = ({ contextId, revision: _revision, ...update }: AssistUpdate) => {
      // What was made for another context than the one shown is dropped, however it got here.
      if (signal.aborted || contextId !== current?.contextId) return;
      const { cachedMs, liveMs } = state.timings;
      const timings = { cachedMs: cachedMs ?? update.timings.cachedMs, liveMs: liveMs ?? update.timings.liveMs };
      publish({ ...update, timings });
    };
    const lookUpOptions = { signal, shown: state, startedAt: at, emit };
    if (seen.title !== '' && automatic) {
      publishSubject(seen);
      if (state.stage === 'idle') await options.preview(seen, { ...lookUpOptions, emit: (update) => emit({ ...update, stage: 'cache' }) });
    }
    const context = (await byApi) ?? seen;
    signal.throwIfAborted();
    if (context.title === '') return publish({ ...nothing, subject: { state: 'none', reason: 'nothing-to-read' } });
    publishSubject(context);
    if (!automatic) return;
    await options.lookUp(context, { ...lookUpOptions, shown: state });
  }

  function publishSubject(context: PageContext): void {
    const { contextId, revision, site, kind, key, title, url, readBy } = context;
    publish({ subject: { state: 'ready', contextId, revision, site, kind, key, title, url, readBy } });
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
      start(current, false);
    },
    /** The user asks, or settings changed: everything once more, whatever was said before. */
    refresh(force: boolean): void {
      if (current) start(current, force);
    },
    dispose(): void {
      stop();
    },
  };
}
export type TabDesk = ReturnType<typeof createTabDesk>;
