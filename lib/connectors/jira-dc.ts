import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { answeringUser, atlassianJson } from './atlassian';
import { contextPaths } from './base-url-candidates';
import { MOST_SCOPES, type Connector, type ConnectorIo, type ProbeResult, type SearchHit } from './connector';
import {
  commentsSchema,
  issueFields,
  issueSchema,
  issueToDocument,
  needsCommentVisibility,
} from './jira-issue';
import type { JiraIssue } from './jira-issue';
import { listTickets } from './jira-dc-list';
import { searchSchema, searchUrl } from './jira-dc-search';
import { similarIssues } from './jira-similar';
import { resolvedConditions } from './jql';
import { listingOf } from './listing';
import { pathSegment } from './path-segment';
import { somethingElse } from './probe-refusal';

/** First path segments that only Jira uses: a context path ends before them. */
const markers: ReadonlySet<string> = new Set([
  'browse',
  'secure',
  'projects',
  'issues',
  'servicedesk',
  'rest',
  'plugins',
  'si',
  'login.jsp',
  'dashboard.jspa',
]);

const serverInfoSchema = z.object({
  version: z.string(),
  baseUrl: z.string(),
  serverTitle: z.string().nullish(),
  deploymentType: z.string().nullish(),
});
const myselfSchema = z
  .object({ name: z.string().nullish(), key: z.string().nullish(), displayName: z.string().nullish() })
  .transform(({ name, key, displayName }) => ({
    userId: name ?? key ?? '',
    displayName: displayName ?? null,
  }));
const projectsSchema = z.array(z.object({ key: z.string(), name: z.string().nullish() }));

/** Jira and Jira Service Management Data Center, REST API 2. Its articles are Confluence pages: that connector's. */
export const jiraDc: Connector = {
  id: 'jira-dc',
  name: 'Jira Data Center',
  scopeNoun: 'projects',
  pageToken: null,
  candidates: (url) => contextPaths(url, markers).map((path) => url.origin + path),
  probe,
  async identify(source, io) {
    const { data, headers } = await io.request.json(`${source.baseUrl}/rest/api/2/myself`, myselfSchema);
    if (data.userId === '' || answeringUser(headers) === 'anonymous') {
      throw new DesksideError('signed-out', 'Nobody is signed in to Jira');
    }
    return data;
  },
  search: () => Promise.resolve([]),
  fetchOne,
  similarTickets,
  ...listingOf({ tickets: listTickets }),
  async listScopes(source, io) {
    const { data } = await io.request.json(`${source.baseUrl}/rest/api/2/project`, projectsSchema);
    return data.slice(0, MOST_SCOPES).map(({ key, name }) => ({ key, name: name ?? key }));
  },
};

/** The server's own description, or its sign-in page where anonymous people may not ask for that. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const info = await io.request
    .json(`${baseUrl}/rest/api/2/serverInfo`, serverInfoSchema)
    .catch(somethingElse);
  if (info?.data.deploymentType === 'Cloud') return null;
  if (info) return { name: info.data.serverTitle ?? 'Jira', version: info.data.version };
  const page = await io.request.text(`${baseUrl}/login.jsp`).catch(somethingElse);
  const body = /<body\b[^>]*\bid=["']jira["'][^>]*>/i.exec(page?.data ?? '')?.[0];
  if (body === undefined) return null;
  return { name: 'Jira', version: /\bdata-version=["']([\d.]+)["']/.exec(body)?.[1] ?? null };
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  if (ref.kind !== 'ticket') throw new DesksideError('unsupported', 'Jira keeps no articles of its own');
  const issueUrl = `${source.baseUrl}/rest/api/2/issue/${pathSegment(ref.id)}`;
  const query = new URLSearchParams({ fields: issueFields.join(','), expand: 'renderedFields' });
  const { data: issue } = await atlassianJson(io, `${issueUrl}?${query.toString()}`, issueSchema);
  // A service desk's issue does not say which comments are internal; its comment list does, when asked.
  const told = needsCommentVisibility(issue) ? await withCommentVisibility(issue, issueUrl, io) : issue;
  return issueToDocument(told, source, io);
}

async function withCommentVisibility(
  issue: JiraIssue,
  issueUrl: string,
  io: ConnectorIo,
): Promise<JiraIssue> {
  const query = new URLSearchParams({ maxResults: '1000', expand: 'properties,renderedBody' });
  try {
    const { data } = await atlassianJson(io, `${issueUrl}/comment?${query.toString()}`, commentsSchema);
    return { ...issue, fields: { ...issue.fields, comment: { ...data, visibilityKnown: true } } };
  } catch (error) {
    // Not told: the issue is still worth reading, with every comment taken as internal.
    if (error instanceof DesksideError && !error.retryable && error.kind !== 'signed-out') return issue;
    throw error;
  }
}

function similarTickets(query: SearchQuery, source: SourceConfig, io: ConnectorIo): Promise<SearchHit[]> {
  const search = {
    resolved: resolvedConditions,
    url: (jql: string, wanted: number) => searchUrl(source, jql, wanted),
    read: (url: string, wanted: number) => readPages(url, wanted, io),
  };
  return similarIssues(query, source.scopes, search, source, io);
}

/** Follows `startAt` while the server gives fewer rows a page than asked for, three pages at most. */
async function readPages(url: string, wanted: number, io: ConnectorIo): Promise<JiraIssue[]> {
  const issues: JiraIssue[] = [];
  for (let page = 0; page < 3 && issues.length < wanted; page += 1) {
    const { data } = await atlassianJson(io, `${url}&startAt=${issues.length}`, searchSchema);
    for (const issue of data.issues) issues.push(issue);
    if (data.issues.length === 0 || issues.length >= (data.total ?? 0)) break;
  }
  return issues.filter((issue) => issue.fields.resolution);
}
