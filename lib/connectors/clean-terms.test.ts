import { describe, expect, it } from 'vitest';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../../tests/hostile-terms';
import { cleanText, strongestTerms } from './clean-terms';

describe('cleanText', () => {
  it.each([
    ['  VPN   error\n809 ', 'VPN error 809'],
    ['pass\u00ADword\u0000\u202Ereset', 'password reset'],
    ['\uD800x\uDFFF', 'x'],
    ['🙂 ok', '🙂 ok'],
  ])('%j -> %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('cuts at a word where there is one, and never within a pair of surrogates', () => {
    expect(cleanText('word '.repeat(1000))).toBe('word '.repeat(16).trim());
    expect(cleanText('x'.repeat(5000))).toHaveLength(80);
    for (const text of [...hostileTexts, ...randomTexts(1000), `${'x'.repeat(79)}${'🙂'.repeat(90)}`]) {
      expect(() => encodeURIComponent(cleanText(text))).not.toThrow();
      expect(cleanText(text).length).toBeLessThanOrEqual(80);
    }
  });
});

describe('strongestTerms', () => {
  it('puts identifiers first, then follows the weights, without doubles', () => {
    const terms = strongestTerms(
      queryOf([
        { text: 'vpn', weight: 3, kind: 'word' },
        { text: 'the hotel network', weight: 5, kind: 'phrase' },
        { text: 'VPN', weight: 2, kind: 'word' },
        { text: '809', weight: 1, kind: 'identifier' },
        { text: '!', weight: 9, kind: 'identifier' },
      ]),
    );
    expect(terms.map(({ text }) => text)).toEqual(['809', 'the hotel network', 'vpn']);
  });

  it('keeps the asked number of them', () => {
    expect(
      strongestTerms(queryOf(termsOf(Array.from({ length: 50 }, (_, at) => `word${at}`))), 8),
    ).toHaveLength(8);
  });
});
