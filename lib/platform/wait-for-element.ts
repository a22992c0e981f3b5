export interface WaitOptions {
  signal: AbortSignal;
  /** Milliseconds until the answer is null; 10 seconds unless told. */
  timeoutMs?: number;
  /** How often a busy page is looked at, at most. */
  intervalMs?: number;
}

/** The first element that any of the selectors finds; earlier selectors win over earlier places in the page. */
export function firstElement(root: ParentNode, selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const found = root.querySelector(selector);
    if (found) return found;
  }
  return null;
}

/** Waits for an element; null after the timeout. Rejects with the signal's reason when it aborts. */
export function waitForElement(
  document: Document,
  selectors: string | readonly string[],
  options: WaitOptions,
): Promise<Element | null> {
  const list = typeof selectors === 'string' ? [selectors] : selectors;
  return waitFor(document, () => firstElement(document, list), options);
}

/**
 * Waits until `find` yields something. The page's mutations only arm a timer, so a page that never stops changing
 * costs one look an interval.
 */
export function waitFor<T>(
  document: Document,
  find: () => T | null,
  options: WaitOptions,
): Promise<T | null> {
  const { signal, timeoutMs = 10_000, intervalMs = 50 } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortReason(signal));
    const found = find();
    if (found !== null) return resolve(found);

    let look: ReturnType<typeof setTimeout> | undefined;
    const Observer = document.defaultView?.MutationObserver ?? globalThis.MutationObserver;
    const observer = new Observer(() => {
      look ??= setTimeout(check, intervalMs);
    });
    const end = (settle: () => void) => {
      observer.disconnect();
      clearTimeout(look);
      clearTimeout(timeout);
      document.removeEventListener('DOMContentLoaded', check);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const check = () => {
      look = undefined;
      attempt((now) => {
        if (now !== null) end(() => resolve(now));
      });
    };
    // A `find` that throws fails the wait instead of leaving it open until the timeout.
    const attempt = (answer: (now: T | null) => void) => {
      try {
        answer(find());
      } catch (error) {
        end(() => reject(error));
      }
    };
    const abort = () => end(() => reject(abortReason(signal)));
    const timeout = setTimeout(() => attempt((now) => end(() => resolve(now))), timeoutMs);
    document.addEventListener('DOMContentLoaded', check);
    signal.addEventListener('abort', abort);
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    return undefined;
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError');
}
