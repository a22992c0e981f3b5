import { isAbort } from '../core/errors';

/** As much of a window as is watched; a real one fits. */
export type WatchedWindow = Pick<Window, 'addEventListener' | 'document' | 'location'> & {
  MutationObserver: typeof MutationObserver;
};

export interface WatchPageOptions {
  window: WatchedWindow;
  /** The address changed without a new document. The new DOM may not be there yet. */
  onNavigate: (url: URL) => void;
  /** Something on the page changed; answers whether it mattered. "No" makes the next call come later. */
  onMutate: () => boolean | Promise<boolean>;
  signal: AbortSignal;
  document?: Document;
  /** Monotonic milliseconds. */
  now?: () => number;
  setTimeout?: typeof globalThis.setTimeout;
  clearTimeout?: typeof globalThis.clearTimeout;
  timing?: Partial<WatchTiming>;
}

/** All in milliseconds. */
export interface WatchTiming {
  /** The page must be quiet this long before its edits are looked at. */
  quiet: number;
  /** Shortest time between two looks; doubles to `slowest` while nothing that matters changes. */
  fastest: number;
  slowest: number;
  /** Shortest time between two reported navigations. */
  navigation: number;
  /** How often the address is compared where the browser does not tell. */
  poll: number;
}

const defaults: WatchTiming = { quiet: 400, fastest: 2_000, slowest: 16_000, navigation: 250, poll: 500 };

/**
 * Follows a page that changes under us, until the signal aborts. Cheap for the page whatever it does: an observer
 * callback notes the time and arms one timer, navigations are told at most once per `navigation`.
 */
export function watchPage(options: WatchPageOptions): void {
  if (options.signal.aborted) return;
  const clock: Clock = {
    now: options.now ?? (() => performance.now()),
    setTimeout: options.setTimeout ?? globalThis.setTimeout.bind(globalThis),
    clearTimeout: options.clearTimeout ?? globalThis.clearTimeout.bind(globalThis),
    timing: { ...defaults, ...options.timing },
  };
  const edits = watchEdits(options, clock);
  watchAddress(options, clock, (url) => {
    edits.hurry();
    options.onNavigate(url);
  });
}

interface Clock extends Required<Pick<WatchPageOptions, 'now' | 'setTimeout' | 'clearTimeout'>> {
  timing: WatchTiming;
}

type Timer = ReturnType<typeof globalThis.setTimeout>;

function watchAddress(options: WatchPageOptions, clock: Clock, tell: (url: URL) => void): void {
  const { window, signal } = options;
  let told = window.location.href;
  let toldAt = Number.NEGATIVE_INFINITY;
  let timer: Timer | undefined;

  const look = () => {
    const { href } = window.location;
    if (timer !== undefined || href === told) return;
    const wait = toldAt + clock.timing.navigation - clock.now();
    if (wait > 0) {
      timer = clock.setTimeout(() => {
        timer = undefined;
        look();
      }, wait);
      return;
    }
    told = href;
    toldAt = clock.now();
    tell(new URL(href));
  };

  const navigation = navigationOf(window);
  if (navigation) {
    for (const type of ['currententrychange', 'navigatesuccess'])
      navigation.addEventListener(type, look, { signal });
  } else {
    for (const type of ['popstate', 'hashchange']) window.addEventListener(type, look, { signal });
    // pushState says nothing to an isolated world: the address is compared now and then.
    const poll = () => {
      look();
      pollTimer = clock.setTimeout(poll, clock.timing.poll);
    };
    let pollTimer = clock.setTimeout(poll, clock.timing.poll);
    signal.addEventListener('abort', () => clock.clearTimeout(pollTimer));
  }
  signal.addEventListener('abort', () => clock.clearTimeout(timer));
}

/** The Navigation API, where the browser has it. https://html.spec.whatwg.org/#navigation-api */
function navigationOf(window: WatchedWindow): EventTarget | null {
  const navigation: unknown = Reflect.get(window, 'navigation');
  return isEventTarget(navigation) ? navigation : null;
}

function isEventTarget(value: unknown): value is EventTarget {
  return typeof value === 'object' && value !== null && 'addEventListener' in value;
}

function watchEdits(options: WatchPageOptions, clock: Clock): { hurry(): void } {
  const { window, signal, onMutate } = options;
  const { quiet, fastest, slowest } = clock.timing;
  let interval = fastest;
  let lastLook = Number.NEGATIVE_INFINITY;
  let firstEdit: number | null = null;
  let lastEdit = 0;
  let looking = false;
  let timer: Timer | undefined;

  /** Milliseconds until the next look: quiet for a while, or kept waiting a whole interval; never too soon after the last. */
  const due = (now: number) => {
    if (firstEdit === null) return Number.POSITIVE_INFINITY;
    return Math.max(Math.min(lastEdit + quiet, firstEdit + fastest), lastLook + interval) - now;
  };
  const arm = () => {
    if (timer !== undefined || looking || firstEdit === null || signal.aborted) return;
    timer = clock.setTimeout(
      () => {
        timer = undefined;
        if (due(clock.now()) > 0) arm();
        else void look();
      },
      Math.max(0, due(clock.now())),
    );
  };
  const look = async () => {
    firstEdit = null;
    lastLook = clock.now();
    looking = true;
    try {
      interval = (await onMutate()) ? fastest : Math.min(interval * 2, slowest);
    } catch (error) {
      // A newer reading took over: it will tell what it saw. Anything else is a defect to be seen.
      if (!isAbort(error)) throw error;
    } finally {
      looking = false;
      arm();
    }
  };

  const observer = new window.MutationObserver(() => {
    lastEdit = clock.now();
    firstEdit ??= lastEdit;
    arm();
  });
  observer.observe(options.document ?? window.document, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clock.clearTimeout(timer);
  });
  return {
    hurry() {
      interval = fastest;
      clock.clearTimeout(timer);
      timer = undefined;
      arm();
    },
  };
}
