import { DesksideError } from '../core/errors';
import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import type { ConnectorIo, SearchHit } from './connector';
import { hasAllComments, issueToDocument, needsCommentVisibility, type JiraIssue } from './jira-issue';
import { similarIssuesJql } from './jql';
import { fitUrl } from './lucene-text';

/** What Data Center and the cloud do differently when they search issues. */
export interface IssueSearch {
  /** JQL for what counts as resolved; each next one is for servers that refuse the one before. */
  readonly resolved: readonly [string, ...string[]];
  /** Where `jql` is asked for so many issues. */
  url(jql: string, wanted: number): string;
  /** The resolved issues among the answers, a few pages at most. */
  read(url: string, wanted: number): Promise<JiraIssue[]>;
}

/**
 * Resolved issues like the query, of these projects, or of all when there are none. First those that hold an
 * identifier or two of the words, since Jira sorts a loose `OR` by date on some versions; then any that hold one word,
 * if more are wanted.
 */
export async function similarIssues(
  query: SearchQuery,
  projects: readonly string[],
  search: IssueSearch,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query);
  const found = new Map<string, JiraIssue>();
  for (const shape of ['strict', 'loose'] as const) {
    if (found.size >= query.limit) break;
    for (const issue of await resolvedIssues(shape, terms, query, projects, search)) {
      if (!found.has(issue.key) && !query.excludeIds.includes(issue.key)) found.set(issue.key, issue);
    }
  }
  return [...found.values()].slice(0, query.limit).map((issue) => issueHit(issue, source, io));
}

async function resolvedIssues(
  shape: 'strict' | 'loose',
  terms: readonly QueryTerm[],
  query: SearchQuery,
  projects: readonly string[],
  search: IssueSearch,
): Promise<JiraIssue[]> {
  const wanted = query.limit + query.excludeIds.length;
  // The projects are asked for whole, however long that makes the address.
  const longest = 2_000 + encodeURIComponent(projects.join('", "')).length;
  const ask = (condition: string): Promise<JiraIssue[]> => {
    const build = (some: readonly QueryTerm[]) => {
      const jql = similarIssuesJql(shape, some, projects, condition);
      return jql === null ? null : search.url(jql, wanted);
    };
    const url = fitUrl(terms, build, longest);
    return url === null ? Promise.resolve([]) : search.read(url, wanted);
  };
  const [usual, ...older] = search.resolved;
  return older.reduce(
    (asked, condition) => asked.catch((error: unknown) => ifRefused(error, () => ask(condition))),
    ask(usual),
  );
}

/** Some lines do not know a field; anything else that is refused is refused again. */
export function ifRefused<T>(error: unknown, next: () => Promise<T>): Promise<T> {
  if (error instanceof DesksideError && error.kind === 'invalid-query') return next();
  throw error;
}

/** Without its document where the answer left out comments, or did not say who may see them. */
export function issueHit(issue: JiraIssue, source: SourceConfig, io: ConnectorIo): SearchHit {
  const document = issueToDocument(issue, source, io);
  const { ref, id, title, version } = document;
  const isWhole = hasAllComments(issue) && !needsCommentVisibility(issue);
  return { ref, id, title, version, document: isWhole ? document : null };
}
