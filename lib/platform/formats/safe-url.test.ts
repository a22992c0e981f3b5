import { expect, it } from 'vitest';
import { safeUrl } from './safe-url';

it.each([
  ['https://a.example/x?y=1&z=(2)#s', 'https://a.example/x?y=1&z=(2)#s'],
  [' HTTP://a.example ', 'HTTP://a.example'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
  ['https://a.example/a b|c"d\'[e]{f}', 'https://a.example/a%20b%7Cc%22d%27%5Be%5D%7Bf%7D'],
  ['https://a.example/é', 'https://a.example/%C3%A9'],
  ['java\nscript:alert(1)', null],
  ['JavaScript:alert(1)', null],
  ['data:text/html,x', null],
  ['file:///etc/passwd', null],
  ['vbscript:x', null],
  ['blob:https://a.example/x', null],
  ['//a.example/x', null],
  ['/x', null],
  ['https://', null],
  ['', null],
  [`https://a.example/${'x'.repeat(3000)}`, null],
])('%j is %j', (raw, url) => {
  expect(safeUrl(raw)).toBe(url);
  if (url !== null) expect(safeUrl(url)).toBe(url);
});

it('resolves against the place it stands on', () => {
  expect(safeUrl('/x', 'https://a.example/y/')).toBe('https://a.example/x');
  expect(safeUrl('javascript:x', 'https://a.example/y/')).toBeNull();
});
