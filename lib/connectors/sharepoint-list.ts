import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { inScope, LIST_PAGE, readPlace, sinceOf, writePlace } from './listing';
import { askRows, searchUrl, type Row } from './sharepoint-rows';
import { pathGroups, searchedPaths, underPaths } from './sharepoint-scopes';
import { readable, toHit } from './sharepoint-search';

/** The index numbers what it holds; a number has up to 19 digits, too many for us to count with. */
const placeSchema = z.strictObject({ after: z.string().regex(/^\d{1,19}$/) });

/**
 * Pages and list items in the order of the index's own numbers, each page behind the last one: the way that Microsoft
 * gives for more rows than can be counted. Files are left out, since REST gives no text of them.
 * https://learn.microsoft.com/sharepoint/dev/general-development/pagination-for-large-result-sets
 */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const { after } = readPlace(request.cursor, placeSchema, { after: '0' });
  const narrowed = inScope(source, request);
  const paths = pathGroups(searchedPaths(narrowed), narrowed)[0] ?? [];
  // A scope that is no site of the source is never everything.
  if (paths.length === 0) return { documents: [], removed: [], next: null, total: 0 };
  // The number first: its order among the conditions matters to SharePoint.
  const conditions = [`IndexDocId>${after}`, readable, underPaths(paths, source), changedSince(request)];
  const columns = 'Title,Path,LastModifiedTime,DocId';
  const url = `${searchUrl(source, conditions, columns, LIST_PAGE)}&sortlist='[docid]:ascending'`;
  const { rows, total } = await askRows(url, source, io);
  const hits = rows.map((row) => toHit(row, [], paths, source)).filter((hit) => hit !== null);
  const last = numberOf(rows.at(-1));
  return {
    documents: hits.filter(({ ref }) => ref.idType === 'list-item' || /\.aspx$/i.test(ref.id)),
    removed: [],
    // Only what has a number can be gone on from; an answer without one would be asked for again and again.
    next: last === null || BigInt(last) <= BigInt(after) ? null : writePlace({ after: last }),
    total: request.cursor === null ? total : null,
  };
}

/** Times of the index are UTC; its days are compared, since not every farm compares hours. */
function changedSince(request: ListRequest): string | null {
  const since = sinceOf(request);
  return since === null ? null : `LastModifiedTime>=${new Date(since).toISOString().slice(0, 10)}`;
}

function numberOf(row: Row | undefined): string | null {
  return /^\d{1,19}$/.exec(row?.get('DocId') ?? '')?.[0] ?? null;
}
