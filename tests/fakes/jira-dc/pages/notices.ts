import { html, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import type { JiraInstance } from '../instance';
import type { JiraIssue } from '../records';
import { jiraPage } from './layout';

/** The sign-in form; answers 200 also after wrong words. */
export function loginPage(
  jira: JiraInstance,
  call: Call,
  problem: string | null,
  destination: string,
): Response {
  const message = problem
    ? `<div class="aui-message aui-message-error" id="login-error">${escapeHtml(problem)}</div>`
    : '';
  return jiraPage(jira, call, {
    title: 'Log in',
    bodyClass: 'page-type-login',
    metas: { decorator: 'login' },
    body: `<div class="login-box"><h2>Log in</h2><p>Welcome to ACME Jira</p>
<form id="login-form" action="${jira.contextPath}/login.jsp" method="post" class="aui">${message}
<div class="field-group"><label for="login-form-username">Username</label><input class="text" id="login-form-username" name="os_username" type="text" autocomplete="username" autofocus></div>
<div class="field-group"><label for="login-form-password">Password</label><input class="text" id="login-form-password" name="os_password" type="password" autocomplete="current-password"></div>
<div class="field-group"><label><input id="login-form-remember-me" name="os_cookie" type="checkbox" value="true"> Remember my login on this computer</label></div>
<input type="hidden" name="os_destination" value="${escapeHtml(destination)}">
<input class="aui-button aui-button-primary" id="login-form-submit" name="login" type="submit" value="Log In">
</form></div>`,
  });
}

/** The same for an issue that is missing and for one that is hidden. */
export function hiddenIssuePage(jira: JiraInstance, call: Call): Response {
  return jiraPage(jira, call, {
    title: 'Issue Navigator',
    status: 404,
    body: `<div id="issue-content"><div class="issue-error aui-page-panel"><h1>You can't view this issue</h1><p>It may have been deleted or you don't have permission to view it.</p></div></div>`,
  });
}

export function missingPage(jira: JiraInstance, call: Call): Response {
  if (call.path.startsWith('/s/')) return html('', 404);
  return jiraPage(jira, call, {
    title: 'Oops, you’ve found a dead link.',
    status: 404,
    body: '<div class="aui-page-panel"><h1>Oops, you’ve found a dead link.</h1><p>Go back to the previous page, or go to the dashboard.</p></div>',
  });
}

export function dashboardPage(jira: JiraInstance, call: Call, issues: readonly JiraIssue[]): Response {
  const gadget = (title: string, rows: readonly JiraIssue[]) =>
    `<div class="gadget dashboard-item"><h3>${title}</h3><table class="aui issue-table">${rows
      .map(
        ({ key, summary, status }) =>
          `<tr><td><a class="issue-link" data-issue-key="${key}" href="${jira.contextPath}/browse/${key}">${key}</a></td><td><a href="${jira.contextPath}/browse/${key}">${escapeHtml(summary)}</a></td><td>${status}</td></tr>`,
      )
      .join('')}</table></div>`;
  const mine = issues.filter(({ assignee, resolved }) => assignee === call.person?.id && !resolved);
  const fresh = [...issues].sort((a, b) => b.updated.localeCompare(a.updated)).slice(0, 8);
  return jiraPage(jira, call, {
    title: 'System Dashboard',
    bodyClass: 'page-type-dashboard',
    body: `<div id="dashboard"><div class="dashboard-title"><h1>System Dashboard</h1></div><div class="dashboard-columns">${gadget('Assigned to me', mine)}${gadget('Activity', fresh)}</div></div>`,
  });
}

/** The edit form of an issue: its texts stand in fields and nothing of the issue view is there. */
export function editPage(jira: JiraInstance, call: Call, issue: JiraIssue): Response {
  return jiraPage(jira, call, {
    title: `Edit Issue : ${issue.key}`,
    body: `<div class="aui-page-panel"><form id="issue-edit" class="aui" action="${jira.contextPath}/secure/EditIssue.jspa" method="post">
<h2 title="Edit Issue : ${issue.key}">Edit Issue : <a href="${jira.contextPath}/browse/${issue.key}">${issue.key}</a></h2>
<div class="field-group"><label for="summary">Summary</label><input class="text long-field" id="summary" name="summary" type="text" value="${escapeHtml(issue.summary)}"></div>
<div class="field-group"><label for="description">Description</label><textarea class="textarea long-field wiki-textfield" id="description" name="description" rows="12">${escapeHtml(issue.description ?? '')}</textarea></div>
<input class="aui-button" id="issue-edit-submit" type="button" value="Update"> <a id="issue-edit-cancel" href="${jira.contextPath}/browse/${issue.key}">Cancel</a></form></div>`,
  });
}

export function createPage(jira: JiraInstance, call: Call): Response {
  return jiraPage(jira, call, {
    title: 'Create Issue',
    body: `<div class="aui-page-panel"><form id="issue-create" class="aui"><h2>Create Issue</h2>
<div class="field-group"><label for="summary">Summary</label><input class="text long-field" id="summary" name="summary" type="text"></div>
<div class="field-group"><label for="description">Description</label><textarea class="textarea long-field" id="description" name="description" rows="8"></textarea></div></form></div>`,
  });
}
