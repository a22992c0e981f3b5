import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseQuery } from '../../atlassian/clause-parser';
import { QueryError } from '../../atlassian/clauses';
import { json, numberOf, type Call } from '../../atlassian/server';
import { requestedFields, requestedList } from '../../jira-dc/issue-fields';
import { searchJql, type JqlContext } from '../../jira-dc/jql';
import { jqlDialect } from '../../jira-dc/jql-words';
import type { JiraIssue } from '../../jira-dc/records';
import type { AtlassianCloud } from '../instance';
import { issueJson, restUrl } from './issue-json';
import { restError } from './parameters';
import type { Viewer } from './viewer';

/** The most rows of one answer: many where nothing but ids and keys is asked for. */
const most = { bare: 5000, withFields: 100 };

/** `search/jql`: pages by token, no total, ids alone unless fields are named. */
export function searchAnswer(cloud: AtlassianCloud, call: Call, viewer: Viewer): Response {
  const { searchParams } = call.url;
  const jql = searchParams.get('jql') ?? '';
  const token = searchParams.get('nextPageToken');
  const shown = token === null || token === '' ? [] : shownBefore(token, jql);
  if (shown === null) return restError(400, 'The provided next page token is invalid or expired.');
  try {
    if (parseQuery(jql, jqlDialect).where === null) return restError(400, unbounded);
    const { issues } = searchJql(jql, jqlContext(cloud, viewer));
    const fields = requestedFields(call.url, 'id');
    const isBare = [...fields].every((name) => name === 'id' || name === 'key');
    const size = numberOf(call.url, 'maxResults', 50, isBare ? most.bare : most.withFields);
    const startAt = issues.findLastIndex(({ id }) => shown.includes(id)) + 1;
    const page = issues.slice(startAt, startAt + size);
    const next = startAt + page.length;
    const isLast = next >= issues.length || size === 0;
    const expand = requestedList(call.url, 'expand');
    return json({
      issues: page.map((issue) =>
        isBare ? bareRow(cloud, issue, fields) : issueJson(cloud, issue, fields, expand, viewer),
      ),
      ...(isLast ? {} : { nextPageToken: tokenFor(page, jql) }),
      isLast,
    });
  } catch (error) {
    if (error instanceof QueryError) return restError(400, ...error.messages);
    throw error;
  }
}

/** Queries name people by account. */
export function jqlContext(cloud: AtlassianCloud, { person, store }: Viewer): JqlContext {
  const personIdOf = (name: string) => cloud.accounts.find(name)?.id ?? null;
  return { store, person, now: cloud.now(), zone: cloud.zone, strict: true, personIdOf };
}

const bodySchema = z.object({
  jql: z.string(),
  fields: z.array(z.string()).default([]),
  expand: z.string().optional(),
  maxResults: z.number().int().optional(),
  nextPageToken: z.string().optional(),
});

/** The same search asked by POST, as a call that asks it by its address; null for a body of another shape. */
export async function searchFromBody(call: Call): Promise<Call | null> {
  const body = bodySchema.safeParse(await call.request.json().catch(() => null));
  if (!body.success) return null;
  const url = new URL(call.url.pathname, call.url);
  for (const [name, value] of Object.entries(body.data)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return { ...call, url };
}

function bareRow(cloud: AtlassianCloud, { id, key }: JiraIssue, fields: ReadonlySet<string>) {
  return fields.has('key') ? { id, self: `${restUrl(cloud)}/issue/${id}`, key } : { id };
}

const unbounded =
  'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.';

/** A token is good for its own query only, and goes on behind the last row shown, whatever has become of that one. */
function tokenFor(shown: readonly JiraIssue[], jql: string): string {
  const ids = shown.slice(-100).map(({ id }) => id);
  return Buffer.from(`${ids.join(',')} ${digest(jql)}`).toString('base64url');
}

function shownBefore(token: string, jql: string): string[] | null {
  const [ids = '', made] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  return /^\d[\d,]*$/.test(ids) && made === digest(jql) ? ids.split(',') : null;
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12);
}
