/*
 * Jira Data Center: its addresses, what its pages show, and the addresses that prove it.
 * Long because a product is one file, and a third of it is tables: rules, selectors, examples.
 */
import type { SiteHost } from '../core/page';
import type { TicketComment } from '../core/ticket';
import { htmlToText } from '../platform/html-to-text';
import {
  MAX_COMMENTS,
  MAX_TEXT,
  findOnPage,
  lineAt,
  lineOf,
  metaContent,
  pageReading,
  ticketOf,
  timeAt,
} from '../platform/page-reading';
import { placeOf, ruleByPath, siteMatch, type PathRule } from '../platform/page-url';
import { firstElement } from '../platform/wait-for-element';
import { keyRef, selectedRef } from './jira/issue-key';
import { portalRules, readPortal } from './jira/portal';
import type { Site, SiteExample } from './site';

const rules: readonly PathRule[] = [
  { rule: 'browse', kind: 'ticket', path: /^\/browse\/([^/]+)$/, ref: ([key]) => keyRef(key) },
  { rule: 'browse-project', kind: 'queue', path: /^\/browse\/\w+$/ },
  { rule: 'issues-key', kind: 'ticket', path: /^\/issues\/([^/]+)$/, ref: ([key]) => keyRef(key) },
  { rule: 'issues-selected', kind: 'ticket', path: /^\/issues$/, ref: (_, params) => selectedRef(params) },
  {
    rule: 'issues-search',
    kind: 'search',
    path: /^\/issues$|^\/secure\/(?:IssueNavigator|QuickSearch)\.jspa$/,
  },
  {
    rule: 'board-detail',
    kind: 'ticket',
    path: /^\/secure\/RapidBoard\.jspa$/,
    // Without the detail view the issue is only highlighted on its card.
    when: (params) => params.get('view') === 'detail',
    ref: (_, params) => selectedRef(params),
  },
  { rule: 'board', kind: 'queue', path: /^\/secure\/RapidBoard\.jspa$/ },
  {
    rule: 'project-issue',
    kind: 'ticket',
    path: /^\/projects\/\w+\/issues\/([^/]+)$/,
    ref: ([key]) => keyRef(key),
  },
  { rule: 'project-issues', kind: 'queue', path: /^\/projects\/\w+\/issues$/ },
  {
    rule: 'queue-issue',
    kind: 'ticket',
    path: /^\/(?:servicedesk\/)?projects\/\w+\/queues\/(?:issue|(?:custom\/)?\d+)\/([^/]+)$/,
    ref: ([key]) => keyRef(key),
  },
  { rule: 'queue', kind: 'queue', path: /^\/(?:servicedesk\/)?projects\/\w+\/queues(?:\/|$)/ },
  {
    rule: 'agent-issue',
    kind: 'ticket',
    path: /^\/servicedesk\/agent\/\w+\/(?:queue\/[^/]+\/)?issue\/([^/]+)$/,
    ref: ([key]) => keyRef(key),
  },
  { rule: 'agent-queue', kind: 'queue', path: /^\/servicedesk\/agent\/\w+\/queue(?:\/|$)/ },
  ...portalRules,
  { rule: 'edit-issue', kind: 'edit', path: /^\/secure\/EditIssue(?:!default)?\.jspa$/ },
  { rule: 'create-issue', kind: 'new', path: /^\/secure\/CreateIssue(?:Details)?(?:!\w+)?\.jspa$/ },
  {
    rule: 'view-issue',
    kind: 'ticket',
    path: /^\/secure\/ViewIssue\.jspa$/,
    ref: (_, params) => keyRef(params.get('key')),
  },
];

/** Pages whose issue arrives by script after the document. */
const lateRules: ReadonlySet<string> = new Set([
  'issues-key',
  'issues-selected',
  'board-detail',
  'project-issue',
  'queue-issue',
  'agent-issue',
]);

/** Ids of 6.1.6, unchanged since; `data-field-id` is the agile board's detail view. */
const selectors = {
  product: [
    'body#jira',
    'meta[name="application-name"][content="JIRA" i]',
    'meta[name^="ajs-"]',
    '#jsonPayload',
  ],
  boardIssue: ['#ghx-detail-issue', '.ghx-detail-issue'],
  key: ['#key-val', '#issuekey-val', '[data-field-id="issuekey"]'],
  title: ['#summary-val', '[data-field-id="summary"]'],
  description: ['#description-val .user-content-block', '#description-val', '[data-field-id="description"]'],
  comments: [
    '#issue_actions_container .activity-comment[id^="comment-"]',
    '.activity-comment[id^="comment-"]',
  ],
  commentAuthor: ['a[id^="commentauthor_"]', '[id^="commentauthor_"]', '.action-details .user-hover'],
  internal: [
    '.action-details .redText',
    '.action-head [class*="internal"]',
    '.action-head [class*="restrict"]',
  ],
} as const;

export const site: Site = {
  id: 'jira-dc',
  name: 'Jira Data Center',
  hostedPatterns: [],
  framed: false,

  match(url, hosts) {
    const place = placeOf(url, hosts, 'jira-dc');
    return place && siteMatch('jira-dc', place, ruleByPath(rules, place));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    const { ref } = match;
    if (!isTop || !ref) return null;
    const pageUser = metaContent(document, 'ajs-remote-user');
    if (match.customerView) return readPortal(page, match, { product: selectors.product, pageUser, signal });
    const find = () => issueRoot(document, ref.id);
    const root = await findOnPage(document, find, { signal, late: lateRules.has(match.rule) });
    if (root === null || !firstElement(document, selectors.product)) return null;
    const ticket = ticketOf(readIssue(document, root, ref.id));
    return pageReading(page, match, { title: ticket.title || ticket.key, pageUser, ticket, blocks: [] });
  },
};

/** The part of the page that shows this issue; null when it shows another one or none. */
function issueRoot(document: Document, key: string): ParentNode | null {
  const detail = firstElement(document, selectors.boardIssue);
  const root: ParentNode = detail ?? document;
  const shown = firstElement(root, selectors.key);
  const claims = [
    shown && lineOf(shown),
    shown?.getAttribute('data-issue-key'),
    detail?.getAttribute('data-issuekey') ?? detail?.getAttribute('data-issue-key'),
  ].filter((claim): claim is string => typeof claim === 'string' && claim !== '');
  // The meta tag alone will do on lines that have it, but it is not kept up when issues are swapped in place.
  const meta = metaContent(document, 'ajs-issue-key');
  if (claims.length === 0 && meta && firstElement(root, selectors.title)) claims.push(meta);
  return claims.length > 0 && claims.every((claim) => claim.trim().toUpperCase() === key) ? root : null;
}

function readIssue(document: Document, root: ParentNode, key: string): Parameters<typeof ticketOf>[0] {
  const status = firstElement(root, ['#status-val', '[data-field-id="status"]']);
  const resolutionName = lineAt(root, ['#resolution-val']);
  const resolvedAt = timeAt(root, ['#resolutiondate-val time', '#resolved-date time', '#resolutiondate-val']);
  const done =
    status !== null && /lozenge-(?:green|done)|lozenge-success/.test(status.innerHTML.slice(0, 2_000));
  const resolved = resolvedAt !== null || done || isResolution(document, resolutionName);
  return {
    key,
    title: titleOf(document, root, key),
    description: fieldText(firstElement(root, selectors.description), MAX_TEXT),
    comments: commentsOf(root),
    status: status ? lineOf(status) || null : null,
    resolved,
    resolution: resolved ? resolutionName : null,
    resolvedAt,
    priority: lineAt(root, ['#priority-val']),
    category: lineAt(root, ['#components-val a', '#components-field', '#type-val']),
    assignee: personAt(root, ['#assignee-val']),
    requester: personAt(root, ['#reporter-val']),
    created: timeAt(root, ['#created-val time', '#create-date time', '#created-date time']),
    updated: timeAt(root, ['#updated-val time', '#updated-date time']),
  };
}

/** "Unresolved" is a resolution in name only; in other languages the date or the status colour must tell. */
function isResolution(document: Document, name: string | null): boolean {
  const language = document.documentElement.getAttribute('lang') ?? 'en';
  return name !== null && /^en\b/i.test(language) && name.toLowerCase() !== 'unresolved';
}

/** While a field is being edited its place holds a form: the stored value is then in the form's first text field. */
function fieldText(element: Element | null, maxCharacters: number): string {
  if (!element) return '';
  const editor = element.querySelector('textarea, input[type="text"]');
  if (editor)
    return (editor.textContent || editor.getAttribute('value') || '').slice(0, maxCharacters).trim();
  return htmlToText(element, { maxCharacters, drop: ['.overlay-icon'] });
}

function titleOf(document: Document, root: ParentNode, key: string): string {
  const shown = fieldText(firstElement(root, selectors.title), 2_000).replace(/\s+/g, ' ');
  if (shown !== '') return shown;
  const [, named] = /^\s*\[([^\]]+)\]/.exec(document.title) ?? [];
  if (named?.toUpperCase() !== key) return '';
  return document.title
    .replace(/^\s*\[[^\]]+\]\s*/, '')
    .replace(/\s+-\s+[^-]*$/, '')
    .trim();
}

function personAt(root: ParentNode, where: readonly string[]): string | null {
  const element = firstElement(root, where);
  // "Unassigned" in any language is set in italics, not linked to a person.
  if (!element || (element.querySelector('em') && !element.querySelector('[rel], a'))) return null;
  const name = lineOf(element);
  return name === '' || name === 'Unassigned' || name === 'Anonymous' ? null : name;
}

function commentsOf(root: ParentNode): TicketComment[] {
  const comments: TicketComment[] = [];
  let left = MAX_TEXT;
  for (const element of root.querySelectorAll(selectors.comments.join(','))) {
    if (comments.length >= MAX_COMMENTS || left <= 0) break;
    const body = element.querySelector('.action-body');
    const text = body ? htmlToText(body, { maxCharacters: left }) : '';
    if (text === '') continue;
    left -= text.length;
    const classes = element.getAttribute('class') ?? '';
    const internal = /internal|restrict/i.test(classes) || firstElement(element, selectors.internal) !== null;
    comments.push({
      author: lineAt(element, selectors.commentAuthor),
      created: timeAt(element, ['.action-details time[datetime]', '.action-head time[datetime]']),
      visibility: internal ? 'internal' : 'public',
      text,
    });
  }
  return comments;
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'jira-dc', origin: 'https://jira.acme.test', basePath: '' },
  { site: 'jira-dc', origin: 'https://tools.acme.test:8443', basePath: '/jira' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://jira.acme.test/browse/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/browse/abc-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/browse/ABC-12/', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/browse/ABC%2D12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://tools.acme.test:8443/jira/browse/A_1B-12', kind: 'ticket', id: 'A_1B-12' },
  { url: 'https://jira.acme.test/browse/ABC-12?focusedCommentId=10010#comment-10010', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/browse/ABC-12?filter=-1&jql=key%3DXYZ-9', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/browse/ABC', kind: 'queue' },
  { url: 'https://jira.acme.test/browse/ABC-0', kind: 'other' },
  { url: 'https://jira.acme.test/browse/ABC-12/attachments', kind: 'other' },
  { url: 'https://jira.acme.test/browse/', kind: 'other' },
  { url: 'https://jira.acme.test/issues/?jql=project%3DABC', kind: 'search' },
  { url: 'https://jira.acme.test/issues/?jql=key%20%3D%20ABC-12', kind: 'search' },
  { url: 'https://jira.acme.test/issues/ABC-12?jql=project%3DABC', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/issues?jql=project%3DABC&selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12&view=detail', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12', kind: 'queue' },
  { url: 'https://jira.acme.test/secure/RapidBoard.jspa?rapidView=7', kind: 'queue' },
  { url: 'https://jira.acme.test/projects/ABC/issues/ABC-12?filter=allopenissues', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/projects/ABC/issues', kind: 'queue' },
  { url: 'https://jira.acme.test/projects/HELP/queues/custom/5', kind: 'queue' },
  { url: 'https://jira.acme.test/projects/HELP/queues/custom/5/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://jira.acme.test/servicedesk/projects/HELP/queues/issue/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://jira.acme.test/servicedesk/customer/portal/3/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://jira.acme.test/servicedesk/customer/portal/3/create/27', kind: 'new' },
  { url: 'https://jira.acme.test/servicedesk/customer/portal/3', kind: 'other' },
  { url: 'https://jira.acme.test/servicedesk/customer/user/requests', kind: 'queue' },
  { url: 'https://jira.acme.test/servicedesk/customer/portal/3/article/12345', kind: 'article', id: '12345' },
  { url: 'https://jira.acme.test/servicedesk/customer/portals?q=vpn', kind: 'search' },
  { url: 'https://jira.acme.test/secure/ViewIssue.jspa?key=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://jira.acme.test/secure/ViewIssue.jspa?id=10010', kind: 'other' },
  { url: 'https://jira.acme.test/plugins/servlet/project-config/ABC', kind: 'other' },
  { url: 'https://jira.acme.test/secure/Dashboard.jspa', kind: 'other' },
  { url: 'https://jira.acme.test/', kind: 'other' },
  { url: 'https://jira.acme.test/login.jsp?os_destination=%2Fbrowse%2FABC-12', kind: 'other' },
  { url: 'https://jira.acme.test/si/jira.issueviews:issue-xml/ABC-12/ABC-12.xml', kind: 'other' },
  { url: 'https://jira.acme.test/rest/api/2/issue/ABC-12', kind: 'other' },
  { url: 'https://jira.acme.test/secure/EditIssue!default.jspa?id=10010', kind: 'edit' },
  { url: 'https://jira.acme.test/secure/CreateIssue.jspa', kind: 'new' },
  { url: 'https://jira.acme.test/secure/CreateIssue!default.jspa', kind: 'new' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/browse/ABC-1',
  'https://jira.acme.test@evil.example/browse/ABC-1',
  'https://jira.acme.test.evil.example/browse/ABC-1',
  'https://evil.example/?next=https://jira.acme.test/browse/ABC-1',
  'https://jira.acme.test:8443/browse/ABC-1',
  'http://jira.acme.test/browse/ABC-1',
  'https://tools.acme.test/jira/browse/ABC-1',
  'https://tools.acme.test:8443/browse/ABC-1',
  'https://tools.acme.test:8443/jirafake/browse/ABC-1',
  'https://github.test/acme/jira/blob/main/browse/ABC-1',
  'file:///browse/ABC-1',
];
