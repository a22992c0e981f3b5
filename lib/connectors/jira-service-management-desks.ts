import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import { MOST_SCOPES, type ConnectorIo } from './connector';
import { askJira } from './jira-cloud-session';

/** The most that one answer of this API holds. */
const PAGE = 100;

const deskSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  projectKey: z.string(),
  projectName: z.string().nullish(),
});
export type ServiceDesk = z.infer<typeof deskSchema>;

/** The shape of every list of this API. */
export function listSchema<T>(row: z.ZodType<T>) {
  return z.object({ values: z.array(row), isLastPage: z.boolean().nullish() });
}
const desksSchema = listSchema(deskSchema);

/** The service desks that the user may use, as agent or as customer. */
export async function listDesks(source: SourceConfig, io: ConnectorIo): Promise<ServiceDesk[]> {
  const desks: ServiceDesk[] = [];
  while (desks.length < MOST_SCOPES) {
    const url = `${source.baseUrl}/rest/servicedeskapi/servicedesk?limit=${PAGE}&start=${desks.length}`;
    const { data } = await askJira(io, url, desksSchema);
    for (const desk of data.values) desks.push(desk);
    if (data.isLastPage !== false || data.values.length === 0) break;
  }
  return desks.slice(0, MOST_SCOPES);
}

/** Those that the source names, by project key or by number; all of them where it names none. */
export async function chosenDesks(source: SourceConfig, io: ConnectorIo): Promise<ServiceDesk[]> {
  const desks = await listDesks(source, io);
  const wanted = new Set(source.scopes.map((scope) => scope.toUpperCase()));
  return wanted.size === 0
    ? desks
    : desks.filter(({ id, projectKey }) => wanted.has(id) || wanted.has(projectKey.toUpperCase()));
}
