import type { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import type { ConnectorIo, ProductAnswer } from './connector';
import { textQueryOf } from './encoded-query';
import type { Row } from './servicenow-row';
import { rowsSchema, valueOf } from './servicenow-row';

export const sysIdPattern = /^[0-9a-f]{32}$/;
/** A search is worth this many requests: instances count them. */
export const mostRequests = 3;

/**
 * JSON with the page's token. Without one nothing is asked: cookies alone get a 401 that makes the browser show a
 * password dialog. A session that ended answers public articles as guest, which the login header tells.
 */
export async function ask<T>(io: ConnectorIo, url: string, schema: z.ZodType<T>): Promise<T> {
  return (await askWithHeaders(io, url, schema)).data;
}

async function askWithHeaders<T>(
  io: ConnectorIo,
  url: string,
  schema: z.ZodType<T>,
): Promise<ProductAnswer<T>> {
  if (io.pageToken === null || io.pageToken === '') {
    throw new DesksideError('needs-open-tab', 'ServiceNow must be open in a tab once');
  }
  const answer = await io.request.json(url, schema, { headers: { 'X-UserToken': io.pageToken } });
  if (answer.headers.get('x-is-logged-in') === 'false') {
    throw new DesksideError('signed-out', 'Nobody is signed in to ServiceNow');
  }
  return answer;
}

/** A query string, each value encoded once. */
export function parameters(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Both stored and shown values, without links to other records. */
export function tableUrl(
  source: SourceConfig,
  path: string,
  fields: readonly string[],
  query: Record<string, string>,
): string {
  const common = {
    sysparm_fields: fields.join(','),
    sysparm_display_value: 'all',
    sysparm_exclude_reference_link: 'true',
  };
  return `${source.baseUrl}/api/now/table/${path}?${parameters({ ...query, ...common })}`;
}

/** Rows of a table that an encoded query leaves. */
export async function askRows(
  table: string,
  query: string,
  limit: number,
  fields: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Row[]> {
  const asked = { sysparm_query: query, sysparm_limit: String(limit), sysparm_no_count: 'true' };
  // Some proxies and old releases give all there is, whatever was asked for.
  return (await ask(io, tableUrl(source, table, fields, asked), rowsSchema)).result.slice(0, limit);
}

/** Rows from the `offset`th on, and how many the query leaves before rights take some away; null where that is not told. */
export async function askCounted(
  table: string,
  query: string,
  { limit, offset }: { limit: number; offset: number },
  fields: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ rows: Row[]; total: number | null }> {
  const asked = { sysparm_query: query, sysparm_limit: String(limit), sysparm_offset: String(offset) };
  const { data, headers } = await askWithHeaders(io, tableUrl(source, table, fields, asked), rowsSchema);
  const total = Number(headers.get('x-total-count') ?? NaN);
  return { rows: data.result.slice(0, limit), total: Number.isSafeInteger(total) ? total : null };
}

/** All terms, for an instance that takes any word; for one that wants every word, the two strongest each alone. */
export function rungsOf(query: SearchQuery): { words: string; terms: QueryTerm[] }[] {
  const terms = strongestTerms(query);
  const rungs = [terms, terms.slice(0, 1), terms.slice(1, 2)].map((some) => ({
    words: textQueryOf(some),
    terms: some,
  }));
  return rungs.filter(
    ({ words }, at) => words !== '' && rungs.findIndex((rung) => rung.words === words) === at,
  );
}

/**
 * Conditions on a table's text index, loosest first: any of the words, then all of fewer words. `terms` are those
 * whose words are asked for.
 */
export function textConditions(query: SearchQuery): { terms: readonly QueryTerm[]; conditions: string[] } {
  const [widest, ...narrower] = rungsOf(query);
  if (!widest) return { terms: [], conditions: [] };
  const every = narrower.length > 0 ? narrower : [widest];
  const conditions = [
    `IR_OR_QUERY=${widest.words}`,
    ...every.map(({ words }) => `123TEXTQUERY321=${words}`),
  ].slice(0, mostRequests);
  return { terms: widest.terms, conditions };
}

/**
 * Rows of a table by its text index. An instance ignores a condition it does not know and gives every row, so only
 * rows that hold one of the words are kept.
 */
export async function searchRows(
  table: string,
  where: string,
  query: SearchQuery,
  wanted: number,
  fields: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Row[]> {
  const { terms, conditions } = textConditions(query);
  const found = new Map<string, Row>();
  for (const text of conditions) {
    const rows = await askRows(table, `${text}^${where}`, wanted, fields, source, io);
    const holding = rows.filter((row) => heldWeight(row, terms) > 0);
    for (const row of holding) found.set(valueOf(row, 'sys_id'), row);
    const wasUnderstood = holding.length === rows.length;
    if (found.size > 0 && wasUnderstood) break;
  }
  return [...found.values()];
}

/** The weights of the terms of which a row holds a word. Compares beginnings of words only: the index stems. */
export function heldWeight(row: Row, terms: readonly QueryTerm[]): number {
  const text = Object.values(row)
    .map(({ display }) => display)
    .join('\n')
    .toLowerCase();
  const isHeld = (word: string) =>
    text.includes(word.length > 5 ? word.slice(0, Math.max(4, word.length - 3)) : word);
  const asked = terms.map(({ text: term, weight }) => ({
    weight,
    words: textQueryOf([{ text: term, weight, kind: 'word' }])
      .toLowerCase()
      .split(' '),
  }));
  const isLong = (word: string) => word.length > 2;
  const hasLong = asked.some(({ words }) => words.some(isLong));
  return asked
    .filter(({ words }) => words.some((word) => word !== '' && (isLong(word) || !hasLong) && isHeld(word)))
    .reduce((sum, { weight }) => sum + Math.max(weight, 0.001), 0);
}

/**
 * True for what a table says that the instance does not have (400) or that the user may not read (403, 404): the
 * others may still answer.
 */
export function isRefusedTable(error: unknown): error is DesksideError {
  return error instanceof DesksideError && ['invalid-query', 'forbidden', 'not-found'].includes(error.kind);
}
