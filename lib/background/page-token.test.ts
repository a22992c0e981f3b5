// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readPageToken, type MainWorldScripting } from './page-token';

const origin = 'https://acme.service-now.com:8443';
const token = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

interface Tab {
  id?: number;
  url?: string;
  discarded?: boolean;
}

/** Tabs whose frames give these values; "throw" is a tab that cannot be scripted. */
function browserWith(tabs: Tab[], frames: Record<number, unknown[] | 'throw'> = {}) {
  const asked: number[] = [];
  const filters: string[] = [];
  const refused: unknown[] = [];
  const scripting = {
    async executeScript({ target }: { target: { tabId: number } }) {
      asked.push(target.tabId);
      const values = frames[target.tabId] ?? [];
      if (values === 'throw') throw new Error('Cannot access contents of the page');
      return values.map((result) => ({ result }));
    },
  } as MainWorldScripting;
  const read = () =>
    readPageToken({
      origin,
      globalName: 'g_ck',
      inputSelectors: ['input[name="sysparm_ck"]'],
      tabs: {
        query: async ({ url }) => {
          filters.push(url);
          return tabs;
        },
      },
      scripting,
      onRefused: (error) => refused.push(error),
    });
  return { read, asked, filters, refused };
}

describe('which tabs are asked', () => {
  test('only those of exactly this origin, port included', async () => {
    const { read, asked, filters } = browserWith(
      [
        { id: 1, url: 'https://acme.service-now.com/incident.do' },
        { id: 2, url: 'http://acme.service-now.com:8443/incident.do' },
        { id: 3 },
        { url: `${origin}/incident.do` },
        { id: 5, url: `${origin}/incident.do`, discarded: true },
        { id: 6, url: `${origin}/incident.do` },
      ],
      { 1: [token], 2: [token], 3: [token], 5: [token], 6: [token] },
    );
    expect(await read()).toBe(token);
    expect(asked).toEqual([6]);
    // A match pattern knows no port.
    expect(filters).toEqual(['https://acme.service-now.com/*']);
  });

  test('the next one, when one cannot be asked or knows nothing', async () => {
    const tabs = [1, 2, 3, 4].map((id) => ({ id, url: `${origin}/` }));
    const { read, asked, refused } = browserWith(tabs, {
      1: 'throw',
      2: [null, undefined],
      3: [null, token],
      4: [token],
    });
    expect(await read()).toBe(token);
    expect(asked).toEqual([1, 2, 3]);
    expect(refused).toHaveLength(1);
  });

  test('none is open: no token', async () => {
    expect(await browserWith([]).read()).toBeNull();
  });
});

test.each([
  ['a short text', 'abc'],
  ['a text with a line break', `${token}\nX-Other: 1`],
  ['a text with a blank', `${token} ${token}`],
  ['a very long text', 'a'.repeat(513)],
  ['an object', { toString: () => token }],
  ['a number', 1234567890123456],
])('%s is no token', async (_what, value) => {
  const { read } = browserWith([{ id: 1, url: `${origin}/` }], { 1: [value] });
  expect(await read()).toBeNull();
});

describe('what runs in the page', () => {
  /** Runs the injected function here, as the browser would in the page. */
  async function readFrom(pageOrigin: string): Promise<string | null> {
    return readPageToken({
      origin: pageOrigin,
      globalName: 'g_ck',
      inputSelectors: ['#missing', 'input[name="sysparm_ck"]'],
      tabs: { query: async () => [{ id: 1, url: `${pageOrigin}/` }] },
      scripting: { executeScript: async ({ func, args }) => [{ result: func(...args) }] },
      onRefused: (error) => expect.fail(String(error)),
    });
  }

  afterEach(() => {
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  test('reads the global', async () => {
    vi.stubGlobal('g_ck', token);
    expect(await readFrom(location.origin)).toBe(token);
  });

  test('else the first hidden input that has it', async () => {
    document.body.innerHTML = `<input type="hidden" name="sysparm_ck" value="${token}">`;
    expect(await readFrom(location.origin)).toBe(token);
  });

  test('a frame of another origin gives nothing', async () => {
    vi.stubGlobal('g_ck', token);
    expect(await readFrom('https://elsewhere.example')).toBeNull();
  });
});
