import { QueryError } from '../../atlassian/clauses';
import { hostileMode, hostileText } from '../../atlassian/hostile';
import { searchJql } from '../../jira-dc/jql';
import type { JiraIssue } from '../../jira-dc/records';
import { escapeHtml } from '../../markdown';
import type { AtlassianCloud } from '../instance';
import { jqlContext } from '../jira/search';
import type { Viewer } from '../jira/viewer';
import { issueRoot } from './issue-root';
import { backlog, board, modal, previewPanel, splitView, table } from './lists';

/** What the application shows at an address. */
export interface AppView {
  /** Browser title. */
  title: string;
  /** Inside `main`. */
  html: string;
}

interface Screen {
  readonly cloud: AtlassianCloud;
  readonly viewer: Viewer;
  readonly url: URL;
}
type Draw = (screen: Screen, groups: Record<string, string>) => AppView;

const key = '(?<key>[A-Za-z][A-Za-z0-9_]+-[1-9][0-9]*)';
const project = '(?<project>[A-Z][A-Z0-9_]+)';
const software = `/jira/(?:software(?:/c)?|core)/projects/${project}`;
const desk = `/jira/servicedesk/projects/${project}`;

/** Every address of the application and what it draws. */
const screens: readonly (readonly [RegExp, Draw])[] = [
  [new RegExp(`^/browse/${key}/?$`), (screen, groups) => whole(screen, groups.key)],
  [new RegExp(`^${software}/issues/${key}$`), (screen, groups) => whole(screen, groups.key)],
  [
    new RegExp(`^${desk}/queues/(?:custom/\\d+|issue)/${key}$`),
    (screen, groups) => whole(screen, groups.key),
  ],
  [new RegExp(`^${desk}/queues(?:/custom/\\d+)?/?$`), queue],
  [new RegExp(`^${software}/boards/\\d+/?$`), boardScreen],
  [new RegExp(`^${software}/boards/\\d+/backlog/?$`), backlogScreen],
  [new RegExp(`^${software}/(?:list|issues)/?$`), listScreen],
  [new RegExp(`^/issues/?(?:${key})?$`), navigator],
  [/^\/jira\/(?:your-work|for-you|dashboards\/\d+)\/?$/, yourWork],
];

export function isAppPath(path: string): boolean {
  return screens.some(([pattern]) => pattern.test(path));
}

/** What somebody sees at an address; null where the application has nothing there. */
export function viewAt(cloud: AtlassianCloud, viewer: Viewer, url: URL): AppView | null {
  for (const [pattern, draw] of screens) {
    const found = pattern.exec(url.pathname);
    if (found) return draw({ cloud, viewer, url }, { ...found.groups });
  }
  return null;
}

function whole(screen: Screen, asked = ''): AppView {
  const issue = screen.viewer.store.find(asked);
  return issue ? { title: titleOf(screen, issue), html: rootOf(screen, issue) } : noAccess;
}

function rootOf({ cloud, viewer, url }: Screen, issue: JiraIssue): string {
  return issueRoot(cloud, issue, viewer, hostileMode(url));
}

function titleOf({ url }: Screen, issue: JiraIssue): string {
  switch (hostileMode(url)) {
    case 'notitle':
      return 'Jira';
    case 'lie':
      return `[${issue.key.replace(/\d+$/, '99999')}] ${hostileText.lieTitle} - Jira`;
    default:
      return `[${issue.key}] ${issue.summary} - Jira`;
  }
}

/** Answered with 200: the application says it, not the server. */
const noAccess: AppView = {
  title: 'Jira',
  html: '<div data-testid="issue.views.issue-base.error.no-access" role="alert"><h1>You don’t have access to this work item</h1><p>It may have been deleted, or you don’t have permission to view it.</p></div>',
};

const inProject = ({ viewer }: Screen, projectKey = '') =>
  viewer.store.issues.filter((issue) => issue.project.key === projectKey);

function queue(screen: Screen, groups: Record<string, string>): AppView {
  const rows = inProject(screen, groups.project).filter(({ resolved }) => resolved === null);
  const at = `/jira/servicedesk/projects/${groups.project}/queues/custom/5`;
  return {
    title: `All open - Queues - ${groups.project} - Jira Service Management`,
    html: table('All open', rows, (issueKey) => `${at}/${issueKey}`),
  };
}

/** The page under an issue that is open over it or beside it. */
function withSelected(
  screen: Screen,
  under: string,
  title: string,
  show: (issueKey: string, content: string, closeUrl: string) => string,
): AppView {
  const asked = screen.url.searchParams.get('selectedIssue');
  const issue = asked === null ? null : screen.viewer.store.find(asked);
  if (!issue) return { title, html: under };
  const content = show(issue.key, rootOf(screen, issue), urlWith(screen.url, null));
  return { title: titleOf(screen, issue), html: `${under}${content}` };
}

function urlWith(url: URL, selected: string | null): string {
  const next = new URL(url);
  if (selected === null) next.searchParams.delete('selectedIssue');
  else next.searchParams.set('selectedIssue', selected);
  return next.pathname + next.search;
}

function boardScreen(screen: Screen, groups: Record<string, string>): AppView {
  const under = board(`${groups.project} board`, inProject(screen, groups.project), (issueKey) =>
    urlWith(screen.url, issueKey),
  );
  const isModal = screen.cloud.settings.boardOverlay === 'modal';
  return withSelected(screen, under, `${groups.project} board - Jira`, (issueKey, content, closeUrl) =>
    isModal ? modal(content, closeUrl) : previewPanel(issueKey, content, closeUrl),
  );
}

function backlogScreen(screen: Screen, groups: Record<string, string>): AppView {
  const under = backlog(`${groups.project} backlog`, inProject(screen, groups.project), (issueKey) =>
    urlWith(screen.url, issueKey),
  );
  return withSelected(screen, under, `Backlog - ${groups.project} - Jira`, previewPanel);
}

function listScreen(screen: Screen, groups: Record<string, string>): AppView {
  const under = table('List', inProject(screen, groups.project), (issueKey) => urlWith(screen.url, issueKey));
  return withSelected(screen, under, `List - ${groups.project} - Jira`, previewPanel);
}

/** Rows alone, an issue beside them by `/issues/KEY`, or in a panel by `selectedIssue`. */
function navigator(screen: Screen, groups: Record<string, string>): AppView {
  const { url } = screen;
  const rows = searched(screen, url.searchParams.get('jql') ?? '');
  if (groups.key === undefined) {
    const under = table('Search work', rows, (issueKey) => `/browse/${issueKey}`);
    return withSelected(screen, under, 'Search work - Jira', previewPanel);
  }
  const issue = screen.viewer.store.find(groups.key);
  if (!issue) return noAccess;
  const content = rootOf(screen, issue);
  return {
    title: titleOf(screen, issue),
    html: splitView(rows, issue.key, (issueKey) => `/issues/${issueKey}${url.search}`, content),
  };
}

/** A list for a bad query is empty: the product shows its complaint above it. */
function searched({ cloud, viewer }: Screen, jql: string): JiraIssue[] {
  const query = jql === '' ? 'order by updated DESC' : jql;
  try {
    return searchJql(query, jqlContext(cloud, viewer)).issues;
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

function yourWork({ viewer }: Screen): AppView {
  const mine = viewer.store.issues.filter(
    ({ assignee, resolved }) => assignee === viewer.person.id && resolved === null,
  );
  return {
    title: 'Your work - Jira',
    html: `<p>Good morning, ${escapeHtml(viewer.person.name)}</p>${table('Assigned to you', mine, (issueKey) => `/browse/${issueKey}`)}`,
  };
}
