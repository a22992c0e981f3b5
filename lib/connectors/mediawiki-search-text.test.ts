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
  it('goes from three terms together to single ones', () => {
    expect(searchLadder(termsOf(['error 809', 'vpn', 'hotspot', 'laptop']))).toEqual({
      together: 'error 809 vpn hotspot',
      singles: ['error 809', 'vpn'],
      title: 'vpn',
    });
  });

  it('keeps a word beside identifiers that no page may know', () => {
    const identifiers = ['java.io.EOFException', 'build-mu-04'].map((text) => ({
      text,
      weight: 2,
      kind: 'identifier' as const,
    }));
    const words = ['offline', 'agent'].map((text) => ({ text, weight: 1, kind: 'word' as const }));
    expect(searchLadder([...identifiers, ...words])).toMatchObject({
      singles: ['java.io.EOFException', 'offline'],
      title: 'offline',
    });
  });

  it('leaves out what no word is left of', () => {
    expect(searchLadder(termsOf(['C++', 'vpn', '"']))).toEqual({
      together: 'vpn',
      singles: [],
      title: 'vpn',
    });
    expect(searchLadder(termsOf(['"', '^']))).toBeNull();
  });

  it('never holds an operator or an empty search, whatever the terms', () => {
    const texts = [...hostileTexts, ...randomTexts(1500)];
    for (let at = 0; at < texts.length; at += 3) {
      const ladder = searchLadder(termsOf(texts.slice(at, at + 3)));
      for (const search of ladder ? [ladder.together, ...ladder.singles, ladder.title] : []) {
        expect(search).toMatch(/^[\p{L}\p{N}\p{M}_. ]+$/u);
        expect(search).not.toMatch(/(?:^| )(?:AND|OR|NOT)(?: |$)/);
        expect(search.trim()).not.toBe('');
      }
    }
  });
});
