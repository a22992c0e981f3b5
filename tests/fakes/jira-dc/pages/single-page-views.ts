import { hostileMode } from '../../atlassian/hostile';
import type { Call } from '../../atlassian/server';
import type { Person } from '../../company';
import { escapeHtml } from '../../markdown';
import type { JiraInstance } from '../instance';
import { categoryOf, type JiraIssue } from '../records';
import { issueContent, viewOf } from './issue-view';
import { jiraPage } from './layout';

/** A list beside an issue: selecting another one pushes its URL and fills the issue in later. */
export interface SplitView {
  title: string;
  /** Addresses of the issues with `KEY` for the key, and of the list without one. */
  issueUrl: string;
  listUrl: string;
  issues: readonly JiraIssue[];
  selected: JiraIssue | null;
}

export function splitViewPage(
  jira: JiraInstance,
  call: Call & { person: Person },
  view: SplitView,
): Response {
  const rows = view.issues.map((issue) => {
    const isSelected = issue.key === view.selected?.key;
    const href = jira.contextPath + view.issueUrl.replace('KEY', issue.key);
    return `<li class="${isSelected ? 'focused' : ''}" data-id="${issue.id}" data-key="${issue.key}" title="${escapeHtml(issue.summary)}"><a class="splitview-issue-link" data-issue-key="${issue.key}" href="${escapeHtml(href)}"><span class="issue-link-key">${issue.key}</span><span class="issue-link-summary">${escapeHtml(issue.summary)}</span></a></li>`;
  });
  const mode = hostileMode(call.url);
  const detail = view.selected
    ? issueContent(jira, view.selected, viewOf(view.selected, call.person, mode), call.person)
    : '<div class="no-issue">Select an issue to see it here.</div>';
  return jiraPage(jira, call, {
    title: view.selected ? `[${view.selected.key}] ${view.selected.summary}` : view.title,
    bodyClass: 'page-type-navigator navigator-issue-only',
    data: {
      'issue-url': jira.contextPath + view.issueUrl,
      'list-url': jira.contextPath + view.listUrl,
      'context-path': jira.contextPath,
    },
    scripts: ['issue-switch.js'],
    hostile: mode,
    body: `<div class="navigator-container"><div class="navigator-search"><h1>${escapeHtml(view.title)}</h1></div>
<div class="split-view"><div class="list-panel"><div class="list-content"><ol class="issue-list">${rows.join('\n')}</ol></div></div>
<div class="detail-panel"><div class="issue-container">${detail}</div></div></div></div>`,
  });
}

/** The agile board; `view=detail` opens the selected issue in a column at the right. */
export function boardPage(
  jira: JiraInstance,
  call: Call & { person: Person },
  issues: readonly JiraIssue[],
): Response {
  const selectedKey = call.url.searchParams.get('selectedIssue');
  const isDetail = call.url.searchParams.get('view') === 'detail';
  const selected = issues.find(({ key }) => key === selectedKey) ?? null;
  const columns = [
    ['new', 'To Do'],
    ['indeterminate', 'In Progress'],
    ['done', 'Done'],
  ].map(
    ([key, name]) =>
      `<li class="ghx-column"><h2>${name}</h2>${issues
        .filter(({ status }) => categoryOf(status).key === key)
        .map((issue) => card(jira, issue, issue.key === selectedKey))
        .join('')}</li>`,
  );
  return jiraPage(jira, call, {
    title: 'OPS board - Agile Board',
    bodyClass: 'ghx-rapid-board page-type-rapidboard',
    data: { 'context-path': jira.contextPath },
    scripts: ['board.js'],
    hostile: hostileMode(call.url),
    body: `<div id="ghx-rabid"><div id="ghx-header"><h1 id="subnav-title">OPS board</h1></div><div id="ghx-work"><ul id="ghx-pool">${columns.join('\n')}</ul>
<div id="ghx-detail-view" class="ghx-detail-view"${isDetail && selected ? '' : ' hidden'}>${isDetail && selected ? boardDetail(jira, selected, call) : ''}</div></div></div>`,
  });
}

/** The board's own issue column: fewer parts, other ids for key and summary. */
export function boardDetail(jira: JiraInstance, issue: JiraIssue, call: Call & { person: Person }): string {
  const view = viewOf(issue, call.person, hostileMode(call.url));
  const description = view.description ?? '';
  const comments = view.comments
    .map(
      ({ id, author, html }) =>
        `<div id="comment-${id}" class="issue-data-block activity-comment twixi-block expanded"><div class="action-details"><a id="commentauthor_${id}_verbose" rel="${author}">${escapeHtml(jira.store.company.person(author).name)}</a></div><div class="action-body flooded">${html}</div></div>`,
    )
    .join('');
  return `<div id="ghx-detail-issue" class="ghx-detail-issue" data-issuekey="${view.key}" data-issueid="${view.id}">
<div id="ghx-detail-head"><button type="button" class="ghx-detail-close" title="Close">×</button><dl><dd id="issuekey-val" class="ghx-fieldname-issuekey" data-field-id="issuekey"><a href="${jira.contextPath}/browse/${view.key}">${view.key}</a></dd><dd id="summary-val" class="ghx-fieldname-summary" data-field-id="summary">${escapeHtml(view.summary)}</dd></dl></div>
<div id="ghx-detail-contents"><dl><dt>Status</dt><dd id="status-val">${escapeHtml(issue.status)}</dd><dt>Priority</dt><dd id="priority-val">${escapeHtml(issue.priority ?? 'None')}</dd></dl>
${description === '' ? '' : `<h3>Description</h3><div id="description-val" data-field-id="description"><div class="user-content-block">${description}</div></div>`}
<h3>Comments</h3><div id="issue_actions_container">${comments}</div></div></div>`;
}

function card(jira: JiraInstance, issue: JiraIssue, isSelected: boolean): string {
  return `<div class="ghx-issue js-issue${isSelected ? ' ghx-selected' : ''}" data-issue-id="${issue.id}" data-issue-key="${issue.key}"><div class="ghx-summary">${escapeHtml(issue.summary)}</div><div class="ghx-key"><a class="js-key-link" title="${issue.key}" href="${jira.contextPath}/browse/${issue.key}">${issue.key}</a></div></div>`;
}
