import type { HostileMode } from '../../atlassian/hostile';
import { agoOrDate } from '../../atlassian/instant';
import { viewOf, type IssueView } from '../../jira-dc/pages/issue-view';
import { isAgent, type JiraIssue } from '../../jira-dc/records';
import { escapeHtml } from '../../markdown';
import { renderAdf } from '../adf-html';
import type { AtlassianCloud } from '../instance';
import type { Viewer } from '../jira/viewer';
import { element, hashedClass, link } from './markup';

const base = 'issue.views.issue-base.foundation';
const layout = 'issue.views.issue-details.issue-layout';
/** Older comments wait behind a button. */
const commentsAtOnce = 10;

/** The issue as Jira Cloud draws it on its own page, in a modal and in a panel. */
export function issueRoot(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  viewer: Viewer,
  mode: HostileMode | null = null,
): string {
  const view = viewOf(issue, viewer.person, mode);
  // A hostile page's markup is shown as it is: the vendor's renderer would have made something harmless of it.
  const rich = (html: string) =>
    mode === null
      ? renderAdf(cloud.toAdf(html))
      : `<div class="ak-renderer-wrapper"><div class="ak-renderer-document">${html}</div></div>`;
  return element(
    'div',
    `${layout}.issue-layout`,
    `${header(issue, view)}
<div class="${hashedClass('columns')}" data-columns>
${element('div', `${layout}.container-left`, `${title(view)}${description(view, rich)}${activity(cloud, issue, view, viewer, rich)}`)}
${element('div', `${layout}.container-right`, context(cloud, issue))}
</div>`,
  );
}

function header(issue: JiraIssue, view: IssueView): string {
  const project = `<li>${link(projectPath(issue), `<span>${escapeHtml(issue.project.name)}</span>`, `data-testid="${base}.breadcrumbs.project.item"`)}</li>`;
  const current = link(
    `/browse/${view.key}`,
    `<span>${view.key}</span>`,
    `data-testid="${base}.breadcrumbs.current-issue.item"`,
  );
  return `<div id="jira-issue-header"><nav aria-label="Breadcrumbs" data-component-selector="breadcrumbs-wrapper"><ol>${project}<li>${element('div', `${base}.breadcrumbs.breadcrumb-current-issue-container`, `${current}<button type="button" aria-label="Copy link">⧉</button>`)}</li></ol></nav></div>`;
}

function title(view: IssueView): string {
  return element('h1', `${base}.summary.heading`, escapeHtml(view.summary));
}

/** An empty one still has its field, with words that ask for a text. */
function description(view: IssueView, rich: (html: string) => string): string {
  const head = element('div', 'issue-view-base.common.description.heading-wrapper', '<h2>Description</h2>');
  const inner =
    view.description === null
      ? '<div role="presentation"><span>Add a description...</span></div>'
      : rich(view.description);
  return `${head}${element('div', 'issue.views.field.rich-text.description', inner)}`;
}

function activity(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  view: IssueView,
  viewer: Viewer,
  rich: (html: string) => string,
): string {
  const newestFirst = [...view.comments].reverse();
  const shown = view.comments.length > 1000 ? newestFirst : newestFirst.slice(0, commentsAtOnce);
  const more =
    shown.length < newestFirst.length
      ? element(
          'button',
          'issue.activity.common.component.load-more-button.loading-button',
          'Show more comments',
          'type="button"',
        )
      : '';
  const buttons = ['All', 'Comments', 'History']
    .map((name) => element('button', `issue-activity-feed.ui.buttons.${name}`, name, 'type="button"'))
    .join('');
  return `${element('div', 'issue-activity-feed.heading', '<h2>Activity</h2>')}<div role="group">${buttons}</div>
${composer(issue, viewer)}
${element('div', 'issue.activity.comments-list', shown.map((comment) => commentBlock(cloud, issue, comment, rich)).join('\n') + more)}`;
}

function commentBlock(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  comment: IssueView['comments'][number],
  rich: (html: string) => string,
): string {
  const kind = 'issue-comment-base.ui.comment';
  const { id } = comment;
  const author = cloud.company.people.find((person) => person.id === comment.author);
  const isDesk = issue.project.typeKey === 'service_desk';
  const note = !comment.internal
    ? ''
    : isDesk
      ? '<span>Internal note</span>'
      : element('span', `${kind}.custom-comment.restricted-to`, 'Restricted to Developers');
  const when = element(
    'span',
    'issue-timestamp.relative-time',
    agoOrDate(comment.created, cloud.now(), cloud.zone, 'jira'),
  );
  const ownId = `${kind}.ak-comment.${id}`;
  const block = element(
    'div',
    ownId,
    `${element('div', `${ownId}-header`, `<h3><span>${escapeHtml(author?.name ?? comment.author)}</span></h3>${when}${note}`)}
${element('div', `${ownId}-body`, rich(comment.html))}
${element('div', `${ownId}-footer`, '<button type="button">Reply</button>')}`,
  );
  const item = element('div', `comment-base-item-${id}`, block);
  return `<div data-componentid="${kind}.comment-in-view-wrapper.${id}">${element('div', `${kind}.custom-comment.container`, item)}</div>`;
}

/** Folded until it is clicked; a service desk's has two modes. */
function composer(issue: JiraIssue, viewer: Viewer): string {
  const modes =
    issue.project.typeKey === 'service_desk' && isAgent(viewer.person)
      ? '<div role="tablist"><button type="button" role="tab" aria-selected="true">Add internal note</button><button type="button" role="tab" aria-selected="false">Reply to customer</button></div>'
      : '';
  const placeholder = element(
    'button',
    'canned-comments.common.ui.comment-text-area-placeholder.textarea',
    'Add a comment…',
    'type="button"',
  );
  return element('div', 'issue.activity.comment', `${modes}${placeholder}`);
}

function context(cloud: AtlassianCloud, issue: JiraIssue): string {
  const person = (id: string | null) => (id === null ? 'Unassigned' : cloud.company.person(id).name);
  const none = 'None';
  const rows: [string, string, string][] = [
    ['Assignee', 'issue.views.field.user.assignee', person(issue.assignee)],
    ['Reporter', 'issue.views.field.user.reporter', person(issue.reporter)],
    ['Priority', 'issue-field-priority-readview-full.ui.priority.wrapper', issue.priority ?? none],
    ['Labels', 'issue.views.issue-base.context.labels', issue.labels.join(', ') || none],
    [
      'Components',
      'issue.views.field.select.common.select-inline-edit.components',
      issue.components.join(', ') || none,
    ],
    ['Work type', `${base}.change-issue-type.tooltip--container`, issue.type],
    ...(issue.resolution === null
      ? []
      : [['Resolution', 'issue.views.field.resolution', issue.resolution] as [string, string, string]]),
  ];
  const status = element(
    'button',
    'issue-field-status.ui.status-view.status-button.status-button',
    `<span>${escapeHtml(issue.status)}</span>`,
    'type="button"',
  );
  const dates = `<div><span>Created ${agoOrDate(issue.created, cloud.now(), cloud.zone, 'jira')}</span> <span>Updated ${agoOrDate(issue.updated, cloud.now(), cloud.zone, 'jira')}</span></div>`;
  return `${element('div', `${base}.status.status-field-wrapper`, status)}<h2>Details</h2><dl>${rows
    .map(([name, id, value]) => `<dt>${name}</dt><dd>${element('div', id, escapeHtml(value))}</dd>`)
    .join('')}</dl>${dates}`;
}

export function projectPath({ project }: Pick<JiraIssue, 'project'>): string {
  return project.typeKey === 'service_desk'
    ? `/jira/servicedesk/projects/${project.key}/queues/custom/5`
    : `/jira/software/c/projects/${project.key}/boards/7`;
}
