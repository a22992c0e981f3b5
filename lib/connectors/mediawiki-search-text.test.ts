import { describe, expect, it } from 'vitest';
import { hostileTexts, randomTexts, termsOf } from '../../tests/hostile-terms';
import { searchLadder, searchWords } from './mediawiki-search-text';

describe('words for a wiki search', () => {
  it.each([
    ['VPN error 809', 'VPN error 809'],
    ['C++', ''],
    ['wi-fi', 'wi fi'],
    ['insource:/x+/ vpn', 'insource vpn'],
    ['-printer', 'printer'],
    ['vpn OR l2tp', 'vpn or l2tp'],
    ['vpn.acme.example', 'vpn.acme.example'],
    ['vpn|printer', 'vpn printer'],
    ['0x80070643', '0x80070643'],
  ])('%j -> %j', (text, words) => {
    expect(searchWords(text)).toBe(words);
  });
});

describe('the ladder of searches', () => {
  it('loosens from three terms to one, three searches at most', () => {
    expect(searchLadder(termsOf(['error 809', 'vpn', 'hotspot', 'laptop']))).toEqual([
      'error 809 vpn hotspot',
      'error 809 vpn',
      'error 809',
    ]);
  });

  it('repeats nothing where there are few terms', () => {
    expect(searchLadder(termsOf(['vpn', 'error']))).toEqual(['vpn error', 'vpn', 'error']);
    expect(searchLadder(termsOf(['vpn']))).toEqual(['vpn']);
    expect(searchLadder(termsOf(['"', '^']))).toEqual([]);
  });

  it('never sends an operator or an empty search, whatever the terms', () => {
    const texts = [...hostileTexts, ...randomTexts(1500)];
    for (let at = 0; at < texts.length; at += 3) {
      for (const search of searchLadder(termsOf(texts.slice(at, at + 3)))) {
        expect(search).toMatch(/^[\p{L}\p{N}\p{M}_. ]+$/u);
        expect(search).not.toMatch(/(?:^| )(?:AND|OR|NOT)(?: |$)/);
        expect(search.trim()).not.toBe('');
      }
    }
  });
});
