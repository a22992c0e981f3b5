import type { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { parseJson } from '../platform/formats/parse-json';
import type { ConnectorIo, ListedKind, ListPage, ListRequest, SearchHit } from './connector';

/** Documents of one page of a listing: bodies come along, and one bad answer costs no more than that. */
export const LIST_PAGE = 50;
/** Longer than any cursor we write. */
const LONGEST_CURSOR = 8_000;

/** A listing of a connector as it is written: of one sort, without a word on `lists`. */
export type ListOne = (request: ListRequest, source: SourceConfig, io: ConnectorIo) => Promise<ListPage>;

/** What a connector that lists has, of one function for each sort. */
export function listingOf(of: Partial<Record<ListedKind, ListOne>>): {
  readonly lists: readonly ListedKind[];
  listDocuments: ListOne;
} {
  const kinds: readonly ListedKind[] = ['articles', 'tickets'];
  return {
    lists: kinds.filter((kind) => of[kind] !== undefined),
    listDocuments: async (request, source, io) => {
      const list = of[request.what];
      if (!list) throw new DesksideError('unsupported', `This product keeps no ${request.what}`);
      return list(request, source, io);
    },
  };
}

/** The source narrowed to what is listed, for what reads `scopes`. */
export function inScope(source: SourceConfig, { scope }: ListRequest): SourceConfig {
  return { ...source, scopes: scope === null ? [] : [scope] };
}

/** Where a listing stands, as text that outlives this process. */
export function writePlace(place: unknown): string {
  return JSON.stringify(place);
}

/** What `writePlace` wrote, or `first` for null. Throws `invalid-query` for anything else: it may come from a damaged disk. */
export function readPlace<T>(cursor: string | null, schema: z.ZodType<T>, first: T): T {
  if (cursor === null) return first;
  const parsed = cursor.length > LONGEST_CURSOR ? null : schema.safeParse(parseJson(cursor));
  if (parsed?.success) return parsed.data;
  throw new DesksideError('invalid-query', 'The listing cannot go on from there');
}

const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds of `since`; null for everything. Throws `invalid-query` for what is no moment. */
export function sinceOf({ since }: ListRequest): number | null {
  if (since === null) return null;
  // The engine's own parser takes nearly anything for a date.
  const at = isoMoment.test(since) ? Date.parse(since) : NaN;
  if (Number.isNaN(at)) throw new DesksideError('invalid-query', 'This is not a moment to list from');
  return at;
}

/** What a zone may be ahead of UTC at most is 14 hours, behind it 12. */
const FARTHEST_BEHIND_MS = 12 * 60 * 60_000;

/**
 * `since` as a query language without zones writes it: JQL and CQL read a time in the zone of the user's profile,
 * which no answer names. Written so early that it is not too late in any zone.
 */
export function sinceInAnyZone(request: ListRequest): string | null {
  const at = sinceOf(request);
  if (at === null) return null;
  return new Date(at - FARTHEST_BEHIND_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** A hit of a document that is there as a whole. */
export function wholeHit(document: NonNullable<SearchHit['document']>): SearchHit {
  const { ref, id, title, version } = document;
  return { ref, id, title, version, document };
}
