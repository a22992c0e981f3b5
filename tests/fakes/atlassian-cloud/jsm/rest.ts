import { html, json, numberOf, type Call, type Route } from '../../atlassian/server';
import type { Person } from '../../company';
import { viewBody } from '../../confluence-dc/body';
import { currentOf } from '../../confluence-dc/records';
import { requestedList } from '../../jira-dc/issue-fields';
import type { JiraIssue } from '../../jira-dc/records';
import { escapeHtml } from '../../markdown';
import { revoked } from '../../modes';
import type { AtlassianCloud } from '../instance';
import { findArticle, findArticles } from './knowledge';
import { deskUrl, requestCommentJson, requestJson } from './request-json';
import {
  deskOf,
  findRequest,
  requestComments,
  requestsFor,
  serviceDesks,
  type ServiceDesk,
} from './requests';

type Groups = Record<string, string>;
type SignedIn = Call & { readonly person: Person };

/** Jira Service Management's own API: what customers and agents read. */
export function serviceDeskRoutes(cloud: AtlassianCloud): Route[] {
  const get = (path: string, handle: (call: SignedIn, groups: Groups) => Response): Route => ({
    method: 'GET',
    path: new RegExp(`^/rest/servicedeskapi/${path}$`),
    handle: ({ person, ...call }, groups) => (person ? handle({ ...call, person }, groups) : notSignedIn()),
  });
  const request = (
    below: string,
    handle: (call: SignedIn, issue: JiraIssue, desk: ServiceDesk) => Response,
  ) =>
    get(`request/(?<key>[^/]+)${below}`, (call, { key = '' }) => {
      const known = cloud.jira.find(key);
      if (known && revoked(cloud.modes, known.key, known.id) === 'forbidden') {
        return problem(403, 'You do not have permission to view this request.');
      }
      const issue = findRequest(cloud, call.person, key);
      const desk = issue && deskOf(cloud, issue);
      return desk ? handle(call, issue, desk) : problem(404, noSuchRequest);
    });
  return [
    { method: 'GET', path: /^\/rest\/servicedeskapi\/info$/, handle: () => info(cloud) },
    get('servicedesk', (call) =>
      page(
        cloud,
        call,
        serviceDesks(cloud).map((desk) => deskJson(cloud, desk)),
      ),
    ),
    get('servicedesk/(?<id>[^/]+)', (_call, { id = '' }) => {
      const desk = serviceDesks(cloud).find(({ id: known, project }) => known === id || project.key === id);
      return desk ? json(deskJson(cloud, desk)) : problem(404, 'The service desk does not exist.');
    }),
    get('request', (call) => page(cloud, call, requestRows(cloud, call))),
    request('', (_call, issue, desk) => json(requestJson(cloud, issue, desk))),
    request('/comment', (call, issue) => commentsPage(cloud, call, issue)),
    get('(?:servicedesk/[^/]+/)?knowledgebase/article', (call) => articlesPage(cloud, call)),
    get('knowledgebase/article/view/(?<id>\\d+)', (call, { id = '' }) => articleView(cloud, call, id)),
    {
      method: 'GET',
      path: /^\/rest\/servicedeskapi\//,
      handle: () => problem(404, 'There is no such resource.'),
    },
  ];
}

const noSuchRequest =
  'The request you are trying to view does not exist, or you do not have permission to view it.';

function problem(status: number, errorMessage: string): Response {
  return json({ errorMessage, i18nErrorMessage: { i18nKey: 'sd.error', parameters: [] } }, status);
}

function notSignedIn(): Response {
  return json({ message: 'Client must be authenticated to access this resource.', 'status-code': 401 }, 401);
}

function info(cloud: AtlassianCloud): Response {
  return json({
    version: cloud.version,
    platformVersion: cloud.version,
    buildDate: { iso8601: '2026-11-19T02:11:00+0000', epochMillis: Date.parse('2026-11-19T02:11:00Z') },
    buildChangeSet: '57a0ca5b9c1e',
    isLicensedForUse: true,
    _links: { self: `${deskUrl(cloud)}/info` },
  });
}

function deskJson(cloud: AtlassianCloud, { id, project }: ServiceDesk) {
  return {
    id,
    projectId: project.id,
    projectName: project.name,
    projectKey: project.key,
    _links: { self: `${deskUrl(cloud)}/servicedesk/${id}` },
  };
}

function requestRows(cloud: AtlassianCloud, call: SignedIn) {
  const { searchParams } = call.url;
  const status = searchParams.get('requestStatus') ?? 'ALL_REQUESTS';
  const ownership = requestedList(call.url, 'requestOwnership');
  const term = searchParams.get('searchTerm')?.toLowerCase() ?? '';
  const own = (issue: JiraIssue) => issue.reporter === call.person.id;
  return requestsFor(cloud, call.person)
    .filter((issue) => ownership.has('ALL_REQUESTS') || own(issue))
    .filter(
      (issue) => status === 'ALL_REQUESTS' || (status === 'CLOSED_REQUESTS') === (issue.resolved !== null),
    )
    .filter(({ summary }) => summary.toLowerCase().includes(term))
    .sort((a, b) => b.updated.localeCompare(a.updated))
    .flatMap((issue) => {
      const desk = deskOf(cloud, issue);
      return desk ? [requestJson(cloud, issue, desk)] : [];
    });
}

function commentsPage(cloud: AtlassianCloud, call: SignedIn, issue: JiraIssue): Response {
  const { searchParams } = call.url;
  const isWanted = (internal: boolean) => searchParams.get(internal ? 'internal' : 'public') !== 'false';
  const rows = requestComments(call.person, issue)
    .filter(({ internal }) => isWanted(internal))
    .map((comment) => requestCommentJson(cloud, issue, comment, requestedList(call.url, 'expand')));
  return page(cloud, call, rows);
}

function articlesPage(cloud: AtlassianCloud, call: SignedIn): Response {
  const query = call.url.searchParams.get('query')?.trim() ?? '';
  if (query === '') return problem(400, 'The query parameter is required.');
  const highlight = call.url.searchParams.get('highlight') === 'true';
  const rows = findArticles(cloud, call.person, query, highlight).map(({ page: found, title, excerpt }) => ({
    title,
    excerpt,
    source: { type: 'confluence', pageId: found.id, spaceKey: found.space.key },
    content: { iframeSrc: `${deskUrl(cloud)}/knowledgebase/article/view/${found.id}` },
  }));
  const start = call.url.searchParams.get('cursor');
  const from = start === null ? 0 : Number(Buffer.from(start, 'base64url').toString('utf8'));
  if (!Number.isInteger(from)) return problem(400, 'The cursor is invalid.');
  return page(cloud, call, rows, from, (next) => ({
    cursor: Buffer.from(String(next)).toString('base64url'),
  }));
}

function articleView(cloud: AtlassianCloud, call: SignedIn, id: string): Response {
  const found = findArticle(cloud, call.person, id);
  if (!found) return problem(404, 'The article does not exist, or you do not have permission to view it.');
  const { title, markdown } = currentOf(found);
  const body = viewBody(markdown, { store: cloud.confluence, contextPath: '/wiki', title });
  return html(
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body class="wiki-content">${body}</body></html>`,
  );
}

/** The shape of every list of this API. */
function page(
  cloud: AtlassianCloud,
  call: Call,
  rows: readonly unknown[],
  start = numberOf(call.url, 'start', 0, 1e6),
  nextParameters: (next: number) => Record<string, string> = (next) => ({ start: String(next) }),
): Response {
  const limit = numberOf(call.url, 'limit', 50, 100);
  const values = rows.slice(start, start + limit);
  const isLastPage = start + values.length >= rows.length;
  const self = `${cloud.baseUrl}${call.path}`;
  const next = new URL(call.url);
  for (const [name, value] of Object.entries(nextParameters(start + limit)))
    next.searchParams.set(name, value);
  return json({
    _expands: [],
    size: values.length,
    start,
    limit,
    isLastPage,
    _links: {
      self,
      base: deskUrl(cloud),
      context: '',
      ...(isLastPage ? {} : { next: `${self}${next.search}` }),
    },
    values,
  });
}
