import type { Database } from '../database/database';
import { quoted, termOf, type FieldLengths } from './index-passage';

/** What a ranking has to know of a store as a whole. */
export interface StoreStatistics {
  readonly passages: number;
  /** Mean lengths of the fields, in terms. */
  readonly average: FieldLengths;
}

/** How long what was counted is good: a ranking hardly moves by what a few minutes bring. */
const COUNT_MS = 300_000;
const TOTALS_MS = 5_000;
const MOST_COUNTS = 100_000;

/** Counts of a store, asked for once in a while. They differ between stores and tell nothing of another one's. */
export function createStatistics({ query }: Database, now: () => number) {
  const counts = new Map<string, { at: number; count: number }>();
  const totals = new Map<number, { at: number; value: Promise<StoreStatistics> }>();

  const readTotals = async (store: number, id: string): Promise<StoreStatistics> => {
    const [row] = await query<Record<'passages' | 'title' | 'headings' | 'body', number>>(
      `select coalesce(sum(passages), 0)::float8 as passages, coalesce(sum(title_terms), 0)::float8 as title,
         coalesce(sum(heading_terms), 0)::float8 as headings, coalesce(sum(body_terms), 0)::float8 as body
       from store_files where store = $1 and status = 'completed'`,
      [id],
    );
    const passages = row?.passages ?? 0;
    const mean = (sum = 0) => (passages === 0 ? 0 : sum / passages);
    return {
      passages,
      average: { title: mean(row?.title), headings: mean(row?.headings), body: mean(row?.body) },
    };
  };

  return {
    totals(store: number, id: string): Promise<StoreStatistics> {
      const known = totals.get(store);
      if (known && now() - known.at < TOTALS_MS) return known.value;
      const value = readTotals(store, id);
      value.catch(() => totals.delete(store));
      totals.set(store, { at: now(), value });
      return value;
    },

    /** In how many passages of the store each term stands. */
    async counts(store: number, terms: readonly string[]): Promise<Map<string, number>> {
      const found = new Map<string, number>();
      const unknown: string[] = [];
      for (const term of new Set(terms)) {
        const known = counts.get(termOf(store, term));
        if (known && now() - known.at < COUNT_MS) found.set(term, known.count);
        else unknown.push(term);
      }
      if (unknown.length === 0) return found;
      const rows = await query<{ at: number; count: number }>(
        `select at::int as at, (select count(*) from passages where words @@ term::tsquery)::int as count
         from unnest($1::text[]) with ordinality as asked (term, at)`,
        [unknown.map((term) => quoted(termOf(store, term)))],
      );
      if (counts.size + rows.length > MOST_COUNTS) counts.clear();
      for (const { at, count } of rows) {
        const term = unknown[at - 1] ?? '';
        found.set(term, count);
        counts.set(termOf(store, term), { at: now(), count });
      }
      return found;
    },

    /** Something was added or taken away here. */
    forget(store: number): void {
      totals.delete(store);
      const prefix = termOf(store, '');
      for (const key of counts.keys()) if (key.startsWith(prefix)) counts.delete(key);
    },
  };
}
export type Statistics = ReturnType<typeof createStatistics>;
