// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPage, type WatchedWindow } from './watch-page';

let stop: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

/** A window whose address and mutations the test decides. */
function fakeWindow(navigation?: EventTarget) {
  const target = new EventTarget();
  const location = { href: 'https://jira.acme.test/browse/ABC-1' };
  const observers: { callback: () => void; disconnected: boolean }[] = [];
  class Observer {
    readonly entry: { callback: () => void; disconnected: boolean };
    constructor(callback: () => void) {
      this.entry = { callback, disconnected: false };
      observers.push(this.entry);
    }
    observe() {
      return undefined;
    }
    disconnect() {
      this.entry.disconnected = true;
    }
  }
  const window = {
    document,
    location,
    navigation,
    MutationObserver: Observer,
    addEventListener: target.addEventListener.bind(target),
  } as unknown as WatchedWindow;
  const mutate = () => {
    for (const observer of observers) if (!observer.disconnected) observer.callback();
  };
  return { window, location, mutate, emit: (type: string) => target.dispatchEvent(new Event(type)) };
}

function start(page: ReturnType<typeof fakeWindow>, onMutate: () => boolean | Promise<boolean> = () => true) {
  const onNavigate = vi.fn<(url: URL) => void>();
  const mutated = vi.fn(onMutate);
  watchPage({
    window: page.window,
    onNavigate,
    onMutate: mutated,
    signal: stop.signal,
    now: () => Date.now(),
  });
  return { onNavigate, onMutate: mutated, told: () => onNavigate.mock.calls.map(([url]) => url.pathname) };
}

describe('navigation', () => {
  it('is told by the Navigation API at once, with the new address', () => {
    const navigation = new EventTarget();
    const page = fakeWindow(navigation);
    const { told } = start(page);
    page.location.href = 'https://jira.acme.test/browse/ABC-2';
    navigation.dispatchEvent(new Event('currententrychange'));
    navigation.dispatchEvent(new Event('navigatesuccess'));
    expect(told()).toEqual(['/browse/ABC-2']);
  });

  it.each(['popstate', 'hashchange'])('is told by %s where there is no Navigation API', (type) => {
    const page = fakeWindow();
    const { told } = start(page);
    page.location.href = 'https://jira.acme.test/browse/ABC-2';
    page.emit(type);
    expect(told()).toEqual(['/browse/ABC-2']);
  });

  it('is found within half a second when the page calls pushState silently', () => {
    const page = fakeWindow();
    const { told } = start(page);
    page.location.href = 'https://jira.acme.test/browse/ABC-2';
    vi.advanceTimersByTime(499);
    expect(told()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told()).toEqual(['/browse/ABC-2']);
    vi.advanceTimersByTime(5_000);
    expect(told()).toHaveLength(1);
  });

  it('of a page that floods pushState is told four times a second at most, the last address for sure', () => {
    const navigation = new EventTarget();
    const page = fakeWindow(navigation);
    const { told } = start(page);
    for (let step = 0; step < 1_000; step += 1) {
      page.location.href = `https://jira.acme.test/browse/ABC-${step + 2}`;
      navigation.dispatchEvent(new Event('currententrychange'));
      vi.advanceTimersByTime(1);
    }
    expect(told().length).toBeLessThanOrEqual(5);
    vi.advanceTimersByTime(250);
    expect(told().at(-1)).toBe('/browse/ABC-1001');
  });
});

describe('edits', () => {
  it('are looked at once the page has been quiet for 400 ms', async () => {
    const page = fakeWindow();
    const { onMutate } = start(page);
    page.mutate();
    await vi.advanceTimersByTimeAsync(300);
    page.mutate();
    await vi.advanceTimersByTimeAsync(399);
    expect(onMutate).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onMutate).toHaveBeenCalledTimes(1);
  });

  it('of a page that never rests are looked at every two seconds', async () => {
    const page = fakeWindow();
    const { onMutate } = start(page);
    for (let tick = 0; tick < 1_000; tick += 1) {
      page.mutate();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(onMutate.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(onMutate.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('that never matter are looked at less and less, down to every 16 seconds', async () => {
    const page = fakeWindow();
    const at: number[] = [];
    start(page, () => {
      at.push(Date.now());
      return false;
    });
    for (let tick = 0; tick < 800; tick += 1) {
      page.mutate();
      await vi.advanceTimersByTimeAsync(100);
    }
    const gaps = at.slice(1).map((time, index) => Math.round((time - (at[index] ?? 0)) / 1_000));
    expect(gaps).toEqual([4, 8, 16, 16, 16, 16]);
  });

  it('are looked at soon again after a navigation', async () => {
    const navigation = new EventTarget();
    const page = fakeWindow(navigation);
    const { onMutate } = start(page, () => false);
    for (let tick = 0; tick < 400; tick += 1) {
      page.mutate();
      await vi.advanceTimersByTimeAsync(100);
    }
    page.location.href = 'https://jira.acme.test/browse/ABC-2';
    navigation.dispatchEvent(new Event('navigatesuccess'));
    onMutate.mockClear();
    page.mutate();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onMutate).toHaveBeenCalledTimes(1);
  });

  it('are not looked at while the last look is still going on', async () => {
    const page = fakeWindow();
    let finish: (changed: boolean) => void = () => undefined;
    const { onMutate } = start(page, () => new Promise<boolean>((resolve) => (finish = resolve)));
    page.mutate();
    await vi.advanceTimersByTimeAsync(400);
    page.mutate();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onMutate).toHaveBeenCalledTimes(1);
    finish(true);
    await vi.advanceTimersByTimeAsync(400);
    expect(onMutate).toHaveBeenCalledTimes(2);
  });

  it('go on being watched after a look was overtaken by a newer one', async () => {
    const page = fakeWindow();
    const { onMutate } = start(page, () => Promise.reject(new DOMException('newer reading', 'AbortError')));
    page.mutate();
    await vi.advanceTimersByTimeAsync(400);
    page.mutate();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onMutate).toHaveBeenCalledTimes(2);
  });

  it('of a real page arrive through its observer', async () => {
    const onMutate = vi.fn(() => true);
    watchPage({ window, onNavigate: () => undefined, onMutate, signal: stop.signal, now: () => Date.now() });
    document.body.append('x');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onMutate).toHaveBeenCalledTimes(1);
  });
});

describe('the end', () => {
  it('comes with the signal: nothing is told and no timer is left', async () => {
    const page = fakeWindow();
    const { onMutate, onNavigate } = start(page);
    page.mutate();
    stop.abort();
    page.location.href = 'https://jira.acme.test/browse/ABC-2';
    page.emit('popstate');
    page.mutate();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onMutate).not.toHaveBeenCalled();
    expect(onNavigate).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
