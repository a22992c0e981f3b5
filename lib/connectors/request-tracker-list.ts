import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { inScope, LIST_PAGE, readPlace, sinceInAnyZone, wholeHit, writePlace } from './listing';
import { askPage, confirmUser, restUrl, type RtCondition } from './request-tracker-api';
import { articleFields, articleSchema, articleToDocument } from './request-tracker-article';
import { classesNamed, queuesNamed } from './request-tracker-scopes';
import { allTicketsSql } from './request-tracker-sql';
import { isRefusal } from './request-tracker-ticket';
import { ticketRowSchema, toHit } from './request-tracker-tickets';

/** Tickets and articles are numbered as they are made: each page asks for what is behind the last number. */
const placeSchema = z.strictObject({ after: z.number().int().min(0).max(1e15) });
const first = { after: 0 };
const inOrder = { orderby: 'id', order: 'ASC', per_page: String(LIST_PAGE) };
const nothing: ListPage = { documents: [], removed: [], next: null, total: null };

/** Closed tickets of the queues. What helped is in their history, which is read ticket by ticket. */
export async function listTickets(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = readPlace(request.cursor, placeSchema, first);
  const queues = queuesNamed(inScope(source, request));
  if (queues === null) return nothing;
  const query = allTicketsSql(place.after, queues, sinceInAnyZone(request));
  const url = restUrl(source, 'tickets', { query, fields: 'Subject,Status,LastUpdated', ...inOrder });
  const { items } = await askPage(url, ticketRowSchema, io);
  await confirmUser(source, io);
  const documents = items.filter(({ Status }) => !isRefusal(Status)).map(toHit);
  return { ...nothing, documents, next: behind(items) };
}

/** Articles of the classes, with their texts. */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = readPlace(request.cursor, placeSchema, first);
  const classes = await classesNamed(inScope(source, request), io);
  if (classes === null) return nothing;
  const since = sinceInAnyZone(request);
  const conditions: RtCondition[] = [
    { field: 'id', operator: '>', value: String(place.after) },
    ...classes.map((value) => ({ field: 'Class', value })),
    ...(since === null ? [] : [{ field: 'LastUpdated', operator: '>', value: `${since}:00` } as const]),
  ];
  const query = JSON.stringify(conditions);
  const url = restUrl(source, 'articles', { query, ...articleFields, ...inOrder });
  const { items } = await askPage(url, articleSchema, io);
  const user = await confirmUser(source, io);
  const documents = items.map((article) => wholeHit(articleToDocument(article, source, io, user)));
  return { ...nothing, documents, next: behind(items) };
}

/** A page may be short because rows in it are hidden from the user: only an empty one is the end. */
function behind(items: readonly { id: string }[]): string | null {
  const numbers = items.map(({ id }) => Number(id));
  return numbers.length === 0 ? null : writePlace({ after: Math.max(...numbers) });
}
