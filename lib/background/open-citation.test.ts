import { describe, expect, test } from 'vitest';
import { openCitation, withTextFragment } from './open-citation';

const page = 'https://wiki.example/display/IT/VPN';
const fragment = (quote: string, url = page) => withTextFragment(url, quote).split(':~:text=')[1];

describe('the address of a quote', () => {
  test.each([
    ['a few words', 'Restart the service', 'Restart%20the%20service'],
    ['syntax of the directive', 'L2TP-VPN, split & full', 'L2TP%2DVPN%2C%20split%20%26%20full'],
    ['other scripts', 'Kennwort zurücksetzen 密码', 'Kennwort%20zur%C3%BCcksetzen%20%E5%AF%86%E7%A0%81'],
    ['white space of any sort', '  Restart\n\tthe\u00A0service ', 'Restart,the%20service'],
    ['half of a surrogate pair', 'before \uD83D after', 'before%20%20after'],
    [
      'a long quote',
      'one two three four five six seven eight nine',
      'one%20two%20three%20four,six%20seven%20eight%20nine',
    ],
    ['cells of a row', 'Error 809 | Port is blocked | Open UDP 500', 'Error%20809,Open%20UDP%20500'],
  ])('%s', (_what, quote, expected) => {
    expect(fragment(quote)).toBe(expected);
  });

  test.each([
    [page, `${page}#:~:text=word`],
    [`${page}#Setup`, `${page}#Setup:~:text=word`],
    [`${page}#/route?x=1`, `${page}#/route?x=1:~:text=word`],
    [`${page}#Setup:~:text=other`, `${page}#Setup:~:text=word`],
    [`${page}?a=1&b=2`, `${page}?a=1&b=2#:~:text=word`],
  ])('keeps what %s already says', (url, expected) => {
    expect(withTextFragment(url, 'word')).toBe(expected);
  });

  test.each([null, '', '  \n'])('without words (%j) is the plain address', (quote) => {
    expect(withTextFragment(`${page}#Setup`, quote)).toBe(`${page}#Setup`);
  });

  test('a long text without any space is left to the highlight script', () => {
    expect(withTextFragment(page, '長'.repeat(2_000))).toBe(page);
  });

  test('whatever the quote, the address stays an address on the same page', () => {
    for (const quote of ['#', '%', '%zz', '"><script>', ':~:text=x', '\u0000', '|']) {
      const url = new URL(withTextFragment(page, quote));
      expect(url.origin + url.pathname).toBe(page);
    }
  });
});

describe('opening it', () => {
  function browser(tabId?: number) {
    const created: object[] = [];
    const marked: [number, string][] = [];
    const open = (url: string, quote: string | null) =>
      openCitation({
        url,
        quote,
        windowId: 3,
        tabs: {
          create: async (properties) => {
            created.push(properties);
            return { id: tabId };
          },
        },
        mark: async (...args) => void marked.push(args),
      });
    return { open, created, marked };
  }

  test('makes a tab in the window of the click and has the quote marked there', async () => {
    const { open, created, marked } = browser(9);
    await open(page, 'word');
    expect(created).toEqual([{ url: `${page}#:~:text=word`, windowId: 3, active: true }]);
    expect(marked).toEqual([[9, 'word']]);
  });

  test('without a quote marks nothing', async () => {
    const { open, created, marked } = browser(9);
    await open(page, null);
    expect(created).toMatchObject([{ url: page }]);
    expect(marked).toEqual([]);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'file:///etc/passwd',
    'chrome://settings',
    'blob:https://wiki.example/1',
    ' JavaScript:alert(1)',
    'wiki.example/page',
    '',
  ])('%s is refused', async (url) => {
    const { open, created } = browser(9);
    await expect(open(url, 'word')).rejects.toMatchObject({ kind: 'forbidden' });
    expect(created).toEqual([]);
  });
});
