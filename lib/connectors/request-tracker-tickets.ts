import { z } from 'zod';
import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import type { ConnectorIo, SearchHit } from './connector';
import { isoDate } from './iso-date';
import { fitUrl } from './lucene-text';
import { askPage, confirmUser, numberSchema, restUrl } from './request-tracker-api';
import { queuesNamed } from './request-tracker-scopes';
import { similarTicketsSql, weightIn, type TicketSearchShape } from './request-tracker-sql';
import { isRefusal, ticketRef } from './request-tracker-ticket';

export const ticketRowSchema = z.object({
  id: numberSchema,
  Subject: z.string().nullish(),
  Status: z.string().nullish(),
  LastUpdated: z.string().nullish(),
});
type Row = z.infer<typeof ticketRowSchema>;

/** Below this many hits the texts of tickets are searched too. */
const enough = 3;

/**
 * Closed tickets like the query: by their subjects, strictly, then loosely, and where that brings little by an
 * identifier in their messages. RT knows no ranking, so the newest of each search are ordered here by what their
 * subjects hold. How a ticket was resolved is in its history: the host reads it ticket by ticket.
 */
export async function similarTickets(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query);
  const queues = queuesNamed(source);
  if (queues === null) return [];
  const found = new Map<string, Row>();
  let hasAsked = false;
  const shapes: readonly [TicketSearchShape, number][] = [
    ['strict', Infinity],
    ['loose', query.limit],
    ['content', enough],
  ];
  for (const [shape, unlessThere] of shapes) {
    const url = found.size < unlessThere ? searchUrl(shape, terms, queues, source) : null;
    if (url === null) continue;
    hasAsked = true;
    const rows = (await askPage(url, ticketRowSchema, io)).items.filter(
      ({ id, Status }) => !query.excludeIds.includes(id) && !isRefusal(Status),
    );
    for (const row of inOrder(rows, terms)) if (!found.has(row.id)) found.set(row.id, row);
  }
  if (hasAsked) await confirmUser(source, io);
  return [...found.values()].slice(0, query.limit).map(toHit);
}

function searchUrl(
  shape: TicketSearchShape,
  terms: readonly QueryTerm[],
  queues: readonly string[],
  source: SourceConfig,
): string | null {
  return fitUrl(terms, (some) => {
    const sql = similarTicketsSql(shape, some, queues);
    return sql === null
      ? null
      : restUrl(source, 'tickets', {
          query: sql,
          fields: 'Subject,Status,LastUpdated',
          orderby: 'LastUpdated',
          order: 'DESC',
          per_page: '50',
        });
  });
}

/** Stable: of two that hold the same, the newer one stays first. */
function inOrder(rows: readonly Row[], terms: readonly QueryTerm[]): Row[] {
  const weight = new Map(rows.map((row) => [row, weightIn(row.Subject ?? '', terms)]));
  return [...rows].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0));
}

export function toHit({ id, Subject, LastUpdated }: Row): SearchHit {
  const version = isoDate(LastUpdated) ?? '';
  return { ref: ticketRef(id), id, title: Subject?.trim() || `#${id}`, version, document: null };
}
