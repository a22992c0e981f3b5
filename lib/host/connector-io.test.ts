import { describe, expect, test, vi } from 'vitest';
import type { Connector, PageTokenRecipe } from '../connectors/connector';
import { DesksideError } from '../core/errors';
import { createConnectorIoFactory, createPageTokens } from './connector-io';

const baseUrl = 'https://acme.example/sub';
const recipe: PageTokenRecipe = {
  globalName: 'g_ck',
  inputSelectors: ['#ck'],
  pagePaths: ['/first', '/second'],
  parse: (html) => /token=(\w+)/.exec(html)?.[1] ?? null,
};
const connector = { id: 'servicenow', pageToken: recipe } as Connector;
const { signal } = new AbortController();

function html(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/html' } });
}

/** An instance with these pages by path, and perhaps an open tab. */
function world(
  pages: Record<string, () => Response | Promise<Response>>,
  fromTab: () => Promise<string | null> = async () => null,
) {
  const fetched: string[] = [];
  const asked: unknown[][] = [];
  const tokens = createPageTokens({
    readFromTab: (...question) => {
      asked.push(question);
      return fromTab();
    },
    fetch: async (input) => {
      const { href, pathname } = new URL(input instanceof Request ? input.url : input);
      fetched.push(href);
      return (await pages[pathname]?.()) ?? html('', 404);
    },
  });
  const get = (until = signal) => tokens.get(connector, baseUrl, until);
  return { get, tokens, fetched, asked };
}

describe('the page token', () => {
  test('comes from an open tab, and nothing is fetched then', async () => {
    const { get, fetched, asked } = world({}, async () => 'fromtab');
    expect(await get()).toBe('fromtab');
    expect(asked).toEqual([['https://acme.example', 'g_ck', ['#ck']]]);
    expect(fetched).toEqual([]);
  });

  test("else from the instance's pages, in order, under its own context path", async () => {
    const { get, fetched } = world({
      '/sub/first': () => html('none'),
      '/sub/second': () => html('token=abc'),
    });
    expect(await get()).toBe('abc');
    expect(fetched).toEqual([`${baseUrl}/first`, `${baseUrl}/second`]);
  });

  test('else from the next page, when one is not there or not allowed', async () => {
    const { get } = world({ '/sub/first': () => html('no', 403), '/sub/second': () => html('token=abc') });
    expect(await get()).toBe('abc');
  });

  test('is kept in memory until it is forgotten', async () => {
    const { get, tokens, fetched } = world({ '/sub/first': () => html('token=abc') });
    await get();
    expect(await get()).toBe('abc');
    expect(fetched).toHaveLength(1);
    tokens.forget(baseUrl);
    await get();
    expect(fetched).toHaveLength(2);
  });

  test('that was not found is looked for again next time', async () => {
    let signedIn = false;
    const { get } = world({}, async () => (signedIn ? 'now' : null));
    expect(await get()).toBeNull();
    signedIn = true;
    expect(await get()).toBe('now');
  });

  test('is not in a sign-in page: nobody is signed in then', async () => {
    const login = () => html('<form action="/login.do"><input type="password"></form>');
    await expect(world({ '/sub/first': login, '/sub/second': login }).get()).rejects.toMatchObject({
      kind: 'signed-out',
    });
  });

  test('is looked for in the next page where one refuses, and only then the refusal counts', async () => {
    const refused = () => html('', 401);
    expect(await world({ '/sub/first': refused, '/sub/second': () => html('token=abc') }).get()).toBe('abc');
    await expect(world({ '/sub/first': refused }).get()).rejects.toMatchObject({ kind: 'signed-out' });
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
    ['is broken', () => html('', 500), 'server'],
    ['has had enough', () => html('', 429), 'rate-limited'],
  ])('an instance that %s is told apart from one without a token', async (_what, page, kind) => {
    const { get, fetched } = world({ '/sub/first': page });
    await expect(get()).rejects.toMatchObject({ kind });
    expect(fetched).toHaveLength(1);
  });

  test('a tab that cannot be asked is as good as none', async () => {
    const fails = () => Promise.reject(new DesksideError('unreachable', 'No part of the extension answered'));
    expect(await world({ '/sub/first': () => html('token=abc') }, fails).get()).toBe('abc');
  });

  test('a tab that never answers holds nobody up for long, and an abort ends the wait', async () => {
    const hangs = () => new Promise<never>(() => undefined);
    vi.useFakeTimers();
    const found = world({ '/sub/first': () => html('token=abc') }, hangs).get();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(await found).toBe('abc');
    const stop = new AbortController();
    const waiting = world({}, hangs).get(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('an abort passes through', async () => {
    await expect(world({}).get(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('what a connector is given', () => {
  const factory = (tokens: string[]) =>
    createConnectorIoFactory({
      fetch: async () => Response.json({ ok: true }),
      parseHtml: () => ({}) as Document,
      parseXml: () => null,
      now: () => 5,
      tokens: {
        get: async () => {
          tokens.push('asked');
          return 'abc';
        },
        forget: () => undefined,
      },
    });

  test('the token only where its product has one', async () => {
    const asked: string[] = [];
    const user = { userId: 'ann', displayName: null };
    const io = await factory(asked)(connector, { baseUrl }, signal, user);
    expect([io.pageToken, io.user, io.now()]).toEqual(['abc', user, 5]);
    const plain = await factory(asked)({ ...connector, pageToken: null }, { baseUrl }, signal, null);
    expect(plain.pageToken).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test('requests that cannot leave its source', async () => {
    const io = await factory([])(connector, { baseUrl }, signal, null);
    await expect(io.request.text('https://elsewhere.example/')).rejects.toMatchObject({
      kind: 'no-permission',
    });
  });
});
