import { expect, it } from 'vitest';
import { isoDate, momentOf } from './iso-date';

it.each([
  ['2026-10-26T07:10:00.000+0100', '2026-10-26T06:10:00.000Z'],
  ['2026-10-26 07:10:00', '2026-10-26T07:10:00.000Z'],
  [' 2026-10-26T07:10:00Z ', '2026-10-26T07:10:00.000Z'],
  ['', null],
  [null, null],
  ['soon', null],
  ['2026-13-45T99:99:99.000+0000', null],
  [`2026-10-26T07:10:00Z${' '.repeat(10)}${'x'.repeat(100)}`, null],
])('%s is %s', (written, moment) => {
  expect(isoDate(written)).toBe(moment);
});

it.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [8.64e15, '+275760-09-13T00:00:00.000Z'],
  [8.65e15, null],
  [1e300, null],
  [NaN, null],
])('the moment %d is %s: no number from an answer makes it throw', (time, moment) => {
  expect(momentOf(time)).toBe(moment);
});
