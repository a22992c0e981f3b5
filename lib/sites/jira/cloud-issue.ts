import type { PageReading, SiteMatch } from '../../core/page';
import type { TicketFields } from '../../core/ticket';
import { htmlToText } from '../../platform/html-to-text';
import {
  MAX_TEXT,
  findOnPage,
  lineOf,
  metaContent,
  pageReading,
  ticketOf,
  timeAt,
} from '../../platform/page-reading';
import { firstElement } from '../../platform/wait-for-element';
import type { SitePage } from '../site';
import { cloudComments } from './cloud-comments';

/** Markers of the application's document, seen 2023 to 2026. */
export const cloudProduct: readonly string[] = [
  'meta[name="application-name"][data-name="jira"]',
  'meta[name="ajs-cloud-id"]',
  '#jira-frontend',
  '#jira-issue-header',
];

const BASE = 'issue.views.issue-base.foundation';

/** Test ids, newest first; class names are other ones at each release. Until about 2022 the attribute had one dash more. */
const selectors = {
  heading: byId(`${BASE}.summary.heading`),
  key: byId(
    `${BASE}.breadcrumbs.current-issue.item`,
    `${BASE}.breadcrumbs.breadcrumb-current-issue-container`,
  ),
  description: byId('issue.views.field.rich-text.description'),
  /** Inside a rich-text field: rendered, being edited, and whatever has text blocks of its own. */
  richText: ['.ak-renderer-document', '.ProseMirror', '.user-content-block'],
  status: byId(
    'issue-field-status.ui.status-view.status-button.status-button',
    `${BASE}.status.status-field-wrapper`,
    `${BASE}.status.status-button-item`,
  ),
  resolution: ['[data-testid*="field.resolution"]', '[data-testid*="resolution-field"]'],
  priority: [
    '[data-testid^="issue-field-priority-readview"]',
    ...byId(
      'issue.views.field.priority.priority',
      'issue.issue-view-layout.issue-view-priority-field.priority',
    ),
  ],
  components: [
    '[data-testid*="select-inline-edit.components"]',
    ...byId('issue.views.issue-base.context.components'),
  ],
  type: [`[data-testid^="${BASE}.change-issue-type"]`, `[data-test-id^="${BASE}.change-issue-type"]`],
  assignee: byId(
    'issue.views.field.user.assignee',
    'issue.issue-view-layout.issue-view-assignee-field.assignee',
  ),
  reporter: byId(
    'issue.views.field.user.reporter',
    'issue.issue-view-layout.issue-view-reporter-field.reporter',
  ),
  person: ['[data-testid*="profilecard-trigger"]', '[data-test-id*="profilecard-trigger"]'],
  created: ['[data-testid^="created-date"] time[datetime]'],
  updated: ['[data-testid^="updated-date"] time[datetime]'],
} as const;

/** Labels and buttons that stand in a field beside its value, and pictures that repeat it. */
const besideValue = [
  'h2',
  'h3',
  'label',
  'dt',
  '[data-testid^="issue-field-heading"]',
  '[role="img"]',
  'img',
];

/** What a field says that is empty. */
const NOTHING =
  /^(?:none|unassigned|anonymous|unresolved|keine?|nicht zugewiesen|nicht erledigt|aucune?|non attribué|non assigné|non résolu|ninguno|sin asignar|sin resolver)$/i;
/** The names that finished work has by default; a page does not say the category of any other. */
const FINISHED = /^(?:done|closed|resolved|completed?|fertig|erledigt|geschlossen|terminé|fermé|résolu)$/i;

/** The issue of the address, wherever on the page it is shown: alone, in a modal, beside a board or a list. */
export async function readCloudIssue(
  page: SitePage,
  match: SiteMatch,
  signal: AbortSignal,
): Promise<PageReading | null> {
  const { document } = page;
  const key = match.ref?.id ?? '';
  // The application builds every page by script, and the issue before may stand there for a while.
  const shown = await findOnPage(document, () => shownIssue(document, key), { signal, late: true });
  if (!shown || !firstElement(document, cloudProduct)) return null;
  const ticket = ticketOf(readIssue(shown, key));
  return pageReading(page, match, {
    title: ticket.title || key,
    pageUser: metaContent(document, 'ajs-atlassian-account-id'),
    ticket,
    blocks: [],
  });
}

interface ShownIssue {
  root: Element;
  heading: Element;
}

/** The part of the page that shows this issue; null where there is none, or only of others. */
function shownIssue(document: Document, key: string): ShownIssue | null {
  const all = selectors.heading.join(',');
  const headings = [...document.querySelectorAll(all)].filter((each) => each.querySelector(all) === null);
  for (const heading of headings) {
    const root = partOf(heading, headings);
    const keys = [...root.querySelectorAll(selectors.key.join(','))].map(keyAt);
    if (keys.length > 0 && keys.every((each) => each === key)) return { root, heading };
  }
  return headings.length === 0 ? titledIssue(document, key) : null;
}

/** The largest part around a heading in which it is the only one. */
function partOf(heading: Element, headings: readonly Element[]): Element {
  let part = heading;
  const isAlone = (around: Element) => headings.every((each) => each === heading || !around.contains(each));
  for (let next = part.parentElement; next && isAlone(next); next = next.parentElement) part = next;
  return part;
}

/** Which issue a breadcrumb leads to; "" where its link and its text tell different stories. */
function keyAt(element: Element): string {
  const text = textOf(element).toUpperCase();
  const link = element.matches('a[href]') ? element : element.querySelector('a[href]');
  const [, linked] =
    /\/browse\/([A-Z][A-Z0-9_]+-\d+)(?=[?#/]|$)/i.exec(link?.getAttribute('href') ?? '') ?? [];
  const written = /[A-Z][A-Z0-9_]+-\d+/.exec(text)?.[0] ?? '';
  if (linked === undefined) return written;
  const key = linked.toUpperCase();
  return written === '' || written.endsWith(key) ? key : '';
}

/** Should the names of the parts change: the tab calls the issue by key and summary, and a heading says the same summary. */
function titledIssue(document: Document, key: string): ShownIssue | null {
  const [, named, summary = ''] = /^\[([^\]]+)\] ?(.+?)(?: - [^-]*)?$/.exec(textLine(document.title)) ?? [];
  if (named?.toUpperCase() !== key) return null;
  for (const heading of document.querySelectorAll('main h1, [role="main"] h1, [role="dialog"] h1')) {
    const root = heading.closest('[role="dialog"], main, [role="main"]');
    if (root && textOf(heading) === summary) return { root, heading };
  }
  return null;
}

function readIssue({ root, heading }: ShownIssue, key: string): Partial<TicketFields> {
  const statusText = firstElement(root, selectors.status);
  const status = (statusText && textOf(statusText)) || null;
  const resolution = valueAt(root, selectors.resolution);
  const resolved = resolution !== null || FINISHED.test(status ?? '');
  return {
    key,
    title: textOf(heading),
    description: descriptionOf(root),
    comments: cloudComments(root),
    status,
    resolved,
    resolution,
    priority: valueAt(root, selectors.priority),
    category: valueAt(root, selectors.components)?.split(', ')[0] ?? typeOf(root),
    assignee: personAt(root, selectors.assignee),
    requester: personAt(root, selectors.reporter),
    created: timeAt(root, selectors.created),
    updated: timeAt(root, selectors.updated),
  };
}

/** An empty field holds words that ask for a text: only what was rendered as one, or is being written, counts. */
function descriptionOf(root: Element): string {
  const field = firstElement(root, selectors.description);
  const text =
    field && (firstElement(field, selectors.richText) ?? (field.querySelector('p, li, pre') && field));
  return text ? htmlToText(text, { maxCharacters: MAX_TEXT, drop: ['h2', '.linenumber'] }) : '';
}

function valueAt(root: Element, where: readonly string[]): string | null {
  const field = firstElement(root, where);
  if (!field) return null;
  const value =
    textLine(htmlToText(field, { drop: besideValue, maxCharacters: 500 })) ||
    field.querySelector('img[alt]')?.getAttribute('alt')?.trim() ||
    '';
  return value === '' || NOTHING.test(value) ? null : value;
}

function personAt(root: Element, where: readonly string[]): string | null {
  const field = firstElement(root, where);
  const person = field && firstElement(field, selectors.person);
  if (!person) return valueAt(root, where);
  return textLine(htmlToText(person, { drop: besideValue })) || lineOf(person) || null;
}

/** "Bug - Change work type" in the reader's language, or the name of its picture. */
function typeOf(root: Element): string | null {
  const field = firstElement(root, selectors.type);
  const button = field?.matches('[aria-label]') ? field : field?.querySelector('[aria-label]');
  const [label = ''] = (button?.getAttribute('aria-label') ?? '').split(/\s+-\s+/);
  return label.trim() || valueAt(root, selectors.type);
}

function byId(...ids: readonly string[]): string[] {
  return ids.flatMap((id) => [`[data-testid="${id}"]`, `[data-test-id="${id}"]`]);
}

/** Everything in it on one line, buttons too: the status is one. */
function textOf(element: Element): string {
  return textLine(element.textContent ?? '');
}

function textLine(text: string): string {
  return text.slice(0, 8_000).replace(/\s+/g, ' ').trim();
}
