import { restInstant } from '../../atlassian/instant';
import { json, numberOf, type Call, type Route } from '../../atlassian/server';
import { requestedFields, requestedList } from '../../jira-dc/issue-fields';
import type { JiraIssue } from '../../jira-dc/records';
import { revoked } from '../../modes';
import type { AtlassianCloud } from '../instance';
import { commentsJson, issueJson, personJson, projectJson, restUrl } from './issue-json';
import { refuseUnknown, restError, type Operation } from './parameters';
import { remoteLinks } from './remote-links';
import { searchAnswer, searchFromBody } from './search';
import { viewerOf, type Viewer } from './viewer';

/** What older versions answer just the same. */
const inEveryVersion: ReadonlySet<Operation> = new Set(['/rest/api/3/serverInfo', '/rest/api/3/myself']);

function pathOf(operation: Operation): RegExp {
  const version = inEveryVersion.has(operation) ? '(?:2|3|latest)' : '3';
  const path = operation.replace('/api/3/', `/api/${version}/`).replace('{issueIdOrKey}', '(?<key>[^/]+)');
  return new RegExp(`^${path}$`);
}

type Groups = Record<string, string>;
type Handle = (call: Call, viewer: Viewer, groups: Groups) => Response;

/** REST API 3, the read part. */
export function jiraRestRoutes(cloud: AtlassianCloud): Route[] {
  const get = (operation: Operation, handle: Handle): Route => ({
    method: 'GET',
    path: pathOf(operation),
    handle: (call, groups) => {
      const viewer = viewerOf(cloud, call.person);
      const refused = refuseAnonymous(cloud, viewer, operation) ?? refuseUnknown(call.url, operation);
      return refused ?? handle(call, viewer, groups);
    },
  });
  const issue = (operation: Operation, handle: (call: Call, viewer: Viewer, issue: JiraIssue) => Response) =>
    get(operation, (call, viewer, { key = '' }) => {
      const found = findIssue(cloud, viewer, key);
      return found instanceof Response ? found : handle(call, viewer, found);
    });
  return [
    get('/rest/api/3/serverInfo', () => serverInfo(cloud)),
    get('/rest/api/3/myself', (_call, { person }) => json(personJson(cloud, person))),
    issue('/rest/api/3/issue/{issueIdOrKey}', (call, viewer, found) =>
      json(
        issueJson(cloud, found, requestedFields(call.url, '*all'), requestedList(call.url, 'expand'), viewer),
      ),
    ),
    issue('/rest/api/3/issue/{issueIdOrKey}/comment', (call, viewer, found) =>
      commentsAnswer(cloud, call, viewer, found),
    ),
    issue('/rest/api/3/issue/{issueIdOrKey}/remotelink', (call, _viewer, found) =>
      json(remoteLinks(cloud, found, call.url.searchParams.get('globalId'))),
    ),
    get('/rest/api/3/search/jql', (call, viewer) => searchAnswer(cloud, call, viewer)),
    {
      method: 'POST',
      path: /^\/rest\/api\/3\/search\/jql$/,
      handle: async (call) => {
        const viewer = viewerOf(cloud, call.person);
        const refused = refuseAnonymous(cloud, viewer, '/rest/api/3/search/jql');
        if (refused) return refused;
        const asked = await searchFromBody(call);
        return asked ? searchAnswer(cloud, asked, viewer) : restError(400, 'Invalid request payload.');
      },
    },
    get('/rest/api/3/project/search', (call, viewer) => projectsAnswer(cloud, call, viewer)),
    ...(['GET', 'POST'] as const).map((method): Route => ({
      method,
      path: /^\/rest\/api\/(?:2|3|latest)\/search$/,
      handle: () => restError(410, removed),
    })),
    { method: 'GET', path: /^\/_edge\/tenant_info$/, handle: () => json({ cloudId: cloud.cloudId }) },
    {
      method: 'GET',
      path: /^\/rest\/api\//,
      handle: () => json({ message: 'null for uri', 'status-code': 404 }, 404),
    },
  ];
}

const removed =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';

/** Without a session only the public parts answer, where there are any. */
function refuseAnonymous(cloud: AtlassianCloud, viewer: Viewer, operation: Operation): Response | null {
  if (viewer.isSignedIn || operation === '/rest/api/3/serverInfo') return null;
  if (operation !== '/rest/api/3/myself' && cloud.settings.publicProjects.size > 0) return null;
  return json({ message: 'Client must be authenticated to access this resource.', 'status-code': 401 }, 401);
}

/** The issue, or why this person does not get it: a missing and a hidden one look the same. */
function findIssue(cloud: AtlassianCloud, viewer: Viewer, encoded: string): JiraIssue | Response {
  const missing = () => restError(404, 'Issue does not exist or you do not have permission to see it.');
  const key = decoded(encoded);
  const issue = key === null ? null : cloud.jira.find(key);
  if (!issue) return missing();
  const forbidden = 'You do not have the permission to see the specified issue.';
  if (revoked(cloud.modes, issue.key, issue.id) === 'forbidden') return restError(403, forbidden);
  if (viewer.store.find(issue.key)) return issue;
  const isCustomer = viewer.isSignedIn && !viewer.isLicensed;
  return isCustomer && cloud.settings.unlicensed === 'forbidden' ? restError(403, forbidden) : missing();
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a bare percent sign is in no key
  }
}

function commentsAnswer(cloud: AtlassianCloud, call: Call, viewer: Viewer, issue: JiraIssue): Response {
  const orderBy = call.url.searchParams.get('orderBy') ?? 'created';
  if (!/^[+ -]?created$/.test(orderBy)) return restError(400, `'${orderBy}' is not a valid orderBy.`);
  const all = commentsJson(cloud, issue, requestedList(call.url, 'expand'), viewer);
  if (orderBy.startsWith('-')) all.reverse();
  const startAt = numberOf(call.url, 'startAt', 0, 1e6);
  const maxResults = numberOf(call.url, 'maxResults', 100, 5000);
  return json({ startAt, maxResults, total: all.length, comments: all.slice(startAt, startAt + maxResults) });
}

function projectsAnswer(cloud: AtlassianCloud, call: Call, viewer: Viewer): Response {
  const keys = requestedList(call.url, 'keys');
  const query = call.url.searchParams.get('query')?.toLowerCase() ?? '';
  const types = requestedList(call.url, 'typeKey');
  const found = viewer.store.projects.filter(
    ({ key, name, typeKey }) =>
      (keys.size === 0 || keys.has(key)) &&
      (types.size === 0 || types.has(typeKey)) &&
      (key.toLowerCase().includes(query) || name.toLowerCase().includes(query)),
  );
  const startAt = numberOf(call.url, 'startAt', 0, 1e6);
  const maxResults = numberOf(call.url, 'maxResults', 50, 100);
  const values = found.slice(startAt, startAt + maxResults);
  const at = (start: number) => `${restUrl(cloud)}/project/search?maxResults=${maxResults}&startAt=${start}`;
  const isLast = startAt + values.length >= found.length;
  return json({
    self: at(startAt),
    ...(isLast ? {} : { nextPage: at(startAt + maxResults) }),
    maxResults,
    startAt,
    total: found.length,
    isLast,
    values: values.map((project) => projectJson(cloud, project)),
  });
}

function serverInfo(cloud: AtlassianCloud): Response {
  return json({
    baseUrl: cloud.baseUrl,
    displayUrl: cloud.baseUrl,
    displayUrlServicedeskHelpCenter: cloud.baseUrl,
    displayUrlConfluence: `${cloud.baseUrl}/wiki`,
    version: cloud.version,
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100_290,
    buildDate: '2026-11-19T02:11:00.000+0000',
    serverTime: restInstant(new Date(cloud.now()).toISOString(), cloud.zone),
    scmInfo: '57a0ca5b9c1ed2b3d5c4d9e3cf0cf4c02f1bb6e0',
    serverTitle: 'Jira',
    serverTimeZone: cloud.zone,
  });
}
