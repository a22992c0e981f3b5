import { describe, expect, it } from 'vitest';
import { cutText, hashText } from './hash-text';

describe('hashText', () => {
  it('is the same for the same text and other for another', () => {
    expect(hashText('VPN error 809')).toBe(hashText('VPN error 809'));
    const texts = ['', ' ', 'a', 'b', 'ab', 'ba', 'VPN error 809', 'VPN error 808', '\u0000', '😀', '😁'];
    expect(new Set(texts.map(hashText)).size).toBe(texts.length);
  });

  it('tells a hundred thousand near-equal texts apart', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, index) => hashText(`INC${index}`)));
    expect(hashes.size).toBe(100_000);
  });

  it('stays short, whatever the text', () => {
    for (const text of ['', 'x'.repeat(200_000)]) expect(hashText(text)).toMatch(/^[0-9a-z]{1,11}$/);
  });
});

describe('cutText', () => {
  it.each([
    ['abc', 5, 'abc'],
    ['abc', 2, 'ab'],
    ['a😀b', 2, 'a'],
    ['a😀b', 3, 'a😀'],
  ])('%s to %i is %s', (text, limit, cut) => {
    expect(cutText(text, limit)).toBe(cut);
  });
});
