import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, ListPage, ListRequest, SearchHit } from './connector';
import { encodedValue } from './encoded-query';
import { LIST_PAGE, readPlace, sinceInAnyZone, wholeHit, writePlace } from './listing';
import { askCounted, askRows, isRefusedTable, sysIdPattern } from './servicenow-api';
import { articleFields, isArticleNumber } from './servicenow-article';
import { articleHits, articlesByNumber } from './servicenow-knowledge';
import { valueOf, type Row } from './servicenow-row';
import { resolvedTables } from './servicenow-similar';
import { classOf, isResolved, isSolution, ticketFields, ticketToDocument } from './servicenow-ticket';

/** Rows follow by sys_id, which nothing changes: no page depends on how many rows came before it. */
const placeSchema = z.strictObject({
  /** Which of the listing's conditions is being listed. */
  step: z.number().int().min(0).max(9),
  /** The last row's; "" before the first. */
  after: z.union([z.literal(''), z.string().regex(sysIdPattern)]),
  /** Rows behind it that rights took away. */
  skip: z.number().int().min(0).max(100_000_000),
  /** When the listing began, as `sinceInAnyZone` has it. */
  began: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
});
type Place = z.infer<typeof placeSchema>;

interface Step {
  readonly table: string;
  readonly where: string;
}

/**
 * Published articles with their texts. A new version of an article is a row with a sys_id of its own, which may lie
 * before those that were listed: what changed since the beginning is listed once more at the end.
 */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = placeOf(request, io);
  const since = sinceInAnyZone(request);
  const where = conditions('workflow_state=published', inBase(request.scope));
  const changed = { table: 'kb_knowledge', where: conditions(where, changedSince(since ?? place.began)) };
  const steps: Step[] = since === null ? [{ table: 'kb_knowledge', where }, changed] : [changed];
  const answer = await rowsOf(steps, place, headFields, source, io);
  const documents = await readArticles(answer.rows, source, io);
  return { documents, removed: [], next: after(place, answer, steps), total: totalOf(place, answer) };
}

/** Enough to ask the knowledge API for the rest. */
const headFields = ['sys_id', 'number', 'workflow_state', 'latest'];

async function readArticles(
  rows: readonly Row[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const published = rows.filter((row) => valueOf(row, 'workflow_state') === 'published');
  const numbers = [...new Set(published.map((row) => valueOf(row, 'number')).filter(isArticleNumber))];
  if (numbers.length === 0) return [];
  const readable = await articlesByNumber(numbers, source, io);
  if (readable !== null) return readable;
  const where = `workflow_state=published^sys_idIN${published.map((row) => valueOf(row, 'sys_id')).join(',')}`;
  return articleHits(await askRows('kb_knowledge', where, LIST_PAGE, articleFields, source, io), source, io);
}

/** Resolved incidents and cases, table by table; those that the instance lacks or keeps closed are passed over. */
export async function listTickets(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = placeOf(request, io);
  const since = sinceInAnyZone(request);
  const steps = resolvedTables.map(({ table, states }) => ({
    table,
    where: conditions(`stateIN${states}`, since === null ? '' : changedSince(since)),
  }));
  const answer = await rowsOf(steps, place, ticketFields, source, io).catch((error: unknown): Answer => {
    if (isRefusedTable(error) && steps[place.step]) return { rows: [], total: null };
    throw error;
  });
  const table = steps[place.step]?.table ?? 'task';
  const helpful = answer.rows.filter((row) => isResolved(row, classOf(row) ?? table) && isSolution(row));
  return {
    documents: helpful.map((row) => wholeHit(ticketToDocument(row, table, source, io))),
    removed: [],
    next: after(place, answer, steps),
    total: null,
  };
}

function placeOf({ cursor }: ListRequest, io: ConnectorIo): Place {
  const began = sinceInAnyZone({
    what: 'articles',
    scope: null,
    cursor,
    since: new Date(io.now()).toISOString(),
  });
  return readPlace(cursor, placeSchema, { step: 0, after: '', skip: 0, began: began ?? '' });
}

interface Answer {
  readonly rows: readonly Row[];
  readonly total: number | null;
}

/** An instance drops a condition that it does not understand: rows that are not behind the last one are no progress. */
async function rowsOf(
  steps: readonly Step[],
  place: Place,
  fields: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Answer> {
  const step = steps[place.step];
  if (!step) throw new DesksideError('invalid-query', 'The listing cannot go on from there');
  const behind = place.after === '' ? '' : `sys_id>${place.after}`;
  const query = conditions(step.where, behind, 'ORDERBYsys_id');
  const window = { limit: LIST_PAGE, offset: place.skip };
  const { rows, total } = await askCounted(step.table, query, window, fields, source, io);
  const isBehind = (id: string) => sysIdPattern.test(id) && id > place.after;
  return { rows: rows.filter((row) => isBehind(valueOf(row, 'sys_id'))), total };
}

/** Rights take rows away after they were counted: a page may be short, or empty, before the end. */
function after(place: Place, { rows, total }: Answer, steps: readonly Step[]): string | null {
  const last = rows.at(-1);
  if (last) return writePlace({ ...place, after: valueOf(last, 'sys_id'), skip: 0 });
  const skip = place.skip + LIST_PAGE;
  if (total !== null && skip < total) return writePlace({ ...place, skip });
  return place.step + 1 < steps.length
    ? writePlace({ ...place, step: place.step + 1, after: '', skip: 0 })
    : null;
}

/** Of the first step: the others repeat. */
function totalOf({ step, after: id, skip }: Place, { total }: Answer): number | null {
  return step === 0 && id === '' && skip === 0 ? total : null;
}

function conditions(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('^');
}

function changedSince(since: string): string {
  return `sys_updated_on>=${since}:00`;
}

function inBase(scope: string | null): string {
  if (scope === null) return '';
  if (sysIdPattern.test(scope)) return `kb_knowledge_base=${scope}`;
  const title = encodedValue(scope);
  // Left out, the condition would be one on everything.
  if (title === '') throw new DesksideError('not-found', 'There is no such knowledge base');
  return `kb_knowledge_base.title=${title}`;
}
