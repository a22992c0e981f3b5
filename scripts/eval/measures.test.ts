import { describe, expect, it } from 'vitest';
import { hitAt, mean, ndcgAt, recallAt, reciprocalRankAt } from './measures';

const ranked = ['x', 'a', 'y', 'b', 'z'];
const relevant = new Map([
  ['a', 1],
  ['b', 1],
  ['c', 1],
]);

describe('measures', () => {
  it('counts a hit only among the first k', () => {
    expect(hitAt(1, ranked, relevant)).toBe(0);
    expect(hitAt(2, ranked, relevant)).toBe(1);
  });

  it('measures recall against all that is relevant, found or not', () => {
    expect(recallAt(10, ranked, relevant)).toBeCloseTo(2 / 3, 12);
    expect(recallAt(2, ranked, relevant)).toBeCloseTo(1 / 3, 12);
  });

  it('takes the reciprocal of the first relevant place', () => {
    expect(reciprocalRankAt(10, ranked, relevant)).toBe(0.5);
    expect(reciprocalRankAt(1, ranked, relevant)).toBe(0);
  });

  it('weighs places by logarithm and divides by the best order there is', () => {
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt(10, ranked, relevant)).toBeCloseTo(gain / ideal, 12);
    expect(ndcgAt(10, ['a', 'b', 'c'], relevant)).toBe(1);
    // More relevant ones than places: the best order fills the places, no more.
    expect(ndcgAt(1, ['a'], relevant)).toBe(1);
  });

  it('takes a grade for its gain', () => {
    const grades = new Map([
      ['a', 1],
      ['b', 3],
    ]);
    const gain = 1 / Math.log2(3) + 3 / Math.log2(5);
    expect(ndcgAt(10, ranked, grades)).toBeCloseTo(gain / (3 + 1 / Math.log2(3)), 12);
    expect(ndcgAt(10, ['b', 'a'], grades)).toBe(1);
  });

  it('is 0 where nothing is relevant or nothing was found', () => {
    for (const measure of [hitAt, recallAt, reciprocalRankAt, ndcgAt]) {
      expect(measure(10, ranked, new Map())).toBe(0);
      expect(measure(10, [], relevant)).toBe(0);
    }
    expect(mean([])).toBe(0);
  });
});
