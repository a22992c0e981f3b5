import { expect, it } from 'vitest';
import { halfOf } from './halves';

it('goes by the last digit of the hash', () => {
  // printf abc | sha256sum ends in ad, printf hello in 24
  expect(halfOf('abc')).toBe('held-out');
  expect(halfOf('hello')).toBe('tuned');
});

it('makes two halves of about the same size', () => {
  const tuned = Array.from({ length: 1000 }, (_, at) => halfOf(`question ${at}`)).filter(
    (h) => h === 'tuned',
  );
  expect(tuned.length).toBeGreaterThan(430);
  expect(tuned.length).toBeLessThan(570);
});
