import type { SiteHost, SiteMatch } from '../core/page';
import { createLogger } from '../platform/logger';
import { watchPage } from '../platform/watch-page';
import { matchPage } from '../sites/match-page';
import type { Site } from '../sites/site';
import { createPageReporter, type OutgoingReport } from './report-page';

export interface PageRuntime {
  sendMessage(message: unknown): Promise<unknown>;
  onMessage: {
    addListener(listener: (message: unknown) => void): void;
    removeListener(listener: (message: unknown) => void): void;
  };
}

export interface StartPageOptions {
  /** What this page's host can be. */
  sites: readonly Site[];
  window: Window & typeof globalThis;
  runtime: PageRuntime;
  /** Aborts when a newer script of ours takes over. */
  signal: AbortSignal;
  /** True once the extension that put us here is gone. */
  isOrphaned: () => boolean;
}

/** What the background sends to page scripts; everything else is not for us. */
const REPORT_AGAIN = 'deskside/report-again';

/** A report that was refused or not heard is tried again after these waits, in milliseconds; then the next edit counts. */
const RETRIES = [1_000, 3_000, 6_000, 15_000];

/**
 * The page script: learns which instances its host serves, reads the page, follows its navigation and edits, and
 * says so. It holds no state worth keeping and leaves no trace in the page.
 */
export function startPage(options: StartPageOptions): void {
  void run(options).catch((error: unknown) => {
    // Orphaned or taken over in the middle of a step: nobody is left to tell. Anything else is a defect to see.
    if (!options.signal.aborted && !options.isOrphaned()) throw error;
  });
}

async function run({ sites, window, runtime, signal, isOrphaned }: StartPageOptions): Promise<void> {
  const isTop = window.top === window;
  const ended = () => signal.aborted || isOrphaned();
  const log = createLogger('page', window.console);
  const hosts = await hello(runtime, ended);
  if (hosts === null) return;

  const retry = createRetry(() => void report(), signal);
  const send = async (outgoing: OutgoingReport): Promise<boolean> => {
    if (isOrphaned()) return false;
    const reply = await ask(runtime, 'page/report', outgoing).catch(() => null);
    const accepted = isRecord(reply) && reply.accepted === true;
    if (accepted) retry.settle();
    else if (outgoing.reason !== 'gone') retry.later();
    return accepted;
  };
  const reporter = createPageReporter({
    page: () => ({
      url: new URL(window.location.href),
      document: window.document,
      frameName: window.name,
      isTop,
    }),
    hosts,
    match: (url, known) => matchFrame(url, known, sites, isTop),
    send,
    now: () => Date.now(),
    signal,
  });
  /** One reading that goes wrong must not end the following of the page. */
  const report = async (): Promise<boolean> => {
    if (ended()) return false;
    return reporter.report().catch((error: unknown) => {
      if (!ended()) log.warn('this page could not be read', error);
      return false;
    });
  };
  const reportAgain = () => {
    reporter.forget();
    void report();
  };

  const listen = (message: unknown) => {
    if (message === REPORT_AGAIN) reportAgain();
  };
  runtime.onMessage.addListener(listen);
  signal.addEventListener('abort', () => {
    // The listener's registry is gone with the extension that owned it.
    if (!isOrphaned()) runtime.onMessage.removeListener(listen);
  });
  window.addEventListener('pagehide', () => void reporter.leave(), { signal });
  window.addEventListener('pageshow', (event) => event.persisted && reportAgain(), { signal });

  // Watched from the start: a page may move on while it is still being read for the first time.
  watchPage({ window, signal, onNavigate: () => void report(), onMutate: report });
  await report();
}

/** A frame of a product without framed pages is decoration: pop-ups, notifications, editors. */
function matchFrame(
  url: URL,
  hosts: readonly SiteHost[],
  sites: readonly Site[],
  isTop: boolean,
): { site: Site; match: SiteMatch } | null {
  const match = matchPage(url, hosts, sites);
  const site = match && sites.find((candidate) => candidate.id === match.site);
  return match && site && (isTop || site.framed) ? { site, match } : null;
}

function createRetry(work: () => void, signal: AbortSignal): { later(): void; settle(): void } {
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = undefined;
    attempt = 0;
  };
  signal.addEventListener('abort', settle);
  return {
    settle,
    later() {
      const wait = RETRIES[attempt];
      if (timer !== undefined || wait === undefined || signal.aborted) return;
      attempt += 1;
      timer = setTimeout(() => {
        timer = undefined;
        work();
      }, wait);
    },
  };
}

/** Asks until the background answers: it may be starting. Null when this script is no longer wanted. */
async function hello(runtime: PageRuntime, ended: () => boolean): Promise<SiteHost[] | null> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (ended()) return null;
    const reply = await ask(runtime, 'page/hello', {}).catch(() => null);
    if (ended()) return null;
    if (isRecord(reply) && Array.isArray(reply.hosts)) return reply.hosts as SiteHost[];
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
  return null;
}

/** The page's half of the message protocol, without the schemas: our own background is the one that answers. */
async function ask(runtime: PageRuntime, name: string, payload: unknown): Promise<unknown> {
  const reply = await runtime.sendMessage({ deskside: 1, to: 'background', name, payload });
  return isRecord(reply) && reply.ok === true ? reply.value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
