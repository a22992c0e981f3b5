import { z } from 'zod';
import { isAtlassianCloud, isAtlassianHost } from './atlassian-cloud-site';
import { isSelfHosted } from './base-url-candidates';
import { listArticles } from './confluence-cloud-list';
import { fetchPage } from './confluence-cloud-page';
import { searchPages } from './confluence-cloud-search';
import { asUser } from './as-user';
import { askUser, cloudJson, identify } from './confluence-cloud-user';
import type { SourceConfig } from '../core/source';
import { DesksideError } from '../core/errors';
import {
  MOST_SCOPES,
  type Connector,
  type ConnectorIo,
  type ProbeResult,
  type ScopeChoice,
} from './connector';
import { listingOf } from './listing';
import { somethingElse } from './probe-refusal';

/** Where Confluence lies on every site, the vendor's host names and companies' own domains alike. */
const BASE = '/wiki';

/** What stands behind the base in addresses that people paste. */
const firstSegments =
  /^\/wiki(?:\/?$|\/(?:spaces|x|home|search|display|pages|people|label|recent|create-content|external)(?:\/|$)|\/\w+\.action$)/;

const spacesSchema = z.object({
  results: z.array(z.object({ key: z.string(), name: z.string().nullish(), type: z.string().nullish() })),
});

/** Confluence Cloud: searches by REST API 1, the only one that has CQL, reads by REST API 2. */
export const confluenceCloud: Connector = {
  id: 'confluence-cloud',
  name: 'Confluence Cloud',
  scopeNoun: 'spaces',
  pageToken: null,
  candidates,
  probe,
  identify,
  search: (query, source, io) => asUser(identify, source, io, () => searchPages(query, source, io)),
  fetchOne: (ref, source, io) => asUser(identify, source, io, () => fetchPage(ref, source, io)),
  ...listingOf({
    articles: (request, source, io) => asUser(identify, source, io, () => listArticles(request, source, io)),
  }),
  listScopes: (source, io) => asUser(identify, source, io, () => listSpaces(source, io)),
};

function candidates(url: URL): string[] {
  const isVendors = isAtlassianHost(url) && url.protocol === 'https:';
  if (!isVendors && !isSelfHosted(url)) return [];
  // The bare site is Jira's as well as Confluence's; a bare domain of a company's says nothing.
  const isPossible = firstSegments.test(url.pathname) || (isVendors && url.pathname === '/');
  return isPossible ? [url.origin + BASE] : [];
}

/** A site of the vendor's cloud where Confluence answers somehow: to nobody, most of them only say that they know nobody. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  if (new URL(baseUrl).pathname !== BASE || !(await isAtlassianCloud(baseUrl, io))) return null;
  const answers = await askUser(baseUrl, io).then(
    () => true,
    (error: unknown) => isRefusal(error) || somethingElse(error) !== null,
  );
  return answers ? { name: 'Confluence', version: null } : null;
}

function isRefusal(error: unknown): boolean {
  return error instanceof DesksideError && (error.kind === 'signed-out' || error.kind === 'forbidden');
}

/** Spaces of people are not offered; their keys begin with "~" and come last, however many there are. */
async function listSpaces(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const url = `${source.baseUrl}/api/v2/spaces?limit=${MOST_SCOPES}&status=current&sort=key`;
  const { data } = await cloudJson(io, url, spacesSchema);
  return data.results
    .filter(({ key, type }) => type !== 'personal' && !key.startsWith('~'))
    .map(({ key, name }) => ({ key, name: name || key }));
}
