import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ListRequest } from './connector';
import { listingOf, readPlace, sinceInAnyZone, writePlace } from './listing';

const request = (since: string | null): ListRequest => ({
  what: 'articles',
  scope: null,
  since,
  cursor: null,
});

describe('a moment in a language without zones', () => {
  it.each([
    ['2026-01-05T09:02:11.000Z', '2026-01-04 21:02'],
    ['2026-03-01T00:00:00+02:00', '2026-02-28 10:00'],
    [null, null],
  ])('%s -> %s', (since, written) => {
    expect(sinceInAnyZone(request(since))).toBe(written);
  });

  it.each(['Etc/GMT+12', 'Pacific/Kiritimati', 'Asia/Kolkata', 'Europe/Berlin'])(
    'is never later than meant, read in %s',
    (timeZone) => {
      const since = Date.UTC(2026, 5, 1, 12);
      const written = sinceInAnyZone(request(new Date(since).toISOString())) ?? '';
      // What that clock shows at `since` is no earlier than what is asked for.
      const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      expect(written <= shown.format(since)).toBe(true);
    },
  );

  it('refuses what is no moment', () => {
    expect(() => sinceInAnyZone(request('yesterday" OR 1'))).toThrow(/moment/);
  });
});

describe('a place', () => {
  const schema = z.strictObject({ after: z.number() });

  it('is read as it was written', () => {
    expect(readPlace(writePlace({ after: 7 }), schema, { after: 0 })).toEqual({ after: 7 });
    expect(readPlace(null, schema, { after: 0 })).toEqual({ after: 0 });
  });

  it.each(['', 'x', '{"after":"7"}', '{"after":7,"more":1}', `{"after":${'7'.repeat(9_000)}}`])(
    'that is not ours is refused: %s',
    (cursor) => {
      expect(() => readPlace(cursor, schema, { after: 0 })).toThrow(
        expect.objectContaining({ kind: 'invalid-query' }),
      );
    },
  );
});

it('a product without tickets refuses to list them', async () => {
  const { lists, listDocuments } = listingOf({
    articles: () => Promise.resolve({ documents: [], removed: [], next: null, total: 0 }),
  });
  expect(lists).toEqual(['articles']);
  const asked = listDocuments({ ...request(null), what: 'tickets' }, {} as never, {} as never);
  await expect(asked).rejects.toMatchObject({ kind: 'unsupported' });
});
