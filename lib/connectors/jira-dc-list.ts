import type { SourceConfig } from '../core/source';
import { atlassianJson } from './atlassian';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { searchSchema, searchUrl } from './jira-dc-search';
import { isResolved } from './jira-issue';
import { ifRefused, issueHit } from './jira-similar';
import { allIssuesJql, resolvedConditions } from './jql';
import { askedFrom, firstOffset, offsetPlaceSchema, placeAfter } from './list-by-offset';
import { inScope, LIST_PAGE, readPlace, sinceInAnyZone, writePlace } from './listing';

/**
 * Resolved issues with their texts, in the order they were made. Without its document comes a service desk's issue
 * whose comments do not say who may see them: the comment list does.
 */
export async function listTickets(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = readPlace(request.cursor, offsetPlaceSchema, firstOffset);
  const since = sinceInAnyZone(request);
  const ask = async (resolved: string) => {
    const jql = allIssuesJql(inScope(source, request).scopes, since, resolved);
    const url = `${searchUrl(source, jql, LIST_PAGE)}&startAt=${askedFrom(place)}`;
    return (await atlassianJson(io, url, searchSchema)).data;
  };
  const [usual, older] = resolvedConditions;
  const { issues, total } = await ask(usual).catch((error: unknown) => ifRefused(error, () => ask(older)));
  const ids = issues.map(({ key }) => key);
  // Without a total only an empty page tells the end.
  const isLast = total != null && askedFrom(place) + issues.length >= total;
  const next = placeAfter(place, ids, isLast);
  return {
    documents: issues.filter(isResolved).map((issue) => issueHit(issue, source, io)),
    removed: [],
    next: next && writePlace(next),
    total: total ?? null,
  };
}
