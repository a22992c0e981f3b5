import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import { confirmUser } from './as-user';
import { answeringUser } from './atlassian';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { searchSchema, searchUrl } from './jira-cloud-issue';
import { askJira, identifyCloud } from './jira-cloud-session';
import { isResolved } from './jira-issue';
import { issueHit } from './jira-similar';
import { allIssuesJql } from './jql';
import { inScope, LIST_PAGE, readPlace, sinceInAnyZone, writePlace } from './listing';

/** The site's own token for the next page; good for the query it was given for, and for some days. */
const placeSchema = z.strictObject({ token: z.string().max(4_000) });

/**
 * Finished issues with their texts, in the order they were made: whatever a token counts, editing moves none of them.
 * Where the site does not name the account that it answers, the session is confirmed by another request.
 */
export async function listTickets(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const { token } = readPlace(request.cursor, placeSchema, { token: '' });
  const projects = inScope(source, request).scopes;
  const jql = allIssuesJql(projects, sinceInAnyZone(request), 'statusCategory = Done');
  const next = token === '' ? '' : `&nextPageToken=${encodeURIComponent(token)}`;
  const { data, headers } = await askJira(io, searchUrl(source, jql, LIST_PAGE) + next, searchSchema);
  if (answeringUser(headers) === null) await confirmUser(identifyCloud, source, io);
  const isLast = data.isLast === true || !data.nextPageToken;
  return {
    documents: data.issues.filter(isResolved).map((issue) => issueHit(issue, source, io)),
    removed: [],
    next: isLast ? null : writePlace({ token: data.nextPageToken }),
    total: null,
  };
}
