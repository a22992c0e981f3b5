import { describe, expect, it } from 'vitest';
import { hostileTexts, randomTexts } from '../../tests/hostile-terms';
import { dokuwikiNamespaces, dokuwikiQuery, dokuwikiWords, isInNamespace } from './dokuwiki-search-text';

describe('words for a wiki search', () => {
  it.each([
    ['UPS battery alarm', 'UPS battery alarm'],
    ['C++', ''],
    ['wi-fi -printer', 'wi fi printer'],
    ['vpn OR l2tp and more', 'vpn l2tp more'],
    ['@secret ^kb ns:hr (x|y)', 'secret kb ns hr'],
    ['"error 809"', 'error 809'],
    ['net*work', 'net work'],
    ['vpn.acme.example', 'vpn acme example'],
    ['client 5.2', 'client 5 2'],
    ['0x80070643', '0x80070643'],
    ['Türöffner été', 'Türöffner été'],
    ['日本', '日本'],
  ])('%j -> %j', (text, words) => {
    expect(dokuwikiWords(text)).toBe(words);
  });

  it('never hold an operator, whatever the text', () => {
    for (const text of [...hostileTexts, ...randomTexts(1500)]) {
      const words = dokuwikiWords(text);
      expect(words).toMatch(/^[\p{L}\p{N}\p{M} ]*$/u);
      expect(words).not.toMatch(/(?:^| )(?:and|or)(?: |$)/i);
      expect(words.split(' ').length).toBeLessThanOrEqual(12);
    }
  });
});

describe('namespaces of a source', () => {
  it('are ids, never a search', () => {
    expect(dokuwikiNamespaces(['ops', ' :KB:how-to: ', 'net:lab_2'])).toEqual([
      'ops',
      'kb:how-to',
      'net:lab_2',
    ]);
    expect(dokuwikiNamespaces([') or (vpn', '@ops', 'a b', '', '*', 'x"', ':'])).toEqual([]);
  });

  it.each([
    [[], 'vpn'],
    [['ops'], 'vpn @ops'],
    [['ops', 'net:lab'], 'vpn (@ops or @net:lab)'],
    [Array.from({ length: 100 }, (_, at) => `namespace_${at}`), 'vpn'],
  ])('%j restrict the search where there are not too many', (namespaces, query) => {
    expect(dokuwikiQuery('vpn', namespaces)).toBe(query);
  });

  it('hold the pages in them and below', () => {
    expect(isInNamespace('ops:ups', ['ops'])).toBe(true);
    expect(isInNamespace('ops:lab:ups', ['ops'])).toBe(true);
    expect(isInNamespace('opsx:ups', ['ops'])).toBe(false);
    expect(isInNamespace('start', ['ops'])).toBe(false);
    expect(isInNamespace('start', [])).toBe(true);
  });
});
