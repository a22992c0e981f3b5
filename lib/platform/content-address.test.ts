import { describe, expect, test } from 'vitest';
import { contentAddress } from './content-address';

describe('an address is the page it means', () => {
  test.each([
    ['https://a.example/x/y', '/x/y'],
    ['https://a.example/x/y#part', '/x/y'],
    ['https://a.example/x?utm_source=a&utm_medium=b&gclid=1', '/x'],
    ['https://a.example/x?id=7&utm_source=a', '/x?id=7'],
    ['https://a.example/x;jsessionid=AB12?PHPSESSID=1&id=7', '/x?id=7'],
    ['https://a.example/x?b=2&a=1', '/x?b=2&a=1'],
    ['https://a.example/x/../y', '/y'],
    ['https://a.example/%C3%A9t%C3%A9', '/%C3%A9t%C3%A9'],
    ['https://a.example', '/'],
  ])('%s is %s', (url, address) => {
    expect(contentAddress(new URL(url))).toBe(address);
  });
});
