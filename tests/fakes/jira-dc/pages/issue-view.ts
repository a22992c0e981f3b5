import { hostileText, type HostileMode } from '../../atlassian/hostile';
import { agoOrDate, restInstant, shownInstant } from '../../atlassian/instant';
import type { Person } from '../../company';
import { escapeHtml } from '../../markdown';
import type { JiraInstance } from '../instance';
import { visibleComments } from '../issue-json';
import { categoryOf, isAgent, type JiraIssue } from '../records';
import { renderWikiMarkup } from '../wiki-markup';
import { initials } from './layout';

/** What the page says of its issue; a hostile flavour makes it differ from what the record says. */
export interface IssueView {
  key: string;
  id: string;
  summary: string;
  /** HTML; null where the issue has no description. */
  description: string | null;
  comments: readonly { id: string; author: string; created: string; html: string; internal: boolean }[];
}

export function viewOf(issue: JiraIssue, person: Person, mode: HostileMode | null): IssueView {
  const view: IssueView = {
    key: issue.key,
    id: issue.id,
    summary: issue.summary,
    description: issue.description === null ? null : renderWikiMarkup(issue.description),
    comments: visibleComments(issue, { person }).map((comment) => ({
      ...comment,
      html: renderWikiMarkup(comment.body),
    })),
  };
  return bent(view, mode);
}

function bent(view: IssueView, mode: HostileMode | null): IssueView {
  switch (mode) {
    case 'lie': {
      const key = view.key.replace(/\d+$/, '99999');
      return { ...view, key, id: '99999', summary: hostileText.lieTitle, description: hostileText.lieHtml };
    }
    case 'huge': {
      const html = `<p>${hostileText.paragraph}</p>`;
      const comment = { author: 'mateo.ruiz', created: '2026-11-17T09:00:00Z', internal: false };
      const comments = Array.from({ length: 5000 }, (_, index) => ({
        ...comment,
        id: String(index),
        html: `${index}: ${html}`,
      }));
      return { ...view, description: html.repeat(40_000), comments };
    }
    case 'rtl':
      return { ...view, summary: hostileText.rtlTitle, description: hostileText.rtlHtml };
    case 'notitle':
      return { ...view, summary: '' };
    default:
      return view;
  }
}

/** The issue as Jira draws it on its own page, beside a list and on a board. */
export function issueContent(jira: JiraInstance, issue: JiraIssue, view: IssueView, person: Person): string {
  return `<div id="issue-content" class="issue-edit-form">
${issueHeader(jira, issue, view)}
<div class="issue-body-content"><div class="aui-group issue-body">
<div class="aui-item issue-main-column">
${details(jira, issue)}
${description(view)}
${activity(jira, issue, view, person)}
</div>
<div id="viewissuesidebar" class="aui-item issue-side-column">${people(jira, issue)}${dates(jira, issue)}</div>
</div></div></div>`;
}

function issueHeader(jira: JiraInstance, issue: JiraIssue, view: IssueView): string {
  const at = (path: string) => jira.contextPath + path;
  return `<header id="stalker" class="issue-header js-stalker"><div class="issue-header-content"><header class="aui-page-header"><div class="aui-page-header-inner">
<div class="aui-page-header-image"><span id="project-avatar" class="aui-avatar aui-avatar-large aui-avatar-project">${issue.project.key.charAt(0)}</span></div>
<div class="aui-page-header-main">
<ol class="aui-nav aui-nav-breadcrumbs"><li><a id="project-name-val" href="${at(`/browse/${issue.project.key}`)}">${escapeHtml(issue.project.name)}</a></li><li><a class="issue-link" data-issue-key="${view.key}" href="${at(`/browse/${view.key}`)}" id="key-val" rel="${view.id}">${view.key}</a></li></ol>
<h1 id="summary-val">${escapeHtml(view.summary)}</h1>
</div></div></header>
<div class="command-bar"><div class="ops-cont"><div class="ops-menus aui-toolbar2">
<a id="edit-issue" class="aui-button toolbar-trigger issueaction-edit-issue" href="${at(`/secure/EditIssue!default.jspa?id=${issue.id}`)}"><span class="trigger-label">Edit</span></a>
<a id="footer-comment-button" class="aui-button" href="#addcomment"><span class="trigger-label">Add comment</span></a>
<button class="aui-button" type="button">Assign</button><button class="aui-button" type="button">More</button>
<button id="action_id_5" class="aui-button" type="button">Resolve issue</button>
</div></div></div></div></header>`;
}

function details(jira: JiraInstance, issue: JiraIssue): string {
  const category = categoryOf(issue.status);
  const lozenge = `<span class="jira-issue-status-lozenge aui-lozenge jira-issue-status-lozenge-${category.key}">${escapeHtml(issue.status)}</span>`;
  const none = '<span class="fallback">None</span>';
  const rows: [string, string, string][] = [
    ['Type', 'type-val', escapeHtml(issue.type)],
    ['Status', 'status-val', lozenge],
    ['Priority', 'priority-val', escapeHtml(issue.priority ?? '') || none],
    ['Resolution', 'resolution-val', escapeHtml(issue.resolution ?? 'Unresolved')],
    ['Component/s', 'components-val', issue.components.map(escapeHtml).join(', ') || none],
    [
      'Labels',
      `labels-${issue.id}-value`,
      issue.labels
        .map(
          (label) =>
            `<a class="lozenge" href="${jira.contextPath}/issues/?jql=labels+%3D+${encodeURIComponent(label)}"><span>${escapeHtml(label)}</span></a>`,
        )
        .join(' ') || none,
    ],
    ...(issue.assignmentGroup
      ? [
          ['Assignment group', 'customfield_10200-val', escapeHtml(issue.assignmentGroup)] as [
            string,
            string,
            string,
          ],
        ]
      : []),
  ];
  const items = rows.map(
    ([name, id, value], index) =>
      `<li class="item${index % 2 ? ' item-right' : ''}"><div class="wrap"><strong class="name" title="${name}">${name}:</strong><span id="${id}" class="value">${value}</span></div></li>`,
  );
  return module(
    'details-module',
    'Details',
    `<ul id="issuedetails" class="property-list two-cols">${items.join('\n')}</ul>`,
  );
}

/** Absent where the issue has none. */
function description(view: IssueView): string {
  if (view.description === null) return '';
  return module(
    'descriptionmodule',
    'Description',
    `<div id="description-val" class="field-ignore-highlight editable-field inactive" title="Click to edit"><div class="user-content-block">\n${view.description}\n</div></div>`,
  );
}

function activity(jira: JiraInstance, issue: JiraIssue, view: IssueView, person: Person): string {
  const page = 'com.atlassian.jira.plugin.system.issuetabpanels';
  const tabs = [
    ['all', 'All'],
    ['comment', 'Comments'],
    ['worklog', 'Work Log'],
    ['changehistory', 'History'],
  ]
    .map(([id, label]) =>
      id === 'comment'
        ? `<li class="menu-item active-tab active" id="comment-tabpanel" data-id="comment-tabpanel"><strong tabindex="0">${label}</strong></li>`
        : `<li class="menu-item"><a class="ajax-activity-content" id="${id}-tabpanel" href="${jira.contextPath}/browse/${issue.key}?page=${page}:${id}-tabpanel">${label}</a></li>`,
    )
    .join('');
  const comments = view.comments.map((comment) => commentBlock(jira, issue, comment)).join('\n');
  const empty = '<div class="message-container">There are no comments yet on this issue.</div>';
  return `${module(
    'activitymodule',
    'Activity',
    `<div class="tabwrap tabs2"><ul id="issue-tabs" class="tabs-menu">${tabs}</ul></div>
<div class="issuePanelWrapper"><div class="issuePanelProgress"></div><div class="issuePanelContainer" id="issue_actions_container">${comments || empty}</div></div>`,
  )}
${commentForm(jira, issue, person)}`;
}

/** Drawn twice, as this line of Jira does: open, and folded to one line. */
function commentBlock(jira: JiraInstance, issue: JiraIssue, comment: IssueView['comments'][number]): string {
  const { id, created } = comment;
  const name =
    jira.store.company.people.find((person) => person.id === comment.author)?.name ?? comment.author;
  const shown = shownInstant(created, jira.zone, 'jira');
  const author = (form: string) =>
    `<a class="user-hover user-avatar" rel="${comment.author}" id="commentauthor_${id}_${form}" href="${jira.contextPath}/secure/ViewProfile.jspa?name=${comment.author}"><span class="aui-avatar aui-avatar-xsmall">${initials(name)}</span> ${escapeHtml(name)}</a> added a comment - <span class="commentdate_${id}_${form} subText"><span class="date user-tz" title="${shown}"><time class="livestamp" datetime="${restInstant(created, jira.zone)}">${agoOrDate(created, jira.now(), jira.zone, 'jira')}</time></span></span>`;
  const level = comment.internal
    ? ` <span class="redText sd-internal-comment">${isDesk(issue) ? 'Internal comment' : 'Restricted to Developers'}</span>`
    : '';
  return `<div id="comment-${id}" class="issue-data-block activity-comment twixi-block expanded${comment.internal ? ' sd-internal' : ''}">
<div class="twixi-wrap verbose actionContainer"><div class="action-head"><a href="#" title="Collapse comment" class="twixi">▾</a><div class="action-details">${author('verbose')}${level}</div></div><div class="action-body flooded">${comment.html}</div></div>
<div class="twixi-wrap concise actionContainer"><div class="action-head"><a href="#" title="Expand comment" class="twixi">▸</a><div class="action-details flooded">${author('concise')} ${escapeHtml(plainOf(comment.html).slice(0, 120))}</div></div></div>
</div>`;
}

function commentForm(jira: JiraInstance, issue: JiraIssue, person: Person): string {
  const buttons =
    isDesk(issue) && isAgent(person)
      ? '<input class="aui-button aui-button-primary" id="sd-comment-share" type="button" value="Share with customer"> <input class="aui-button" id="sd-comment-internal" type="button" value="Comment internally">'
      : '<input class="aui-button" id="issue-comment-add-submit" name="Add" type="button" value="Add">';
  return `<div id="addcomment" class="module"><form id="issue-comment-add" class="aui top-label" action="${jira.contextPath}/secure/AddComment.jspa" method="post">
<input type="hidden" name="id" value="${issue.id}"><label for="comment">Comment</label>
<textarea id="comment" name="comment" class="textarea long-field wiki-textfield mentionable" rows="5" data-issuekey="${issue.key}"></textarea>
<select id="commentLevel" name="commentLevel"><option value="">All users</option><option value="role:Developers">Developers</option></select>
<div class="buttons-container">${buttons}</div></form></div>`;
}

function people(jira: JiraInstance, issue: JiraIssue): string {
  const chip = (kind: string, id: string | null) => {
    if (id === null) return `<span id="${kind}-val" class="view-issue-field">Unassigned</span>`;
    const { name } = jira.store.company.person(id);
    return `<span id="${kind}-val" class="view-issue-field"><span class="user-hover" id="issue_summary_${kind}_${id}" rel="${id}"><span class="aui-avatar aui-avatar-small">${initials(name)}</span> ${escapeHtml(name)}</span></span>`;
  };
  return module(
    'peoplemodule',
    'People',
    `<div class="people-details"><dl><dt>Assignee:</dt><dd>${chip('assignee', issue.assignee)}</dd></dl><dl><dt>Reporter:</dt><dd>${chip('reporter', issue.reporter)}</dd></dl></div>`,
  );
}

function dates(jira: JiraInstance, issue: JiraIssue): string {
  const row = (name: string, id: string, at: string | null) =>
    at === null
      ? ''
      : `<dl class="dates"><dt>${name}:</dt><dd class="date user-tz" title="${shownInstant(at, jira.zone, 'jira')}"><span data-name="${name}" id="${id}-val" data-fieldtype="datetime"><time class="livestamp" datetime="${restInstant(at, jira.zone)}">${agoOrDate(at, jira.now(), jira.zone, 'jira')}</time></span></dd></dl>`;
  return module(
    'datesmodule',
    'Dates',
    row('Created', 'created', issue.created) +
      row('Updated', 'updated', issue.updated) +
      row('Resolved', 'resolutiondate', issue.resolved),
  );
}

function module(id: string, title: string, content: string): string {
  return `<div id="${id}" class="module toggle-wrap"><div id="${id}_heading" class="mod-header"><h4 class="toggle-title">${title}</h4></div><div class="mod-content">${content}</div></div>`;
}

function isDesk(issue: JiraIssue): boolean {
  return issue.project.typeKey === 'service_desk';
}

function plainOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
