import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import { asUser } from './as-user';
import { answeringUser } from './atlassian';
import { strongestTerms } from './clean-terms';
import type { Connector, ConnectorIo, ProbeResult, SearchHit } from './connector';
import { fetchIssue, searchIssues } from './jira-cloud-issue';
import { askJira, cloudCandidates, identifyCloud, probeCloud } from './jira-cloud-session';
import { fetchArticle, searchArticles } from './jira-service-management-articles';
import { chosenDesks, listDesks } from './jira-service-management-desks';
import { fetchRequest } from './jira-service-management-request';
import { somethingElse } from './probe-refusal';

const infoSchema = z.object({ version: z.string() });
const anythingSchema = z.object({});

/**
 * The service desk in the vendor's cloud, for its agents and for its customers: articles of its knowledge base,
 * requests of its projects. It shares its site with Jira and with Confluence, where the articles are kept.
 */
export const jiraServiceManagement: Connector = {
  id: 'jira-service-management',
  name: 'Jira Service Management',
  scopeNoun: 'service desks',
  pageToken: null,
  candidates: cloudCandidates,
  probe,
  identify,
  search: (query, source, io) => asUser(identify, source, io, () => searchArticles(query, source, io)),
  fetchOne: (ref, source, io) =>
    asUser(identify, source, io, () =>
      ref.kind === 'article' ? fetchArticle(ref, source, io) : fetchTicket(ref, source, io),
    ),
  similarTickets: (query, source, io) =>
    asUser(identify, source, io, () => resolvedRequests(query, source, io)),
  listScopes: (source, io) =>
    asUser(identify, source, io, async () => {
      const desks = await listDesks(source, io);
      return desks.map(({ projectKey, projectName }) => ({
        key: projectKey,
        name: projectName || projectKey,
      }));
    }),
};

/** A Jira of the cloud with the desk's own API beside. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const jira = await probeCloud(baseUrl, io);
  if (!jira) return null;
  const desk = await io.request.json(`${baseUrl}/rest/servicedeskapi/info`, infoSchema).catch(somethingElse);
  return desk && jira;
}

/** As Jira knows them; a customer, whom Jira does not let in, is named on the answers of the desk only. */
async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  return identifyCloud(source, io).catch(async (error: unknown) => {
    somethingElse(error);
    const url = `${source.baseUrl}/rest/servicedeskapi/servicedesk?limit=1`;
    const { headers } = await askJira({ ...io, user: null }, url, anythingSchema).catch((second: unknown) => {
      somethingElse(second);
      throw error;
    });
    const userId = answeringUser(headers);
    if (userId === null) throw error;
    return { userId, displayName: null };
  });
}

/** An agent reads the issue with its notes; a customer, for whom Jira has no issue, the request. */
async function fetchTicket(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  return fetchIssue(ref, source, io).catch(async (error: unknown) => {
    if (!isRefusal(error)) throw error;
    const request = await fetchRequest(ref.id, source, io).catch(somethingElse);
    if (request) return request;
    throw error;
  });
}

async function resolvedRequests(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  if (strongestTerms(query).length === 0) return [];
  const desks = await chosenDesks(source, io);
  const projects = desks.map(({ projectKey }) => projectKey);
  if (projects.length === 0) return [];
  return searchIssues(query, projects, source, io, identify).catch((error: unknown) => {
    // Customers have no search of issues.
    if (isRefusal(error)) return [];
    throw error;
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof DesksideError && (error.kind === 'forbidden' || error.kind === 'not-found');
}
