import { QueryError } from '../atlassian/clauses';
import { restInstant } from '../atlassian/instant';
import { json, numberOf, type Call, type Route } from '../atlassian/server';
import type { Person } from '../company';
import { revoked } from '../modes';
import type { JiraInstance } from './instance';
import { requestedFields, requestedList } from './issue-fields';
import { commentsJson, issueJson, personJson, projectJson, type JsonContext } from './issue-json';
import { searchJql } from './jql';
import { seesIssue, type JiraIssue } from './records';

/** REST API 2, the read part. */
export function restRoutes(jira: JiraInstance): Route[] {
  const get = (
    path: RegExp,
    handle: (call: SignedIn, groups: Record<string, string>) => Response,
  ): Route => ({
    method: 'GET',
    path,
    handle: (call, groups) =>
      call.person ? handle({ ...call, person: call.person }, groups) : notSignedIn(),
  });
  const api = '^/rest/api/(?:2|latest)';
  return [
    { method: 'GET', path: new RegExp(`${api}/serverInfo$`), handle: () => serverInfo(jira) },
    get(new RegExp(`${api}/myself$`), (call) => json(personJson(call.person.id, contextOf(jira, call)))),
    get(new RegExp(`${api}/project$`), () =>
      json(jira.store.projects.map((project) => projectJson(project, jira))),
    ),
    get(new RegExp(`${api}/issue/(?<key>[^/]+)$`), (call, { key = '' }) => issueAnswer(jira, call, key)),
    get(new RegExp(`${api}/issue/(?<key>[^/]+)/comment$`), (call, { key = '' }) =>
      commentsAnswer(jira, call, key),
    ),
    get(new RegExp(`${api}/issue/(?<key>[^/]+)/remotelink$`), (call, { key = '' }) => {
      const found = findIssue(jira, call.person, key);
      return found instanceof Response ? found : json([]);
    }),
    get(new RegExp(`${api}/search$`), (call) => searchAnswer(jira, call)),
    get(/^\/rest\/api\//, () => json({ errorMessages: ['Resource not found'], errors: {} }, 404)),
  ];
}

interface SignedIn extends Call {
  readonly person: Person;
}

export function contextOf(jira: JiraInstance, call: { person: Person }): JsonContext {
  const { store, baseUrl, zone } = jira;
  return { company: store.company, person: call.person, baseUrl, zone, now: jira.now() };
}

/** The issue, or why this person does not get it: a missing and a hidden one look the same. */
export function findIssue(jira: JiraInstance, person: Person, key: string): JiraIssue | Response {
  const issue = jira.store.find(decodeURIComponent(key));
  const state = issue ? revoked(jira.modes, issue.key, issue.id) : null;
  if (state === 'forbidden') return errors(403, 'You do not have the permission to see the specified issue.');
  if (!issue || state === 'not-found' || !seesIssue(person, issue))
    return errors(404, 'Issue Does Not Exist');
  return issue;
}

function issueAnswer(jira: JiraInstance, call: SignedIn, key: string): Response {
  const issue = findIssue(jira, call.person, key);
  if (issue instanceof Response) return issue;
  return json(
    issueJson(
      issue,
      requestedFields(call.url, '*all'),
      requestedList(call.url, 'expand'),
      contextOf(jira, call),
    ),
  );
}

function commentsAnswer(jira: JiraInstance, call: SignedIn, key: string): Response {
  const issue = findIssue(jira, call.person, key);
  if (issue instanceof Response) return issue;
  const all = commentsJson(issue, requestedList(call.url, 'expand'), contextOf(jira, call));
  const newestFirst = /^-created$/.test(call.url.searchParams.get('orderBy') ?? '');
  const startAt = numberOf(call.url, 'startAt', 0, 1e6);
  const maxResults = numberOf(call.url, 'maxResults', 1_048_576, 1_048_576);
  const page = (newestFirst ? all.reverse() : all).slice(startAt, startAt + maxResults);
  return json({ startAt, maxResults, total: all.length, comments: page });
}

function searchAnswer(jira: JiraInstance, call: SignedIn): Response {
  const { searchParams } = call.url;
  const startAt = numberOf(call.url, 'startAt', 0, 1e6);
  const maxResults = numberOf(call.url, 'maxResults', 50, jira.settings.maxSearchResults);
  const strict = !/^(?:false|none|warn)$/i.test(searchParams.get('validateQuery') ?? '');
  const { store, zone } = jira;
  try {
    const context = { store, person: call.person, now: jira.now(), zone, strict };
    const { issues, warnings } = searchJql(searchParams.get('jql') ?? '', context);
    const found = issues.filter((issue) => revoked(jira.modes, issue.key, issue.id) === null);
    const fields = requestedFields(call.url, '*navigable');
    const page = found.slice(startAt, startAt + maxResults);
    return json({
      expand: 'schema,names',
      startAt,
      maxResults,
      total: found.length,
      issues: page.map((issue) =>
        issueJson(issue, fields, requestedList(call.url, 'expand'), contextOf(jira, call)),
      ),
      ...(warnings.length > 0 ? { warningMessages: warnings } : {}),
    });
  } catch (error) {
    if (error instanceof QueryError) return errors(400, ...error.messages);
    throw error;
  }
}

function serverInfo(jira: JiraInstance): Response {
  return json({
    baseUrl: jira.baseUrl,
    version: jira.version,
    versionNumbers: jira.version.split('.').map(Number),
    deploymentType: 'Server',
    buildNumber: 820030,
    buildDate: '2024-01-15T00:00:00.000+0000',
    serverTime: restInstant(new Date(jira.now()).toISOString(), jira.zone),
    scmInfo: '6a5ce1b6d1dea4ba4ecf9a0eb7c2ba5fd3a8e1a1',
    serverTitle: 'ACME Jira',
  });
}

function errors(status: number, ...errorMessages: string[]): Response {
  return json({ errorMessages, errors: {} }, status);
}

function notSignedIn(): Response {
  return json(
    {
      errorMessages: ['You are not authenticated. Authentication required to perform this operation.'],
      errors: {},
    },
    401,
    {
      'www-authenticate': 'OAuth realm="https%3A%2F%2Fjira.acme.test"',
      'x-seraph-loginreason': 'AUTHENTICATED_FAILED',
    },
  );
}
