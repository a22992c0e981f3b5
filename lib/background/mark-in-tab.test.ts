import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { markInTab } from './mark-in-tab';

type Listener = (tabId: number, change: { status?: string | undefined }) => void;

function fakeTab(first: { status: string; url?: string } | null) {
  let tab = first;
  const listeners = new Set<Listener>();
  const injected: object[] = [];
  return {
    listeners,
    injected,
    become(next: { status: string; url?: string } | null, id = 9) {
      tab = next;
      for (const listener of [...listeners]) listener(id, { status: next?.status });
    },
    mark: () =>
      markInTab({
        tabId: 9,
        quote: 'the words',
        file: 'highlight.js',
        tabs: {
          get: async () => tab ?? Promise.reject(new Error('No tab with id: 9')),
          onUpdated: {
            addListener: (listener) => void listeners.add(listener),
            removeListener: (listener) => void listeners.delete(listener),
          },
        },
        scripting: {
          executeScript: async (injection) => {
            if (!tab) throw new Error('No tab with id: 9');
            injected.push(injection);
          },
        },
      }),
  };
}
const page = { status: 'complete', url: 'https://wiki.example/VPN' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('marking in a tab', () => {
  test('puts the script in first, then hands it the quote', async () => {
    const tab = fakeTab(page);
    await tab.mark();
    expect(tab.injected).toMatchObject([
      { target: { tabId: 9, allFrames: true }, files: ['highlight.js'] },
      { target: { tabId: 9, allFrames: true }, args: ['the words'] },
    ]);
    expect(tab.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits for the page, not for the blank one before it', async () => {
    const tab = fakeTab({ status: 'complete', url: 'about:blank' });
    const marking = tab.mark();
    await vi.advanceTimersByTimeAsync(100);
    tab.become({ status: 'loading', url: page.url });
    tab.become({ status: 'complete', url: page.url }, 10); // another tab's news
    await vi.advanceTimersByTimeAsync(0);
    expect(tab.injected).toEqual([]);
    tab.become(page);
    await marking;
    expect(tab.injected).toHaveLength(2);
    expect(tab.listeners.size).toBe(0);
  });

  test('a page that never ends loading is marked after a while all the same', async () => {
    const tab = fakeTab({ status: 'loading', url: page.url });
    const marking = tab.mark();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(tab.injected).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await marking;
    expect(tab.injected).toHaveLength(2);
  });

  test('a tab that was closed is not waited for', async () => {
    const tab = fakeTab(null);
    await expect(tab.mark()).rejects.toThrow('No tab');
    expect(tab.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('the page is given the quote through the function that the script left there', async () => {
    const tab = fakeTab(page);
    await tab.mark();
    const marked: string[] = [];
    vi.stubGlobal('desksideMark', (quote: string) => marked.push(quote));
    const { func } = tab.injected[1] as { func: (quote: string) => void };
    func('the words');
    vi.unstubAllGlobals();
    func('no script here'); // a frame that the script did not reach
    expect(marked).toEqual(['the words']);
  });
});
