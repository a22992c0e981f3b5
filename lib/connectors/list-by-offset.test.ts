import { describe, expect, it } from 'vitest';
import { askedFrom, firstOffset, placeAfter, type OffsetPlace } from './list-by-offset';

/** Lists rows that `change` alters after each page; 50 rows a page. Gives every id that was seen. */
function listAll(rows: string[], change: (rows: string[], page: number) => void): Set<string> {
  const seen = new Set<string>();
  let place: OffsetPlace | null = firstOffset;
  for (let page = 0; place !== null; page += 1) {
    if (page > 200) throw new Error('it does not end');
    const from = askedFrom(place);
    const ids = rows.slice(from, from + 50);
    for (const id of ids) seen.add(id);
    place = placeAfter(place, ids, from + 50 >= rows.length);
    change(rows, page);
  }
  return seen;
}
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `id-${at}`);

describe('a listing by offset', () => {
  it('sees each row of a list that stands still, in few pages', () => {
    let pages = 0;
    expect(listAll(numbered(300), () => (pages += 1)).size).toBe(300);
    expect(pages).toBe(7);
  });

  it.each([0, 1, 49, 50, 51, 95])('ends with %i rows', (count) => {
    expect(listAll(numbered(count), () => undefined).size).toBe(count);
  });

  it.each([1, 4, 5, 6, 40, 120])('skips nothing when %i rows that were seen vanish after a page', (count) => {
    const stays = new Set(numbered(300));
    const seen = listAll(numbered(300), (rows, page) => {
      if (page !== 2) return;
      for (const id of rows.splice(0, count)) stays.delete(id);
    });
    expect([...stays].filter((id) => !seen.has(id))).toEqual([]);
  });

  it('skips nothing when the very rows it remembers vanish', () => {
    const seen = listAll(numbered(300), (rows, page) => {
      if (page === 3) rows.splice(180, 10);
    });
    expect(seen.size).toBeGreaterThanOrEqual(290);
    expect(seen).toContain('id-299');
  });

  it('skips nothing when rows appear before those that were seen', () => {
    const seen = listAll(numbered(300), (rows, page) => {
      if (page === 1) rows.unshift(...numbered(70).map((id) => `new-${id}`));
    });
    expect(numbered(300).filter((id) => !seen.has(id))).toEqual([]);
  });
});
