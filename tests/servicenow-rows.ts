import type { Connector, ConnectorIo, SearchHit } from '../lib/connectors/connector';
import { servicenow } from '../lib/connectors/servicenow';
import { DesksideError } from '../lib/core/errors';
import type { SearchQuery } from '../lib/core/query';
import { createTestIo, json, sourceOf, type TestIo } from './connector-io';
import { queryOf, termsOf } from './hostile-terms';

export const base = 'https://acme.service-now.com';
export const source = sourceOf('servicenow', base);
export const token = 'a1b2c3d4e5f6a7b8c9d0';
export const sysId = '0123456789abcdef0123456789abcdef';
export const vpn = queryOf(termsOf(['error 809', 'vpn', 'hotspot']));

export type Cells = Record<string, { value: string; display_value: string }>;

/** A row as the table API gives it with `display_value=all`: one text, or value and display. */
export function cells(row: Record<string, string | [string, string]>): Cells {
  const pairs = Object.entries(row).map(([name, cell]) => {
    const [value, display] = typeof cell === 'string' ? [cell, cell] : cell;
    return [name, { value, display_value: display }] as const;
  });
  return Object.fromEntries(pairs);
}

export const refused = (status: number) =>
  json(
    {
      error: { message: status === 400 ? 'Invalid table' : 'User Not Authorized', detail: null },
      status: 'failure',
    },
    { status },
  );

/** An instance of these tables: the answer to each question, by the table's name; 400 for every other one. */
export function instanceOf(tables: Record<string, (url: URL) => Response>): TestIo {
  const answer = (request: Request) => {
    const url = new URL(request.url);
    const name = /^\/api\/now\/table\/(\w+)/.exec(url.pathname)?.[1] ?? url.pathname;
    return tables[name]?.(url) ?? refused(400);
  };
  return createTestIo(base, answer, { pageToken: token });
}

export const rows = (...found: Cells[]) => json({ result: found });
export const tablesAsked = (io: TestIo) => io.asked.map(({ pathname }) => pathname.split('/')[4]);

export function similar(query: SearchQuery, io: ConnectorIo, from = source): Promise<SearchHit[]> {
  const { similarTickets }: Connector = servicenow;
  if (!similarTickets) throw new Error('ServiceNow has similar tickets');
  return similarTickets(query, from, io);
}

export async function kindOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DesksideError)) throw error;
  return error.kind;
}
