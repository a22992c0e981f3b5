import { describe, expect, it } from 'vitest';
import { rerank, textOf, type Rerankable } from './rerank';

function found(key: string, score: number, text = key, headingPath: string[] = []): Rerankable {
  const passage = { id: `${key}#0`, documentKey: key, headingPath, text, units: [], ordinal: 0 };
  return {
    hit: { documentKey: key, passage, score, coverage: 0.5, marks: [] },
    facts: { title: `About ${key}` },
    passages: [passage],
  };
}
const keys = (entries: readonly Rerankable[]) => entries.map(({ hit }) => hit.documentKey);
const nothing = { terms: [] };
const options = { most: 3, floor: 0.2, share: 1 };

describe('rerank', () => {
  it('adds what was found near to what words and table said', () => {
    const entries = [found('a', 10), found('b', 8), found('c', 7)];
    const ordered = rerank(entries, [0.2, 0.6, 0.2], nothing, options);
    expect(keys(ordered)).toEqual(['b', 'a', 'c']);
    expect(ordered[0]?.hit.score).toBeCloseTo(8 + 10 * 0.5);
    expect(ordered[1]?.hit.score).toBe(10);
  });

  it('takes what lies below the floor, and what could not be compared, for nothing', () => {
    const entries = [found('a', 10), found('b', 9), found('c', 8)];
    expect(rerank(entries, [-1, null, 0.1], nothing, options)).toEqual(entries);
  });

  it('leaves those after the first as they are, behind them', () => {
    const entries = [found('a', 5), found('b', 4), found('c', 3), found('d', 2), found('e', 1)];
    expect(keys(rerank(entries, [0.2, 0.2, 1, 1, 1], nothing, options))).toEqual(['c', 'a', 'b', 'd', 'e']);
  });

  it('lets nothing pass what holds an identifier of the query that it lacks', () => {
    const query = { terms: [{ text: 'ERR-8', weight: 2, kind: 'identifier' as const }] };
    const exact = found('exact', 10, 'Shows err-8 at the start.');
    const entries = [found('first', 11), exact, found('near', 9), found('other', 8, 'Shows ERR-80.')];
    const ordered = rerank(entries, [0.2, 0.2, 0.9, 0.9], query, { ...options, most: 4 });
    expect(keys(ordered)).toEqual(['first', 'exact', 'near', 'other']);
    expect(ordered.map(({ hit }) => hit.score)).toEqual([11, 10, 10, 10]);
  });

  it('keeps why a hit was found, and adds what the reading said', () => {
    const why = { byWords: 1, byMeaning: null, similarity: null };
    const entry = found('a', 10);
    const [ordered] = rerank([{ ...entry, hit: { ...entry.hit, why } }], [0.4], nothing, options);
    expect(ordered?.hit.why).toEqual({ ...why, byReading: 0.4 });
  });

  it('survives nothing at all', () => {
    expect(rerank([], [], nothing, options)).toEqual([]);
    expect(keys(rerank([found('a', 0)], [1], nothing, options))).toEqual(['a']);
  });
});

it('has a passage read under its title and headings', () => {
  expect(textOf(found('a', 1, 'Text.', ['VPN', 'Fix']))).toBe('About a\nVPN\nFix\nText.');
});
