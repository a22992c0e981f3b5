import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { askSharePoint } from './sharepoint-api';
import { decodedPath, odataString } from './sharepoint-path';
import { originOf } from './sharepoint-scopes';

const cellSchema = z.object({
  Key: z.string(),
  Value: z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish(),
});
const resultsSchema = z.object({
  RelevantResults: z
    .object({
      TotalRows: z.number().nullish(),
      Table: z.object({ Rows: z.array(z.object({ Cells: z.array(cellSchema) })) }),
    })
    .nullable(),
});
const answerSchema = z.union([
  z.object({ PrimaryQueryResult: resultsSchema.nullable() }),
  z
    .object({ query: z.object({ PrimaryQueryResult: resultsSchema.nullable() }) })
    .transform(({ query }) => query),
]);

/** A row of the results by the names of its columns. */
export type Row = ReadonlyMap<string, string>;

/** A search by GET, without its page. Its conditions are parts of KQL that hold together. */
export function searchUrl(
  source: SourceConfig,
  conditions: readonly (string | null)[],
  selected: string,
  rowLimit: number,
): string {
  const kql = conditions.filter((condition) => condition !== null).join(' AND ');
  const parameters = [
    `querytext=${odataString(kql)}`,
    `selectproperties=${odataString(selected)}`,
    `rowlimit=${rowLimit}`,
    // Pages made from one template would count as duplicates of each other.
    'trimduplicates=false',
    'enablequeryrules=false',
    "clienttype='ContentSearchRegular'",
  ];
  return `${source.baseUrl}/_api/search/query?${parameters.join('&')}`;
}

export async function askRows(
  url: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ rows: Row[]; total: number }> {
  const { PrimaryQueryResult } = await askSharePoint(url, answerSchema, source, io);
  const results = PrimaryQueryResult?.RelevantResults;
  const rows = (results?.Table.Rows ?? []).map(
    ({ Cells }): Row => new Map(Cells.flatMap(({ Key, Value }) => (Value ? [[Key, Value] as const] : []))),
  );
  return { rows, total: results?.TotalRows ?? rows.length };
}

/** Where a row leads; null for another host: a tenant's search also brings what lies in people's own drives. */
export function pathOfRow(row: Row, source: SourceConfig): { path: string; url: URL } | null {
  const address = row.get('Path') ?? '';
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.origin === originOf(source) ? { path: decodedPath(url), url } : null;
}
