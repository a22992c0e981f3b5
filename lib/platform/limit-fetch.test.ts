import { describe, expect, test } from 'vitest';
import { limitFetch } from './limit-fetch';

interface Pending {
  url: string;
  answer(): void;
  fail(): void;
}

/** A fetch whose answers the test gives by hand. */
function heldFetch(perOrigin: number) {
  const pending: Pending[] = [];
  const started: string[] = [];
  let running = 0;
  let most = 0;
  const fetch = limitFetch((input: string | URL | Request) => {
    const url = input instanceof Request ? input.url : String(input);
    started.push(url);
    running += 1;
    most = Math.max(most, running);
    return new Promise<Response>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        running -= 1;
        settle();
      };
      pending.push({
        url,
        answer: end(() => resolve(new Response(url))),
        fail: end(() => reject(new TypeError('Failed to fetch'))),
      });
    });
  }, perOrigin);
  return { fetch, pending, started, most: () => most };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const at = (path: number | string, host = 'a.example') => `https://${host}/${path}`;

describe('requests to one origin', () => {
  test('are never more than the limit, and go in order', async () => {
    const { fetch, pending, started, most } = heldFetch(2);
    const all = Promise.all([1, 2, 3, 4, 5].map((path) => fetch(at(path))));
    await settle();
    expect(started).toEqual([at(1), at(2)]);
    for (let next = 0; next < 5; next += 1) {
      pending[next]?.answer();
      await settle();
    }
    const answers = await all;
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
      [1, 2, 3, 4, 5].map((path) => at(path)),
    );
    expect(started).toEqual([1, 2, 3, 4, 5].map((path) => at(path)));
    expect(most()).toBe(2);
  });

  test('do not wait for those to another, port included', async () => {
    const { fetch, started } = heldFetch(1);
    void fetch(at(1));
    void fetch(at(2));
    void fetch(new URL(at(3, 'b.example')));
    void fetch(new Request(at(4, 'a.example:8443')));
    await settle();
    expect(started).toEqual([at(1), at(3, 'b.example'), at(4, 'a.example:8443')]);
  });

  test('that fail make room for the next', async () => {
    const { fetch, pending, started } = heldFetch(1);
    const first = fetch(at(1));
    const second = fetch(at(2));
    await settle();
    pending[0]?.fail();
    await expect(first).rejects.toThrow('Failed to fetch');
    await settle();
    expect(started).toEqual([at(1), at(2)]);
    pending[1]?.answer();
    expect((await second).status).toBe(200);
  });

  test('that throw at once make room too', async () => {
    const fetch = limitFetch(() => {
      throw new TypeError('Invalid header');
    }, 1);
    await expect(fetch(at(1))).rejects.toThrow('Invalid header');
    await expect(fetch(at(2))).rejects.toThrow('Invalid header');
  });
});

describe('a request that nobody wants any more', () => {
  test('leaves the queue, and those behind it move up', async () => {
    const { fetch, pending, started } = heldFetch(1);
    const stop = new AbortController();
    void fetch(at(1));
    const second = fetch(at(2), { signal: stop.signal });
    const third = fetch(at(3));
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    pending[0]?.answer();
    await settle();
    expect(started).toEqual([at(1), at(3)]);
    pending[1]?.answer();
    expect((await third).status).toBe(200);
  });

  test('gives its own reason', async () => {
    const { fetch } = heldFetch(1);
    const stop = new AbortController();
    void fetch(at(1));
    const second = fetch(at(2), { signal: stop.signal });
    stop.abort(new DOMException('Too late', 'TimeoutError'));
    await expect(second).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('never enters, whether it says so itself or in its Request', async () => {
    const { fetch, started } = heldFetch(1);
    void fetch(at(1));
    const signal = AbortSignal.abort();
    await expect(fetch(at(2), { signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(fetch(new Request(at(3), { signal }))).rejects.toMatchObject({ name: 'AbortError' });
    expect(started).toEqual([at(1)]);
  });

  test('leaves, when the signal is in its Request', async () => {
    const { fetch, pending, started } = heldFetch(1);
    const stop = new AbortController();
    void fetch(at(1));
    const second = fetch(new Request(at(2), { signal: stop.signal }));
    await settle();
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    pending[0]?.answer();
    await settle();
    expect(started).toEqual([at(1)]);
  });

  test('having had its turn, does not give it back twice', async () => {
    const { fetch, pending, most } = heldFetch(1);
    const stop = new AbortController();
    const first = fetch(at(1));
    const second = fetch(at(2), { signal: stop.signal });
    await settle();
    pending[0]?.answer();
    await first;
    await settle();
    stop.abort();
    pending[1]?.fail();
    await expect(second).rejects.toThrow();
    void fetch(at(3));
    void fetch(at(4));
    await settle();
    expect(pending.map(({ url }) => url)).toEqual([at(1), at(2), at(3)]);
    expect(most()).toBe(1);
  });
});
