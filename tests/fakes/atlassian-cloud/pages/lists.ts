import { categoryOf, type JiraIssue } from '../../jira-dc/records';
import { escapeHtml } from '../../markdown';
import { element, link } from './markup';

/** Tables, columns and the containers that show one of their issues. */

export function table(heading: string, rows: readonly JiraIssue[], urlOf: (key: string) => string): string {
  const body = rows.map(
    (issue) =>
      `<tr data-testid="native-issue-table.ui.issue-row"><td>${link(urlOf(issue.key), issue.key, 'data-testid="native-issue-table.common.ui.issue-cells.issue-key.issue-key-cell"')}</td><td>${link(urlOf(issue.key), escapeHtml(issue.summary), 'data-testid="native-issue-table.common.ui.issue-cells.issue-summary.issue-summary-cell"')}</td><td>${escapeHtml(issue.status)}</td></tr>`,
  );
  return `<h1>${escapeHtml(heading)}</h1><table aria-label="Work"><thead><tr><th>Key</th><th>Summary</th><th>Status</th></tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** Cards in three columns; a card opens its issue over the board. */
export function board(heading: string, issues: readonly JiraIssue[], urlOf: (key: string) => string): string {
  const columns = [
    ['new', 'To Do'],
    ['indeterminate', 'In Progress'],
    ['done', 'Done'],
  ].map(([category, name]) => {
    const cards = issues.filter(({ status }) => categoryOf(status).key === category);
    const inner = cards.map((issue) => card(issue, 'platform-board-kit.ui.card.card', urlOf)).join('\n');
    return element('div', 'platform-board-kit.ui.column.draggable-column', `<h2>${name}</h2>${inner}`);
  });
  return `<h1>${escapeHtml(heading)}</h1><div data-board>${columns.join('\n')}</div>`;
}

export function backlog(
  heading: string,
  issues: readonly JiraIssue[],
  urlOf: (key: string) => string,
): string {
  const rows = issues
    .filter(({ resolved }) => resolved === null)
    .map((issue) => card(issue, `software-backlog.card-list.card.content-container.${issue.key}`, urlOf));
  return `<h1>${escapeHtml(heading)}</h1>${element('div', 'software-backlog.backlog-content.scrollable', rows.join('\n'))}`;
}

function card(issue: JiraIssue, testId: string, urlOf: (key: string) => string): string {
  const key = link(`/browse/${issue.key}`, issue.key, 'data-own-page');
  return element(
    'div',
    testId,
    `<span>${escapeHtml(issue.summary)}</span> ${key} <span>${escapeHtml(issue.status)}</span>`,
    `data-open="${escapeHtml(urlOf(issue.key))}" id="card-${issue.key}"`,
  );
}

/** Over the page, dimming it. */
export function modal(content: string, closeUrl: string): string {
  const kind = 'issue.views.issue-details.issue-modal.modal-dialog';
  return element(
    'div',
    `${kind}--positioner`,
    element('section', kind, `${closeButton(closeUrl)}${content}`, 'role="dialog" aria-modal="true"'),
  );
}

/** Beside the page; its head links to the issue's own page before the issue itself does. */
export function previewPanel(key: string, content: string, closeUrl: string): string {
  const kind = 'platform-issue-preview-panel';
  const own = `<a href="/browse/${key}" target="_blank" data-testid="${kind}.preview-panel-new-tab-link">Open in new tab</a>`;
  const head = element(
    'div',
    `${kind}.preview-panel-header`,
    `<span>Work item</span>${own}${closeButton(closeUrl)}`,
  );
  return element('section', 'preview-panels.preview-panel', `${head}${content}`);
}

/** A list at the left, the issue at the right: the navigator's detail view. */
export function splitView(
  rows: readonly JiraIssue[],
  selected: string,
  urlOf: (key: string) => string,
  content: string,
): string {
  const items = rows.map(
    ({ key, summary }) =>
      `<li${key === selected ? ' aria-current="true"' : ''}>${link(urlOf(key), `<span>${escapeHtml(summary)}</span> <span>${key}</span>`, `data-testid="issue-navigator.ui.issue-results.detail-view.card-list.card.list-card"`)}</li>`,
  );
  return `<div data-split><ol>${items.join('\n')}</ol>${element('div', 'issue-navigator.ui.issue-results.detail-view.details-container', content)}</div>`;
}

function closeButton(closeUrl: string): string {
  return `<button type="button" aria-label="Close" data-open="${escapeHtml(closeUrl)}">×</button>`;
}
