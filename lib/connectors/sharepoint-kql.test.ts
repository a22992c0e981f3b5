import { describe, expect, it } from 'vitest';
import { parseKql } from '../../tests/fakes/sharepoint/kql';
import { odataStringOf } from '../../tests/fakes/sharepoint/odata';
import { hostileTexts, randomTexts, termsOf } from '../../tests/hostile-terms';
import { kqlAny, kqlClause, kqlUnder, kqlWords } from './sharepoint-kql';
import { odataString } from './sharepoint-path';

describe('words of the query language', () => {
  it.each([
    ['VPN error 809', 'vpn error 809'],
    ['AND', 'and'],
    ['vpn OR path:"https://x"', 'vpn or path https x'],
    ['-printer +vpn', 'printer vpn'],
    ['NEAR(n=5)', 'near n 5'],
    ['serv*', 'serv'],
    ["O'Brien's", "o'brien's"],
    ['vpn.acme.example', 'vpn.acme.example'],
    ['build-mu-01', 'build-mu-01'],
    ['"', ''],
    ['({[<>]})=:', ''],
  ])('%j -> %j', (text, words) => {
    expect(kqlWords(text)).toBe(words);
  });
});

describe('a term', () => {
  it.each([
    ['word', 'printers', 'printers'],
    ['word', 'wi-fi', '"wi-fi"'],
    ['phrase', 'no signal', '"no signal"'],
    ['identifier', '809', '"809"'],
    ['identifier', '802.1X', '"802.1x"'],
    ['word', 'C++', null],
    ['word', '電源', '電源'],
  ] as const)('%s %j -> %j', (kind, text, clause) => {
    expect(kqlClause({ text, kind })).toBe(clause);
  });

  it('is asked once, any of them, or nothing at all', () => {
    expect(kqlAny(termsOf(['VPN', 'vpn', '809']))).toBe('("vpn" OR 809)');
    expect(kqlAny(termsOf(['"', '*', 'AND'].slice(0, 2)))).toBeNull();
  });
});

describe('whatever the text', () => {
  const texts = [...hostileTexts, ...randomTexts(1500)];

  it('the query holds no operator, property, star or open quote of it', () => {
    for (const text of texts) {
      for (const term of termsOf([text, text, text])) {
        const clause = kqlClause(term);
        if (clause === null) continue;
        expect(clause).toMatch(/^(?:[\p{L}\p{N}\p{M}]+|"[\p{L}\p{N}\p{M}._' -]+")$/u);
        expect(clause).not.toMatch(/\b(?:AND|OR|NOT|NEAR|ONEAR|XRANK|WORDS|ALL|ANY|NONE)\b/);
      }
    }
  });

  it('the restriction beside it still holds, as the server reads the URL', () => {
    // Every word of them, once: the server's side of this is slow.
    const known = [...new Set(texts.flatMap((text) => kqlWords(text.slice(0, 400)).split(' ')))].join(' ');
    const everything = {
      title: '',
      text: known,
      properties: { path: 'https://acme.sharepoint.com/sites/HR/x.aspx' },
    };
    const inIt = { ...everything, properties: { path: 'https://acme.sharepoint.com/sites/IT/x.aspx' } };
    const under = kqlUnder(['https://acme.sharepoint.com/sites/IT']);
    let matched = 0;
    for (let at = 0; at < texts.length; at += 3) {
      const any = kqlAny(termsOf(texts.slice(at, at + 3)));
      if (any === null) continue;
      const url = new URL(
        `https://acme.sharepoint.com/_api/search/query?querytext=${odataString(`${any} AND ${under}`)}&rowlimit=10`,
      );
      expect([...url.searchParams.keys()]).toEqual(['querytext', 'rowlimit']);
      const { matches } = parseKql(odataStringOf(url.searchParams.get('querytext') ?? ''));
      expect(matches(everything)).toBe(false);
      matched += matches(inIt) ? 1 : 0;
    }
    expect(matched).toBeGreaterThan(100);
  });

  it('an address cannot end its quotes', () => {
    expect(kqlUnder(['https://x/" OR path:"https://y'])).toBe('(path:"https://x/  OR path: https://y")');
    expect(kqlUnder([])).toBeNull();
  });
});
