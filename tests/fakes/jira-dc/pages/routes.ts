import { QueryError } from '../../atlassian/clauses';
import { hostileMode } from '../../atlassian/hostile';
import { json, redirect, toLogin, type Call, type Route } from '../../atlassian/server';
import type { Person } from '../../company';
import { revoked } from '../../modes';
import type { JiraInstance } from '../instance';
import { searchJql } from '../jql';
import { seesIssue, type JiraIssue } from '../records';
import { issueContent, viewOf } from './issue-view';
import { jiraPage } from './layout';
import { createPage, dashboardPage, editPage, hiddenIssuePage, missingPage } from './notices';
import { boardDetail, boardPage, splitViewPage } from './single-page-views';

type PageCall = Call & { person: Person };

const openIssues = 'resolution is EMPTY order by updated DESC';

/** Jira's pages; whoever has no session is sent to the sign-in form. */
export function pageRoutes(jira: JiraInstance): Route[] {
  const page = (
    path: RegExp,
    handle: (call: PageCall, groups: Record<string, string>) => Response | Promise<Response>,
  ): Route => ({
    method: 'GET',
    path,
    handle: (call, groups) =>
      call.person
        ? handle({ ...call, person: call.person }, groups)
        : toLogin(call, jira.contextPath, '/login.jsp'),
  });
  const key = '(?<key>[A-Za-z][A-Za-z0-9_]+-[1-9][0-9]*)';
  return [
    page(/^\/$/, () => redirect(`${jira.contextPath}/secure/Dashboard.jspa`)),
    page(new RegExp(`^/browse/${key}/?$`), (call, { key: asked = '' }) => browsePage(jira, call, asked)),
    page(/^\/browse\/(?<project>[A-Z][A-Z0-9_]+)\/?$/, (_call, { project = '' }) =>
      redirect(`${jira.contextPath}/projects/${project}/issues/?filter=allopenissues`),
    ),
    page(new RegExp(`^/issues/?(?:${key})?$`), (call, groups) => navigatorPage(jira, call, groups.key)),
    page(new RegExp(`^/projects/(?<project>[A-Z][A-Z0-9_]+)/issues/?(?:${key})?$`), (call, groups) =>
      projectPage(jira, call, groups.project ?? '', groups.key),
    ),
    page(new RegExp(`^/projects/HELP/queues(?:/custom/\\d+)?(?:/${key})?$`), (call, groups) =>
      groups.key ? browsePage(jira, call, groups.key) : queuePage(jira, call),
    ),
    page(/^\/secure\/RapidBoard\.jspa$/, (call) => boardPage(jira, call, inProject(jira, call, 'OPS'))),
    page(/^\/secure\/Dashboard\.jspa$/, (call) => dashboardPage(jira, call, visible(jira, call))),
    page(/^\/secure\/EditIssue!default\.jspa$/, (call) => {
      const issue = find(jira, call, call.url.searchParams.get('id') ?? '');
      return issue ? editPage(jira, call, issue) : hiddenIssuePage(jira, call);
    }),
    page(/^\/secure\/CreateIssue!default\.jspa$/, (call) => createPage(jira, call)),
    {
      method: 'GET',
      path: /^\/secure\/AjaxIssueAction!default\.jspa$/,
      handle: (call) => ajaxIssue(jira, call),
    },
    page(/^\/secure\//, (call) => missingPage(jira, call)),
  ];
}

function browsePage(jira: JiraInstance, call: PageCall, key: string): Response {
  const issue = find(jira, call, key);
  if (!issue) return hiddenIssuePage(jira, call);
  const mode = hostileMode(call.url);
  const view = viewOf(issue, call.person, mode);
  return jiraPage(jira, call, {
    title: mode === 'notitle' ? '' : `[${view.key}] ${view.summary}`,
    metas: { 'ajs-issue-key': view.key },
    bodyClass: 'page-type-split',
    hostile: mode,
    ...(mode === 'rtl' ? { lang: 'ar', dir: 'rtl' as const } : {}),
    body: `<div class="aui-page-panel"><div class="issue-view"><div class="issue-container">${issueContent(jira, issue, view, call.person)}</div></div></div>`,
  });
}

function navigatorPage(jira: JiraInstance, call: PageCall, key: string | undefined): Response {
  const jql = call.url.searchParams.get('jql') ?? openIssues;
  const query = `?jql=${encodeURIComponent(jql)}`;
  const issues = searched(jira, call, jql);
  return splitView(jira, call, key, {
    title: 'Issue Navigator',
    issueUrl: `/issues/KEY${query}`,
    listUrl: `/issues/${query}`,
    issues,
  });
}

function projectPage(jira: JiraInstance, call: PageCall, project: string, key: string | undefined): Response {
  const filter = call.url.searchParams.get('filter') ?? 'allopenissues';
  const issues = inProject(jira, call, project).filter(
    (issue) => filter !== 'allopenissues' || !issue.resolved,
  );
  return splitView(jira, call, key, {
    title: `${project} issues`,
    issueUrl: `/projects/${project}/issues/KEY?filter=${encodeURIComponent(filter)}`,
    listUrl: `/projects/${project}/issues/?filter=${encodeURIComponent(filter)}`,
    issues,
  });
}

function splitView(
  jira: JiraInstance,
  call: PageCall,
  key: string | undefined,
  view: { title: string; issueUrl: string; listUrl: string; issues: readonly JiraIssue[] },
): Response {
  const selected = key === undefined ? null : find(jira, call, key);
  if (key !== undefined && !selected) return hiddenIssuePage(jira, call);
  return splitViewPage(jira, call, { ...view, selected });
}

function queuePage(jira: JiraInstance, call: PageCall): Response {
  const issues = inProject(jira, call, 'HELP').filter((issue) => !issue.resolved);
  return splitViewPage(jira, call, {
    title: 'All open',
    issueUrl: '/projects/HELP/queues/custom/1/KEY',
    listUrl: '/projects/HELP/queues/custom/1',
    issues,
    selected: null,
  });
}

/** What the single-page views ask for when another issue is selected. */
async function ajaxIssue(jira: JiraInstance, call: Call): Promise<Response> {
  const { person } = call;
  if (!person) return json({ errorMessages: ['You are not logged in.'] }, 401);
  const issue = find(jira, { ...call, person }, call.url.searchParams.get('issueKey') ?? '');
  await new Promise((resolve) => setTimeout(resolve, jira.settings.switchDelayMs));
  if (!issue) return json({ errorMessages: ['The issue no longer exists.'] }, 404);
  const view = viewOf(issue, person, null);
  const html =
    call.url.searchParams.get('board') === 'true'
      ? boardDetail(jira, issue, { ...call, person })
      : issueContent(jira, issue, view, person);
  return json({ issue: { id: issue.id, key: issue.key, summary: issue.summary }, html });
}

function visible(jira: JiraInstance, { person }: PageCall): JiraIssue[] {
  return jira.store.issues.filter(
    (issue) => seesIssue(person, issue) && revoked(jira.modes, issue.key, issue.id) === null,
  );
}

function inProject(jira: JiraInstance, call: PageCall, project: string): JiraIssue[] {
  return visible(jira, call).filter((issue) => issue.project.key === project);
}

function find(jira: JiraInstance, call: PageCall, keyOrId: string): JiraIssue | null {
  const issue = jira.store.find(keyOrId);
  return issue && visible(jira, call).includes(issue) ? issue : null;
}

/** A list for a bad query is empty: the product shows its complaint above it. */
function searched(jira: JiraInstance, call: PageCall, jql: string): JiraIssue[] {
  try {
    return searchJql(jql, {
      store: jira.store,
      person: call.person,
      now: jira.now(),
      zone: jira.zone,
      strict: true,
    }).issues;
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}
