import { describe, expect, it } from 'vitest';
import { segmentsToJoin } from './merge-policy';
import type { Segment } from './segment';

const segmentsOf = (sizes: readonly number[]) =>
  sizes.map((alive, at) => ({ row: { id: `${at}`.padStart(3, '0'), alive } }) as Segment);
const joined = (...sizes: number[]) => segmentsToJoin(segmentsOf(sizes)).map(({ row }) => row.alive);

describe('segments that are joined when there is time', () => {
  it('are all that a long copy left, in their order', () => {
    expect(joined(12_800, 12_800, 1_600, 1_600, 200, 40)).toEqual([12_800, 12_800, 1_600, 1_600, 200, 40]);
    expect(joined(200, 1_600, 1_600)).toEqual([200, 1_600, 1_600]);
  });

  it('are not those that are large for what would be added', () => {
    expect(joined(100_000, 200)).toEqual([]);
    expect(joined(100_000, 200, 200, 390)).toEqual([200, 200, 390]);
    expect(joined(500)).toEqual([]);
    expect(joined()).toEqual([]);
  });

  it('are no more than memory is there for', () => {
    expect(joined(150_000, 100_000, 90_000)).toEqual([100_000, 90_000]);
    expect(joined(300_000, 10, 10)).toEqual([10, 10]);
  });

  it('leave a handful, and write each document a few times only', () => {
    let sizes: number[] = [];
    let written = 0;
    for (let added = 0; added < 2_000; added += 1) {
      sizes.push(50);
      const next = segmentsOf(sizes);
      const chosen = new Set(segmentsToJoin(next));
      const sum = [...chosen].reduce((total, { row }) => total + row.alive, 0);
      written += sum;
      sizes = next.filter((segment) => !chosen.has(segment)).map(({ row }) => row.alive);
      if (sum > 0) sizes.push(sum);
    }
    expect(sizes.length).toBeLessThan(12);
    expect(written / (2_000 * 50)).toBeLessThan(10);
  });
});
