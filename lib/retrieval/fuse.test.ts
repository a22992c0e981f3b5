import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../core/document';
import type { Suggestion } from '../core/suggestion';
import { fuse, mergeStable, type RankedDocument } from './fuse';
import { documentFacts, resolvedTicket, sourceDocument } from './test-documents';

function ranked(
  document: SourceDocument,
  score: number,
  coverage = 0.6,
  documentKey = document.id,
): RankedDocument {
  const passage = { id: `${documentKey}#0`, documentKey, headingPath: [], text: '', units: [], ordinal: 0 };
  return {
    facts: documentFacts(document, documentKey),
    hit: { documentKey, passage, score, coverage, marks: [] },
  };
}
const article = (id: string, some: Partial<SourceDocument> = {}) => sourceDocument({ id, ...some });
const keys = (rows: readonly Suggestion[]) => rows.map((row) => row.documentKey);

describe('fuse', () => {
  it('parts articles from resolved tickets, and has no open ticket', () => {
    const open = { ...resolvedTicket('T-2', 'open', 'x', 'y') };
    if (open.ticket !== null) open.ticket = { ...open.ticket, resolved: false };
    const fused = fuse([
      ranked(article('a'), 3),
      ranked(resolvedTicket('T-1', 't', 'd', 'r'), 2),
      ranked(open, 2),
    ]);
    expect(keys(fused.articles)).toEqual(['a']);
    expect(keys(fused.tickets)).toEqual(['T-1']);
  });

  it.each([
    ['its id', { documentId: 'a', sourceId: 'wiki', key: 'x', url: 'https://x.example' }],
    ['its address', { documentId: null, sourceId: null, key: 'x', url: 'https://wiki.example/a#part' }],
  ])('never suggests the page to itself, known by %s', (_, page) => {
    expect(keys(fuse([ranked(article('a'), 3), ranked(article('b'), 2)], { page }).articles)).toEqual(['b']);
  });

  it.each([
    ['https://wiki.example/queue/7/T-1', []],
    ['https://other.example/queue/7/T-1', ['T-1']],
  ])('a ticket at %s is the one of that key where the instance is the same', (url, shown) => {
    const page = { documentId: 'T-1', sourceId: 'service-desk', key: 'T-1', url };
    expect(keys(fuse([ranked(resolvedTicket('T-1', 't', 'd', 'r'), 2)], { page }).tickets)).toEqual(shown);
  });

  it('shows a document once, though two sources brought it', () => {
    const twice = [
      ranked(article('a'), 3, 0.6, 'one'),
      ranked(article('a', { sourceId: 'other' }), 2, 0.6, 'two'),
    ];
    expect(keys(fuse(twice).articles)).toEqual(['one']);
  });

  it('tells live from cached and changed from unchanged', () => {
    const fused = fuse([ranked(article('a'), 3), ranked(article('b'), 2)], {
      confirmed: new Set(['a']),
      changed: new Set(['a']),
    });
    expect(fused.articles.map(({ origin, changed }) => [origin, changed])).toEqual([
      ['live', true],
      ['cache', false],
    ]);
  });

  it('puts the newer of two even documents first', () => {
    const fused = fuse([
      ranked(article('a'), 2),
      ranked(article('b', { updated: '2026-09-01T00:00:00Z' }), 2),
    ]);
    expect(keys(fused.articles)).toEqual(['b', 'a']);
  });

  it('says likely only for current documents that cover the query and are near the best', () => {
    const rows = fuse([
      ranked(article('good'), 10),
      ranked(article('old', { state: 'outdated' }), 9),
      ranked(article('thin'), 9, 0.2),
      ranked(article('far'), 4),
      ranked(article('noise'), 1),
    ]).articles;
    expect(rows.map((row) => [row.documentKey, row.strength])).toEqual([
      ['good', 'likely'],
      ['old', 'possible'],
      ['thin', 'possible'],
      ['far', 'possible'],
    ]);
  });
});

describe('mergeStable', () => {
  const list = (...rows: [string, number][]) =>
    fuse(
      rows.map(([id, score]) => ranked(article(id), score)),
      { mostArticles: 9 },
    ).articles;

  it('keeps shown rows in place while scores are near', () => {
    expect(keys(mergeStable(list(['a', 10], ['b', 9.5]), list(['b', 10], ['a', 9.5])))).toEqual(['a', 'b']);
  });

  it('moves a row that has become clearly better', () => {
    expect(keys(mergeStable(list(['a', 10], ['b', 9.5]), list(['b', 10], ['a', 5])))).toEqual(['b', 'a']);
  });

  it('puts a new row before an old one only when it is clearly better', () => {
    expect(keys(mergeStable(list(['a', 10]), list(['new', 10.5], ['a', 10])))).toEqual(['a', 'new']);
    expect(keys(mergeStable(list(['a', 10]), list(['new', 20], ['a', 10])))).toEqual(['new', 'a']);
  });

  it("lets go of rows that are no longer there, and takes the newer row's content", () => {
    const merged = mergeStable(list(['a', 10], ['gone', 9]), list(['a', 7]));
    expect(merged.map((row) => [row.documentKey, row.score])).toEqual([['a', 7]]);
  });
});
