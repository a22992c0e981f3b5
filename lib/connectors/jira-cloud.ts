import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { asUser } from './as-user';
import { MOST_SCOPES, type Connector, type ConnectorIo, type ScopeChoice } from './connector';
import { fetchIssue, searchIssues } from './jira-cloud-issue';
import { listTickets } from './jira-cloud-list';
import { askJira, cloudCandidates, identifyCloud, probeCloud } from './jira-cloud-session';
import { listingOf } from './listing';

const projectsSchema = z.object({
  values: z.array(z.object({ key: z.string(), name: z.string().nullish() })),
  isLast: z.boolean().nullish(),
});
/** The most that one answer holds. */
const PROJECT_PAGE = 100;

/** Jira in the vendor's cloud, REST API 3. It keeps no articles: those are Confluence's and the service desk's. */
export const jiraCloud: Connector = {
  id: 'jira-cloud',
  name: 'Jira Cloud',
  scopeNoun: 'projects',
  pageToken: null,
  candidates: cloudCandidates,
  probe: probeCloud,
  identify: identifyCloud,
  search: () => Promise.resolve([]),
  fetchOne: (ref, source, io) => {
    if (ref.kind !== 'ticket') {
      return Promise.reject(new DesksideError('unsupported', 'Jira keeps no articles of its own'));
    }
    return asUser(identifyCloud, source, io, () => fetchIssue(ref, source, io));
  },
  similarTickets: (query, source, io) =>
    asUser(identifyCloud, source, io, () => searchIssues(query, source.scopes, source, io, identifyCloud)),
  ...listingOf({
    tickets: (request, source, io) =>
      asUser(identifyCloud, source, io, () => listTickets(request, source, io)),
  }),
  listScopes: (source, io) => asUser(identifyCloud, source, io, () => listProjects(source, io)),
};

async function listProjects(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const projects: ScopeChoice[] = [];
  while (projects.length < MOST_SCOPES) {
    const query = `orderBy=name&maxResults=${PROJECT_PAGE}&startAt=${projects.length}`;
    const { data } = await askJira(
      io,
      `${source.baseUrl}/rest/api/3/project/search?${query}`,
      projectsSchema,
    );
    for (const { key, name } of data.values) projects.push({ key, name: name || key });
    if (data.isLast !== false || data.values.length < PROJECT_PAGE) break;
  }
  return projects.slice(0, MOST_SCOPES);
}
