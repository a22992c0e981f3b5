import { describe, expect, it } from 'vitest';
import { formatBytes, formatWhen } from './when';

const now = Date.parse('2026-03-18T12:00:00Z');
const before = (ms: number) => new Date(now - ms).toISOString();
const hours = 3_600_000;

describe('a date', () => {
  it.each([
    [30_000, 'now'],
    [59 * 60_000, '59 minutes ago'],
    [3 * hours, '3 hours ago'],
    [25 * hours, 'yesterday'],
    [6.9 * 24 * hours, '6 days ago'],
  ])('%i ms old is relative: %s', (age, text) => {
    expect(formatWhen(before(age), now, 'en')?.text).toBe(text);
  });

  it('is absolute from a week on', () => {
    expect(formatWhen(before(7 * 24 * hours), now, 'en-GB')?.text).toBe('11 Mar 2026');
  });

  it('is exact in the tooltip, whatever the text says', () => {
    expect(formatWhen(before(hours), now, 'en-GB')?.exact).toMatch(/^Wednesday.* 18 March 2026.*\d\d:00$/);
  });

  it('speaks the locale', () => {
    expect(formatWhen(before(3 * 24 * hours), now, 'de')?.text).toBe('vor 3 Tagen');
    expect(formatWhen('2025-01-05T10:00:00Z', now, 'de')?.text).toBe('5. Jan. 2025');
  });

  it('a little in the future is a clock that runs ahead, far in the future is a date', () => {
    expect(formatWhen(before(-60_000), now, 'en')?.text).toBe('now');
    expect(formatWhen('2027-01-05T10:00:00Z', now, 'en-GB')?.text).toBe('5 Jan 2027');
  });

  it.each([null, '', 'yesterday-ish'])('%j is none', (iso) => {
    expect(formatWhen(iso, now, 'en')).toBeNull();
  });
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [3_200_000, '3.2 MB'],
    [48_200_000, '48 MB'],
    [2_000_000_000, '2 GB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text);
  });
});
