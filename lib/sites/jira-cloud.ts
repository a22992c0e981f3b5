import type { SiteHost } from '../core/page';
import { ruleByPath, siteMatch, type PathRule } from '../platform/page-url';
import { readCloudIssue } from './jira/cloud-issue';
import { cloudPlace } from './jira/cloud-place';
import { keyRef, selectedRef } from './jira/issue-key';
import type { Site, SiteExample } from './site';

/** What stands before a project's own pages: nothing in old addresses, else the sort of project. */
const PROJECT = String.raw`^(?:\/jira\/[\w-]+(?:\/c)?)?\/projects\/[^/]+`;

const rules: readonly PathRule[] = [
  { rule: 'browse', kind: 'ticket', path: /^\/browse\/([^/]+)$/, ref: ([key]) => keyRef(key) },
  { rule: 'browse-project', kind: 'queue', path: /^\/browse\/\w+$/ },
  { rule: 'issues-key', kind: 'ticket', path: /^(?:\/jira)?\/issues\/([^/]+)$/, ref: ([key]) => keyRef(key) },
  {
    rule: 'project-issue',
    kind: 'ticket',
    path: new RegExp(String.raw`${PROJECT}\/(?:issues|queues\/(?:issue|(?:custom\/)?\d+))\/([^/]+)$`),
    ref: ([key]) => keyRef(key),
  },
  {
    rule: 'selected',
    kind: 'ticket',
    // A modal or panel over whatever is there: boards, backlogs, lists, timelines, calendars, plans, search results.
    path: /^\/(?:issues$|projects\/|jira\/)/,
    ref: (_, params) => selectedRef(params),
  },
  {
    rule: 'issues-search',
    kind: 'search',
    path: /^(?:\/jira)?\/issues$|^\/secure\/(?:IssueNavigator|QuickSearch)\.jspa$|^\/jira\/search$/,
  },
  {
    rule: 'board-detail',
    kind: 'ticket',
    path: /^\/secure\/RapidBoard\.jspa$/,
    // Without one of them the issue is only highlighted on its card.
    when: (params) => params.get('view') === 'detail' || params.get('modal') === 'detail',
    ref: (_, params) => selectedRef(params),
  },
  { rule: 'board', kind: 'queue', path: /^\/secure\/RapidBoard\.jspa$/ },
  {
    rule: 'project-list',
    kind: 'queue',
    path: new RegExp(
      String.raw`${PROJECT}\/(?:(?:boards\/\d+\/?)?(?:board|backlog|list|timeline|roadmap|calendar)?|issues|queues(?:\/.*)?)$`,
    ),
  },
  { rule: 'edit-issue', kind: 'edit', path: /^\/secure\/EditIssue(?:!default)?\.jspa$/ },
  { rule: 'create-issue', kind: 'new', path: /^\/secure\/CreateIssue(?:Details)?(?:!\w+)?\.jspa$/ },
  {
    rule: 'view-issue',
    kind: 'ticket',
    path: /^\/secure\/ViewIssue\.jspa$/,
    ref: (_, params) => keyRef(params.get('key')),
  },
];

/** Jira in the vendor's cloud: issues alone, over a board, beside a list. Service-desk addresses are another site's. */
export const site: Site = {
  id: 'jira-cloud',
  name: 'Jira Cloud',
  hostedPatterns: ['https://*.atlassian.net/*'],
  framed: false,

  match(url, hosts) {
    const place = cloudPlace(url, hosts, 'jira-cloud');
    return place && siteMatch('jira-cloud', place, ruleByPath(rules, place));
  },

  read: async (page, match, signal) => (page.isTop && match.ref ? readCloudIssue(page, match, signal) : null),
};

export const exampleHosts: readonly SiteHost[] = [
  { site: 'jira-cloud', origin: 'https://work.acme.test', basePath: '' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.atlassian.net/browse/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/abc-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC-12/', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC%2D12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC-12?focusedCommentId=10010#comment-10010', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC-12?filter=-1&jql=key%3DXYZ-9', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC-12?selectedIssue=XYZ-9', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/browse/ABC', kind: 'queue' },
  { url: 'https://acme.atlassian.net/browse/ABC-0', kind: 'other' },
  { url: 'https://acme.atlassian.net/browse/ABC-12/attachments', kind: 'other' },
  { url: 'https://acme.atlassian.net/issues/?jql=project%3DABC', kind: 'search' },
  { url: 'https://acme.atlassian.net/issues/?jql=key%20%3D%20ABC-12', kind: 'search' },
  { url: 'https://acme.atlassian.net/issues/ABC-12?jql=project%3DABC', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/issues?jql=project%3DABC&selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/issues?filter=10010', kind: 'search' },
  { url: 'https://acme.atlassian.net/jira/issues?jql=project%3DABC&selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/c/projects/ABC/issues/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/c/projects/ABC/issues/ABC-12?jql=key%3DXYZ-9', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/issues/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/issues/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/c/projects/ABC/issues?jql=project%3DABC', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/boards/7', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/software/c/projects/ABC/boards/7?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/c/projects/ABC/boards/7?selectedIssue=', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/boards/7/backlog?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/boards/7/backlog', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/boards/7/timeline?selectedIssue=abc-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/boards/7/reports/burndown-chart', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/list', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/list?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/list?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/board', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/calendar?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/timeline', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/core/projects/ABC/summary', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira/polaris/projects/ABC/ideas/view/123?selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/jira/software/projects/ABC/settings/details', kind: 'other' },
  { url: 'https://acme.atlassian.net/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12&view=detail', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/secure/RapidBoard.jspa?rapidView=7&modal=detail&selectedIssue=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/secure/RapidBoard.jspa?rapidView=7&selectedIssue=ABC-12', kind: 'queue' },
  { url: 'https://acme.atlassian.net/projects/ABC/issues/ABC-12?filter=allopenissues', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/projects/HELP/queues/custom/5', kind: 'queue' },
  { url: 'https://acme.atlassian.net/projects/HELP/queues/custom/5/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/dashboards/10000', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira/your-work', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira/for-you', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira', kind: 'other' },
  { url: 'https://acme.atlassian.net/plugins/servlet/project-config/ABC', kind: 'other' },
  { url: 'https://acme.atlassian.net/secure/Dashboard.jspa', kind: 'other' },
  { url: 'https://acme.atlassian.net/login.jsp?os_destination=%2Fbrowse%2FABC-12', kind: 'other' },
  { url: 'https://acme.atlassian.net/login?redirectCount=1&dest-url=%2Fbrowse%2FABC-12&application=jira', kind: 'other' },
  { url: 'https://acme.atlassian.net/si/jira.issueviews:issue-xml/ABC-12/ABC-12.xml', kind: 'other' },
  { url: 'https://acme.atlassian.net/rest/api/2/issue/ABC-12', kind: 'other' },
  { url: 'https://acme.atlassian.net/secure/EditIssue!default.jspa?id=10010', kind: 'edit' },
  { url: 'https://acme.atlassian.net/secure/CreateIssue.jspa', kind: 'new' },
  { url: 'https://acme.atlassian.net/secure/ViewIssue.jspa?key=ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://acme.atlassian.net/wikipedia', kind: 'other' },
  { url: 'https://acme.atlassian.net/', kind: 'other' },
  { url: 'https://work.acme.test/browse/ABC-12', kind: 'ticket', id: 'ABC-12' },
  { url: 'https://work.acme.test/jira/your-work', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://atlassian.net/browse/ABC-12',
  'https://acme.atlassian.net.evil.example/browse/ABC-12',
  'https://acme.atlassian.net@evil.example/browse/ABC-12',
  'https://evilatlassian.net/browse/ABC-12',
  'https://acme.atlassian.net:8443/browse/ABC-12',
  'https://a.b.atlassian.net/browse/ABC-12',
  'http://acme.atlassian.net/browse/ABC-12',
  'https://id.atlassian.com/login?continue=https%3A%2F%2Facme.atlassian.net%2Fbrowse%2FABC-12',
  'https://evil.example/browse/ABC-12?next=https://acme.atlassian.net/browse/ABC-12',
  'https://work.acme.test:8443/browse/ABC-12',
  'https://work.acme.test.evil.example/browse/ABC-12',
  // On a company's own domain for Jira nothing else was named.
  'https://work.acme.test/servicedesk/customer/portal/3/HELP-9',
  'https://work.acme.test/wiki/spaces/HELP/pages/123',
];
