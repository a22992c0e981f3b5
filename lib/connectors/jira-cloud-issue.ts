import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import { confirmUser } from './as-user';
import { answeringUser } from './atlassian';
import type { ConnectorIo, SearchHit } from './connector';
import { askJira } from './jira-cloud-session';
import {
  commentsSchema,
  hasAllComments,
  isResolved,
  issueFields,
  issueSchema,
  issueToDocument,
  needsCommentVisibility,
  type JiraIssue,
} from './jira-issue';
import { similarIssues } from './jira-similar';
import { pathSegment } from './path-segment';

/** The most that one answer of the comment list holds, whatever is asked for. */
const COMMENT_PAGE = 100;
/** Pages of one search. */
const MOST_PAGES = 3;

const fields = [...issueFields, 'statuscategorychangedate'].join(',');

/** No total and no offset: pages follow by token. */
export const searchSchema = z.object({
  issues: z.array(issueSchema),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
});

/** One issue by key; a moved one answers to its old key with its new one. */
export async function fetchIssue(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const issueUrl = `${source.baseUrl}/rest/api/3/issue/${pathSegment(ref.id)}`;
  const { data: issue } = await askJira(
    io,
    `${issueUrl}?${new URLSearchParams({ fields }).toString()}`,
    issueSchema,
  );
  const isWhole = hasAllComments(issue) && !needsCommentVisibility(issue);
  return issueToDocument(isWhole ? issue : await withComments(issue, issueUrl, io), source, io);
}

/** The newest comments beside the oldest that came with the issue: what helped is told at the end. */
async function withComments(issue: JiraIssue, issueUrl: string, io: ConnectorIo): Promise<JiraIssue> {
  const query = new URLSearchParams({ orderBy: '-created', maxResults: String(COMMENT_PAGE) });
  const { data } = await askJira(io, `${issueUrl}/comment?${query.toString()}`, commentsSchema);
  const newest = data.comments.toReversed();
  const known = new Set(newest.map(({ id }) => id));
  const older = (issue.fields.comment?.comments ?? []).filter(({ id }) => !id || !known.has(id));
  return { ...issue, fields: { ...issue.fields, comment: { comments: [...older, ...newest] } } };
}

/** The first page of a search; the next ones add their token. */
export function searchUrl({ baseUrl }: SourceConfig, jql: string, maxResults: number): string {
  const asked = `jql=${encodeURIComponent(jql)}&fields=${encodeURIComponent(fields)}`;
  return `${baseUrl}/rest/api/3/search/jql?${asked}&maxResults=${maxResults}`;
}

/** Finished issues like the query; not every workflow sets a resolution. */
export async function searchIssues(
  query: SearchQuery,
  projects: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
  identify: (source: SourceConfig, io: ConnectorIo) => Promise<Identity>,
): Promise<SearchHit[]> {
  let isNamed = true;
  const readPages = async (url: string, wanted: number): Promise<JiraIssue[]> => {
    const issues: JiraIssue[] = [];
    let next = '';
    for (let page = 0; page < MOST_PAGES && issues.length < wanted; page += 1) {
      const { data, headers } = await askJira(io, url + next, searchSchema);
      isNamed &&= answeringUser(headers) !== null;
      for (const issue of data.issues) issues.push(issue);
      if (data.isLast === true || !data.nextPageToken || data.issues.length === 0) break;
      next = `&nextPageToken=${encodeURIComponent(data.nextPageToken)}`;
    }
    return issues.filter(isResolved);
  };
  const url = (jql: string, wanted: number) => searchUrl(source, jql, Math.min(wanted, 100));
  const search = { resolved: ['statusCategory = Done'] as const, url, read: readPages };
  const hits = await similarIssues(query, projects, search, source, io);
  // Where anonymous people may see something, a session that ended looks like fewer finds.
  if (!isNamed) await confirmUser(identify, source, io);
  return hits;
}
