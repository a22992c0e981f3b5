import { describe, expect, it } from 'vitest';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../../tests/hostile-terms';
import { strongestTerms } from './clean-terms';
import { articlesCql } from './confluence-cql';
import { resolvedConditions, similarIssuesJql } from './jql';
import { fitUrl, inClause, luceneClause, luceneWords, quoteLiteral } from './lucene-text';

/**
 * Reads JQL or CQL back as its servers do: string literals with backslash escapes, the rest words and signs. Returns
 * the literals' values and the text around them, or throws where a literal does not end.
 */
function readBack(query: string): { literals: string[]; around: string } {
  const literals: string[] = [];
  let around = '';
  for (let at = 0; at < query.length; at += 1) {
    if (query[at] !== '"') {
      around += query[at] ?? '';
      continue;
    }
    let value = '';
    for (at += 1; query[at] !== '"'; at += 1) {
      if (at >= query.length) throw new Error('a literal does not end');
      if (query[at] === '\\') at += 1;
      value += query[at] ?? '';
    }
    literals.push(value);
    around += '$';
  }
  return { literals, around };
}

const fixedWords =
  /^(?:text|title|summary|project|space|type|in|page|blogpost|AND|OR|~|=|\(|\)|,|\$|statusCategory|Done|resolution|is|not|EMPTY|\s)*$/;

function expectSafe(query: string): void {
  const { literals, around } = readBack(query);
  expect(around).toMatch(fixedWords);
  for (const literal of literals) {
    expect(literal).toMatch(/^"?[^"\\+&|!(){}[\]^~*?:/\p{Cc}\p{Cs}-]*"?$/u);
    expect(literal).not.toMatch(/(?:^|[\s"])(?:AND|OR|NOT)(?:[\s"]|$)/);
    expect(literal.replaceAll('"', '')).toMatch(/[\p{L}\p{N}]/u);
  }
}

describe('words for a Lucene query', () => {
  it.each([
    ['error 809', 'error 809'],
    ['"exact"', 'exact'],
    ['C++', 'C'],
    ['wi-fi', 'wi fi'],
    ['vpn.acme.example', 'vpn.acme.example'],
    ['0x80070643', '0x80070643'],
    ['Windows 11 AND macOS', 'Windows 11 and macOS'],
    ['NOT working', 'not working'],
    ['android', 'android'],
    ['*wild', 'wild'],
    ["user's", "user's"],
    ['Kennwort zurücksetzen', 'Kennwort zurücksetzen'],
    ['\\', ''],
  ])('%s -> %s', (text, words) => {
    expect(luceneWords(text)).toBe(words);
  });
});

describe('a clause', () => {
  it.each([
    ['identifier', '0x80070643', 'text ~ "\\"0x80070643\\""'],
    ['phrase', 'error 809', 'text ~ "\\"error 809\\""'],
    ['word', 'vpn', 'text ~ "vpn"'],
    ['word', 'wi-fi', 'text ~ "\\"wi fi\\""'],
    ['word', '***', null],
  ] as const)('of the %s %s', (kind, text, clause) => {
    expect(luceneClause('text', { kind, text, weight: 1 })).toBe(clause);
  });

  it('names projects and spaces in literals that cannot be left', () => {
    expect(inClause('project', ['HELP', 'a") OR x'])).toBe('project in ("HELP", "a\\") OR x")');
    expect(inClause('project', [' '])).toBeNull();
    expect(quoteLiteral('a\\')).toBe('"a\\\\"');
  });
});

describe('JQL and CQL of hostile terms', () => {
  const everything = [...hostileTexts, ...randomTexts(2000)];

  it.each(hostileTexts)('%j is words and nothing else', (text) => {
    for (const kind of ['identifier', 'phrase', 'word'] as const) {
      const terms = strongestTerms(queryOf(termsOf([text, 'vpn'], kind)));
      const cql = articlesCql(terms, ['HELP']);
      const jql = similarIssuesJql('loose', terms, [], resolvedConditions[0]);
      expectSafe(cql ?? '');
      expectSafe(jql ?? '');
    }
  });

  it('holds for random texts, several at once', () => {
    for (let at = 0; at < everything.length; at += 5) {
      const terms = strongestTerms(queryOf(termsOf(everything.slice(at, at + 5))));
      for (const shape of ['strict', 'loose'] as const) {
        expectSafe(similarIssuesJql(shape, terms, ['HELP'], resolvedConditions[1]) ?? '');
      }
      expectSafe(articlesCql(terms, []) ?? '');
    }
  });

  it('survives encoding and keeps a URL short', () => {
    for (const text of everything) {
      const terms = strongestTerms(
        queryOf(termsOf([text, '日本語のとても長い言葉'.repeat(9), 'vpn', ...hostileTexts])),
      );
      const build = (some: typeof terms) => {
        const cql = articlesCql(some, []);
        return cql === null ? null : `https://kb.example.org/rest?cql=${encodeURIComponent(cql)}`;
      };
      const url = fitUrl(terms, (some) => build([...some]));
      expect(url === null || url.length <= 2000).toBe(true);
    }
  });

  it('asks nothing when nothing is left to ask', () => {
    expect(articlesCql(strongestTerms(queryOf(termsOf(['"', '^', '', '***']))), [])).toBeNull();
    expect(fitUrl([], () => 'url')).toBeNull();
    expect(fitUrl(termsOf(['vpn']), () => null)).toBeNull();
  });
});

describe('JQL for similar issues', () => {
  const terms = strongestTerms(
    queryOf([
      { text: 'vpn', weight: 2, kind: 'word' },
      { text: 'laptop', weight: 1, kind: 'word' },
      { text: 'error 809', weight: 3, kind: 'identifier' },
    ]),
  );

  it('wants an identifier or two words when strict, any term when loose', () => {
    expect(similarIssuesJql('strict', terms, [], 'resolution is not EMPTY')).toBe(
      '(text ~ "\\"error 809\\"" OR (text ~ "vpn" AND text ~ "laptop")) AND resolution is not EMPTY',
    );
    expect(similarIssuesJql('loose', terms, ['HELP'], 'resolution is not EMPTY')).toBe(
      '(text ~ "\\"error 809\\"" OR text ~ "vpn" OR text ~ "laptop") AND resolution is not EMPTY AND project in ("HELP")',
    );
  });

  it('has no strict form of one word', () => {
    expect(similarIssuesJql('strict', termsOf(['vpn'], 'word'), [], 'x')).toBeNull();
  });
});
