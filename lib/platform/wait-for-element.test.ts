// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstElement, waitFor, waitForElement } from './wait-for-element';

const never = new AbortController().signal;

beforeEach(() => {
  document.body.innerHTML = '<main></main>';
});
afterEach(() => {
  vi.useRealTimers();
});

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('waitForElement', () => {
  it('answers at once when the element is there, the first selector first', async () => {
    document.body.innerHTML = '<i id="old"></i><b id="new"></b>';
    expect(firstElement(document, ['#new', '#old'])?.id).toBe('new');
    await expect(
      waitForElement(document, ['#none', '#new', '#old'], { signal: never }),
    ).resolves.toHaveProperty('id', 'new');
  });

  it('answers when it appears later', async () => {
    const waiting = waitForElement(document, '#late', { signal: never, timeoutMs: 2_000 });
    await later(20);
    document.body.insertAdjacentHTML('beforeend', '<div><p id="late"></p></div>');
    await expect(waiting).resolves.toHaveProperty('id', 'late');
  });

  it('answers when an attribute makes it match', async () => {
    const waiting = waitForElement(document, 'main[data-ready]', { signal: never, timeoutMs: 2_000 });
    await later(20);
    document.querySelector('main')?.setAttribute('data-ready', '');
    expect((await waiting)?.tagName).toBe('MAIN');
  });

  it('answers null after the timeout', async () => {
    await expect(waitForElement(document, '#none', { signal: never, timeoutMs: 30 })).resolves.toBeNull();
  });

  it('waits ten seconds unless told otherwise', async () => {
    vi.useFakeTimers();
    const settled = vi.fn();
    void waitForElement(document, '#none', { signal: never }).then(settled);
    await vi.advanceTimersByTimeAsync(9_990);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(settled).toHaveBeenCalledWith(null);
  });

  it('passes an abort through, before and while it waits', async () => {
    const stop = new AbortController();
    const waiting = waitForElement(document, '#none', { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waitForElement(document, 'main', { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('waitFor', () => {
  it('looks at a page that floods it with changes once an interval', async () => {
    const find = vi.fn(() => null);
    const waiting = waitFor(document, find, { signal: never, timeoutMs: 300, intervalMs: 100 });
    for (let round = 0; round < 25; round += 1) {
      for (let index = 0; index < 50; index += 1) document.body.append('x');
      await later(10);
    }
    await waiting;
    expect(find.mock.calls.length).toBeGreaterThan(1);
    expect(find.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('fails when looking fails', async () => {
    let ready = false;
    const find = () => {
      if (ready) throw new Error('broken selector');
      return null;
    };
    const waiting = waitFor(document, find, { signal: never, timeoutMs: 2_000 });
    ready = true;
    document.body.append('x');
    await expect(waiting).rejects.toThrow('broken selector');
  });
});
