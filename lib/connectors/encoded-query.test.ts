import { describe, expect, it } from 'vitest';
import { hostileTexts, randomTexts, termsOf } from '../../tests/hostile-terms';
import { anyOf, encodedValue, textQueryOf, textQueryWords } from './encoded-query';

describe('a value of an encoded query', () => {
  it.each([
    ['INC0010023', 'INC0010023'],
    ['vpn^ORactive=true', 'vpn ORactive=true'],
    ['javascript:gs.getUserID()', 'gs.getUserID()'],
    ['JAVASCRIPT : gs.now()', 'gs.now()'],
    ['javajavascript:script:gs.now()', 'java script:gs.now()'],
    ['=x', 'x'],
    ['>=6', '6'],
    ['a\r\nb\tc', 'a b c'],
    ['IT Knowledge', 'IT Knowledge'],
  ])('%j -> %j', (text, value) => {
    expect(encodedValue(text)).toBe(value);
  });

  it('joins several with ^OR', () => {
    expect(anyOf('title', ['IT', 'H^R', ''])).toBe('title=IT^ORtitle=H R');
    expect(anyOf('title', [])).toBe('');
  });
});

describe('words for a text query', () => {
  it.each([
    ['VPN error 809', 'VPN error 809'],
    ['"exact phrase" -not +this', 'exact phrase not this'],
    ['user@acme.example', 'user@acme.example'],
    ['a OR b', 'a or b'],
    ['0x80070643!', '0x80070643'],
    ['^', ''],
  ])('%j -> %j', (text, words) => {
    expect(textQueryWords(text)).toBe(words);
  });

  it('writes each word once', () => {
    expect(textQueryOf(termsOf(['error 809', 'VPN', 'vpn error']))).toBe('error 809 vpn');
  });
});

describe('hostile values', () => {
  it('never end their condition, run on the server or break the URL', () => {
    for (const text of [...hostileTexts, ...randomTexts(3000)]) {
      for (const value of [encodedValue(text), textQueryOf(termsOf([text, text]))]) {
        // Read back as the server does: one `^` would begin another condition.
        expect(`123TEXTQUERY321=${value}^stateIN6,7`.split('^')).toHaveLength(2);
        expect(value).not.toMatch(/javascript\s*:/i);
        expect(value).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(value).not.toMatch(/^[=<>!]/);
        expect(value.length).toBeLessThanOrEqual(200);
        expect(() => encodeURIComponent(value)).not.toThrow();
      }
    }
  });
});
