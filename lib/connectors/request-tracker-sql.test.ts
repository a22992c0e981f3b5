import { describe, expect, it } from 'vitest';
import { hostileTexts, randomTexts, termsOf } from '../../tests/hostile-terms';
import type { QueryTerm } from '../core/query';
import { likeWords, quoteTicketSql, similarTicketsSql, weightIn } from './request-tracker-sql';

const word = (text: string, weight = 1): QueryTerm => ({ text, weight, kind: 'word' });
const identifier = (text: string): QueryTerm => ({ text, weight: 3, kind: 'identifier' });
const phrase = (text: string): QueryTerm => ({ text, weight: 2, kind: 'phrase' });

/** Reads literals as RT 5.0.3 does: a backslash escapes what follows. Null where one does not end. */
function outsideOfLiterals(sql: string): string | null {
  let outside = '';
  for (let at = 0; at < sql.length; at += 1) {
    if (sql[at] !== "'") {
      outside += sql[at] ?? '';
      continue;
    }
    for (at += 1; sql[at] !== "'"; at += 1) {
      if (at >= sql.length) return null;
      if (sql[at] === '\\') at += 1;
    }
    outside += '_';
  }
  return outside;
}

describe('a literal', () => {
  it.each([
    ['plain', "'plain'"],
    ["O'Brien", "'O\\'Brien'"],
    ['C:\\temp', "'C:\\\\temp'"],
    ["\\' OR id > 0", "'\\\\\\' OR id > 0'"],
    ['two\nlines\u0000', "'two lines '"],
  ])('%j is %s', (text, sql) => {
    expect(quoteTicketSql(text)).toBe(sql);
  });

  it('cannot be ended by anything in it', () => {
    for (const text of [...hostileTexts, ...randomTexts(300)]) {
      expect(outsideOfLiterals(quoteTicketSql(text)), JSON.stringify(text)).toBe('_');
    }
  });
});

describe('words for LIKE', () => {
  it.each<[QueryTerm, string[]]>([
    [word('printers'), ['printer']],
    [word('locked'), ['lock']],
    [word('printing'), ['print']],
    [word('uses'), ['uses']],
    [word('Wi-Fi'), ['Wi-Fi']],
    [word('an'), []],
    [word('C++'), ['C++']],
    [word('認証'), ['認証']],
    [identifier('802.1X'), ['802.1X']],
    [identifier('(0x8004010f),'), ['0x8004010f']],
    [identifier('SAP_P01'), ['SAP', 'P01']],
    [identifier('100%'), ['100']],
    [identifier('%'), []],
    [identifier('____'), []],
    [phrase('blank labels at the gate four'), ['blank', 'label', 'the', 'gate']],
  ])('$text: %j', (term, words) => {
    expect(likeWords(term)).toEqual(words);
  });

  it('hold no wildcard', () => {
    for (const term of termsOf([...hostileTexts, ...randomTexts(300)])) {
      expect(likeWords(term).join('')).not.toMatch(/[%_\p{Cc}]/u);
    }
  });
});

describe('the search for closed tickets', () => {
  const terms = [identifier('809'), phrase('guest network'), word('vpn'), word('router'), word('hotel')];
  const closed = "Status = '__Inactive__' AND Status != 'rejected'";

  it('wants an identifier, a phrase or two words at first', () => {
    expect(similarTicketsSql('strict', terms.slice(0, 4), [])).toBe(
      `(Subject LIKE '809' OR (Subject LIKE 'guest' AND Subject LIKE 'network') OR (Subject LIKE 'vpn' AND Subject LIKE 'router')) AND ${closed}`,
    );
  });

  it('takes any of them then, in the queues that were named', () => {
    expect(similarTicketsSql('loose', [word('vpn'), word('router')], ['Helpdesk', "Ann's"])).toBe(
      `(Subject LIKE 'vpn' OR Subject LIKE 'router') AND ${closed} AND (Queue = 'Helpdesk' OR Queue = 'Ann\\'s')`,
    );
  });

  it('looks into texts for identifiers only, and not into all that was ever written', () => {
    expect(similarTicketsSql('content', terms, [])).toBe(
      `(Content LIKE '809') AND ${closed} AND LastUpdated > '730 days ago'`,
    );
    expect(similarTicketsSql('content', [word('vpn')], [])).toBeNull();
  });

  it('asks nothing where no term leaves a word, or one word alone wants a second', () => {
    for (const shape of ['strict', 'loose', 'content'] as const) {
      expect(similarTicketsSql(shape, [word('%'), identifier('_'), phrase('"')], ['Helpdesk'])).toBeNull();
    }
    expect(similarTicketsSql('strict', [word('vpn')], [])).toBeNull();
  });

  it('is made of nothing but its own words, whatever people type', () => {
    const own =
      /^[()_\s]*(?:(?:Subject|Content|Status|Queue|LastUpdated|LIKE|AND|OR|=|!=|>|_|\(|\))[()\s]*)*$/;
    const texts = [...hostileTexts, ...randomTexts(200)];
    for (const shape of ['strict', 'loose', 'content'] as const) {
      for (let at = 0; at < texts.length; at += 3) {
        const sql = similarTicketsSql(shape, termsOf(texts.slice(at, at + 3)), [texts[at] ?? '']);
        if (sql !== null) expect(outsideOfLiterals(sql), sql).toMatch(own);
      }
    }
  });
});

describe('what a text holds of a query', () => {
  it('is the weights of the terms whose words are all in it', () => {
    const terms = [word('labels', 2), phrase('blank printer'), identifier('GS1')];
    expect(weightIn('Label printer prints BLANK labels', terms)).toBe(4);
    expect(weightIn('Label GS1', terms)).toBe(5);
    expect(weightIn('Door', terms)).toBe(0);
  });
});
