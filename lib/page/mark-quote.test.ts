// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { markQuote } from './mark-quote';

const quote = 'Open the Control Panel and choose Network';

/** What a browser has beyond the DOM: the registry of highlights and style sheets made by script. */
function browserWindow(options: { highlights?: boolean } = {}) {
  const highlights = new Map<string, Range[]>();
  const scrolled: (string | null)[] = [];
  const CSS = options.highlights === false ? {} : { highlights };
  Element.prototype.scrollIntoView = function (this: Element) {
    scrolled.push(this.textContent);
  };
  Reflect.set(document, 'adoptedStyleSheets', []);
  const extras: Record<string, unknown> = {
    CSS,
    Highlight: function (...ranges: Range[]) {
      return ranges;
    },
    CSSStyleSheet,
    MutationObserver,
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
    document,
  };
  const marked = () => highlights.get('deskside-citation')?.map(String) ?? [];
  return { view: extras as unknown as Window & typeof globalThis, marked, scrolled };
}
const show = (html: string) => void (document.body.innerHTML = html);
const settle = (ms = 200) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  show('');
});
afterEach(() => void vi.useRealTimers());

describe('a quote', () => {
  test('is marked and scrolled to at once, and the page stays as it is', () => {
    show(`<h1>Help</h1><p>${quote}.</p>`);
    const before = document.documentElement.outerHTML;
    const { view, marked, scrolled } = browserWindow();
    markQuote(view, quote);
    expect(marked()).toEqual([quote]);
    expect(scrolled).toEqual([`${quote}.`]);
    expect(document.documentElement.outerHTML).toBe(before);
    expect(document.adoptedStyleSheets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is waited for on a page that builds itself late, but not for ever', async () => {
    const { view, marked } = browserWindow();
    markQuote(view, quote, 5_000);
    await settle();
    expect(marked()).toEqual([]);
    show(`<p>${quote}</p>`);
    await settle();
    expect(marked()).toEqual([quote]);

    show('');
    const late = browserWindow();
    markQuote(late.view, quote, 5_000);
    await settle(5_000);
    show(`<p>${quote}</p>`);
    await settle(5_000);
    expect(late.marked()).toEqual([]);
  });

  test('is marked as far as it is there, and whole as soon as it is', async () => {
    show('<p>Open the Control Panel and</p>');
    const { view, marked, scrolled } = browserWindow();
    markQuote(view, quote);
    expect(marked()).toEqual(['Open the Control Panel and']);
    show(`<p>Something else</p>`);
    await settle();
    expect(scrolled).toHaveLength(1);
    show(`<p>${quote}</p>`);
    await settle();
    expect(marked()).toEqual([quote]);
    expect(document.adoptedStyleSheets).toHaveLength(1);
  });

  test('is scrolled to where the browser has no highlights', () => {
    show(`<p>${quote}</p>`);
    const { view, scrolled } = browserWindow({ highlights: false });
    markQuote(view, quote);
    expect(scrolled).toEqual([quote]);
  });
});
