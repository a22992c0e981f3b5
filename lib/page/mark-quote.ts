import { findText } from '../platform/find-text';

const HIGHLIGHT = 'deskside-citation';
const STYLE = `::highlight(${HIGHLIGHT}) { background-color: #ffe08a; color: #1d1d1f; }`;

/** Edits of the page within this many milliseconds are looked at together. */
const PAUSE_MS = 150;

/**
 * Scrolls to a quote and marks it with the CSS Custom Highlight API: the page's DOM stays as it is. Pages that build
 * themselves late are given `patienceMs`; until then the beginning of a quote is marked where the whole is not there.
 * Returns at once; the mark goes with the document. https://www.w3.org/TR/css-highlight-api-1/
 */
export function markQuote(window: Window & typeof globalThis, quote: string, patienceMs = 12_000): void {
  let begun = false;
  /** True once there is nothing better to wait for. */
  const attempt = () => {
    if (apply(window, quote, Number.POSITIVE_INFINITY)) return true;
    begun ||= apply(window, quote);
    return false;
  };
  if (attempt()) return;
  const stop = new AbortController();
  let timer: number | undefined;
  const observer = new window.MutationObserver(() => {
    timer ??= window.setTimeout(() => {
      timer = undefined;
      if (!stop.signal.aborted && attempt()) stop.abort();
    }, PAUSE_MS);
  });
  observer.observe(window.document.documentElement, { childList: true, subtree: true, characterData: true });
  stop.signal.addEventListener('abort', () => observer.disconnect());
  window.setTimeout(() => stop.abort(), patienceMs);
}

function apply(window: Window & typeof globalThis, quote: string, minWords?: number): boolean {
  const { document } = window;
  const range = document.body ? findText(document.body, quote, minWords) : null;
  if (!range) return false;
  const { startContainer } = range;
  startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'auto' });
  // A browser without the API still shows the place.
  if (!('highlights' in window.CSS)) return true;
  if (!window.CSS.highlights.has(HIGHLIGHT)) {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  window.CSS.highlights.set(HIGHLIGHT, new window.Highlight(range));
  return true;
}
