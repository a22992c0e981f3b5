import { z } from 'zod';
import { LIST_PAGE } from './listing';

/**
 * Paging for APIs that only count rows. The list is asked for in an order that editing does not change (by time of
 * creation), so rows move only when others appear or vanish. Each page repeats the last rows of the one before: found
 * again, nothing was skipped between them; not found, the listing goes back until it finds one of them.
 */
export interface OffsetPlace {
  /** Rows before this one have been seen. */
  readonly start: number;
  /** Ids of the rows before it, oldest first. */
  readonly last: readonly string[];
}

const REPEATED = 5;

export const firstOffset: OffsetPlace = { start: 0, last: [] };
export const offsetPlaceSchema: z.ZodType<OffsetPlace> = z.strictObject({
  start: z.number().int().min(0).max(100_000_000),
  last: z.array(z.string().min(1).max(512)).max(REPEATED),
});

/** The number of the first row to ask for. */
export function askedFrom({ start }: OffsetPlace): number {
  return Math.max(0, start - REPEATED);
}

/** Where to go on after the rows from `askedFrom` on, named by their ids; null when that was the end. */
export function placeAfter(place: OffsetPlace, ids: readonly string[], isLast: boolean): OffsetPlace | null {
  const from = askedFrom(place);
  // From the first row on nothing can have been skipped, whatever was there before.
  const isConnected = from === 0 || place.last.some((id) => ids.includes(id));
  if (!isConnected) return { start: Math.max(0, from - LIST_PAGE + 2 * REPEATED), last: place.last };
  // Nothing but what is repeated: the end, where the API does not tell it.
  if (isLast || ids.every((id) => place.last.includes(id))) return null;
  return { start: from + ids.length, last: ids.slice(-REPEATED) };
}
