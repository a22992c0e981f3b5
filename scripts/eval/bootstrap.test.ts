import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/retrieval/test-documents';
import { bootstrapOptions, meanInterval, pairedGain, type GroupedValue } from './bootstrap';

const coins = (count: number, share: number, seed = 1): GroupedValue[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => ({ group: `q${at}`, value: random() < share ? 1 : 0 }));
};

describe('meanInterval', () => {
  it('gives the same bounds every time, and others for another seed', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 200 }, (_, at) => ({ group: `q${at}`, value: random() }));
    expect(meanInterval(values)).toEqual(meanInterval(values));
    expect(meanInterval(values, { ...bootstrapOptions, seed: 7 })).not.toEqual(meanInterval(values));
  });

  it('is about as wide as the normal approximation says', () => {
    const values = coins(400, 0.5);
    const { low, high } = meanInterval(values);
    expect(high - low).toBeGreaterThan(0.08);
    expect(high - low).toBeLessThan(0.12); // 2 * 1.96 * sqrt(.25 / 400) = .098
  });

  it('has no width where all values are the same', () => {
    expect(meanInterval([0.5, 0.5, 0.5].map((value, at) => ({ group: `${at}`, value })))).toEqual({
      low: 0.5,
      high: 0.5,
    });
    expect(meanInterval([])).toEqual({ low: 0, high: 0 });
  });

  it('draws groups whole: repeating each answer ten times makes nothing surer', () => {
    const once = coins(100, 0.5);
    const often = once.flatMap((one) => Array.from({ length: 10 }, () => one));
    expect(meanInterval(often)).toEqual(meanInterval(once));
  });
});

describe('pairedGain', () => {
  it('sees a small gain on every question that two separate intervals would not', () => {
    const base = coins(100, 0.5);
    const better = base.map(({ group, value }) => ({ group, value: value + 0.01 }));
    const gain = pairedGain(better, base);
    expect(gain.value).toBeCloseTo(0.01, 10);
    expect(gain.low).toBeCloseTo(0.01, 10);
    expect(meanInterval(better).low).toBeLessThan(meanInterval(base).high);
  });

  it('refuses other questions', () => {
    expect(() => pairedGain(coins(3, 0.5), coins(2, 0.5))).toThrow('same questions');
  });
});
