import { describe, expect, test } from 'vitest';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../../tests/hostile-terms';
import type { QueryTerm } from '../core/query';
import { holdsWord, rankPages, rankSitemaps, searchWords, silentPages } from './generic-ranking';

const word = (text: string, weight = 1): QueryTerm => ({ text, weight, kind: 'word' });
const words = (...terms: QueryTerm[]) => searchWords(queryOf(terms));
const page = (address: string, text = '', changed: number | null = null) => ({ address, text, changed });
const ranked = (addresses: string[], ...terms: QueryTerm[]) =>
  rankPages(
    addresses.map((address) => page(address)),
    words(...terms),
  ).map(({ address }) => address);

describe('pages are ranked by the words of their addresses', () => {
  test.each<[string, string[], string[], string[]]>([
    ['the word itself', ['/a/parking', '/a/travel'], ['parking'], ['/a/parking']],
    ['another form of it', ['/a/permits', '/a/travel'], ['permit'], ['/a/permits']],
    ['accents and case', ['/a/%C3%9Cbersicht', '/a/x'], ['übersicht'], ['/a/%C3%9Cbersicht']],
    ['umlauts written out', ['/a/ueberstunden', '/a/x'], ['Überstunden'], ['/a/ueberstunden']],
    ['a part of a compound', ['/a/dienstreiseantrag', '/a/x'], ['reise'], ['/a/dienstreiseantrag']],
    ['never a short beginning', ['/a/prices'], ['pri'], []],
    ['a parameter too', ['/index.php?page=parking'], ['parking'], ['/index.php?page=parking']],
    ['an encoding that is none', ['/a/%E0%A4%A', '/a/parking'], ['parking'], ['/a/parking']],
  ])('%s', (_, addresses, terms, expected) => {
    expect(ranked(addresses, ...terms.map((text) => word(text)))).toEqual(expected);
  });

  test('a word that few addresses hold says more than one that all hold', () => {
    const addresses = ['/policies/travel', '/policies/phones', '/policies/leave', '/help/phones-policies-x'];
    expect(ranked(addresses, word('policies'), word('travel'))[0]).toBe('/policies/travel');
  });

  test('an identifier counts more than a word, and the words of a link count as the address does', () => {
    const pages = [page('/1', 'Till shows E-40'), page('/2', 'Till')];
    const query = words(word('till'), { text: 'E-40', weight: 1, kind: 'identifier' });
    expect(rankPages(pages, query)[0]?.address).toBe('/1');
  });

  test('of equals the latest comes first', () => {
    const pages = [page('/a/parking', '', 1), page('/b/parking', '', 2)];
    expect(rankPages(pages, words(word('parking'))).map(({ address }) => address)).toEqual([
      '/b/parking',
      '/a/parking',
    ]);
  });

  test('fifty thousand pages are ranked, none is lost', () => {
    const pages = Array.from({ length: 50_000 }, (_, index) =>
      page(`/section-${index % 50}/topic-${index}/page-about-${(index * 7919) % 10_007}`),
    );
    const query = words(
      ...['parking', 'topic', 'travel', 'page', 'about', 'permit'].map((text) => word(text)),
    );
    expect(rankPages(pages, query).length).toBe(50_000);
  }, 30_000);

  test('no text of a stranger throws or is more than words', () => {
    const pages = [page('/a/b')];
    for (const text of [...hostileTexts, ...randomTexts(200)]) {
      const query = searchWords(queryOf(termsOf([text])));
      expect([...query.keys()].every((each) => /^[\p{L}\p{N}]+$/u.test(each))).toBe(true);
      rankPages(pages, query);
    }
  });
});

test('an address of numbers says nothing, and one with a word does', () => {
  const pages = ['/node/4711', '/?p=12', '/en/view/9f86d081884c', '/node/parking'].map((each) => page(each));
  expect(silentPages(pages).map(({ address }) => address)).toEqual([
    '/?p=12',
    '/en/view/9f86d081884c',
    '/node/4711',
  ]);
});

test('a text holds a word or it does not', () => {
  expect(holdsWord('Two parking permits.', words(word('permit')))).toBe(true);
  expect(holdsWord('Two parking permits.', words(word('travel')))).toBe(false);
});

test('of an index, the sitemap that a word names comes first, then the latest, and none of pictures', () => {
  const entries = [
    'sitemap-old.xml',
    'sitemap-new.xml',
    'hr-sitemap.xml',
    'image-sitemap-1.xml',
    'author-sitemap.xml',
  ].map((name, changed) => ({ loc: `https://a.example/${name}`, changed }));
  expect(rankSitemaps(entries, words(word('hr'))).map(({ loc }) => loc.replace(/.*\//, ''))).toEqual([
    'hr-sitemap.xml',
    'sitemap-new.xml',
    'sitemap-old.xml',
  ]);
});
