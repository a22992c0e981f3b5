import type { SiteHost } from '../core/page';
import { metaContent } from '../platform/page-reading';
import { ruleByPath, siteMatch, type PathRule } from '../platform/page-url';
import { cloudProduct, readCloudIssue } from './jira/cloud-issue';
import { cloudPlace } from './jira/cloud-place';
import { keyRef, selectedRef } from './jira/issue-key';
import { portalRules, readPortal } from './jira/portal';
import type { Site, SiteExample } from './site';

const PROJECT = String.raw`^\/(?:jira\/)?servicedesk\/(?:c\/)?(?:projects|agent)\/[^/]+`;

const rules: readonly PathRule[] = [
  ...portalRules,
  {
    rule: 'agent-issue',
    kind: 'ticket',
    // Queues, sections and lists of all sorts: the issue comes last.
    path: new RegExp(String.raw`${PROJECT}\/.+\/([^/]+)$`),
    ref: ([key]) => keyRef(key),
  },
  {
    rule: 'agent-selected',
    kind: 'ticket',
    path: new RegExp(String.raw`${PROJECT}\/`),
    ref: (_, params) => selectedRef(params),
  },
  {
    rule: 'agent-queue',
    kind: 'queue',
    path: new RegExp(
      String.raw`${PROJECT}\/(?:queues?|section|issues|list|boards?|calendar|timeline)(?:\/|$)`,
    ),
  },
];

/** Beside the application's markers those of the portal, whose pages are their own. */
const portalProduct: readonly string[] = [
  ...cloudProduct,
  'meta[name^="ajs-"]',
  '#customer-portal-app',
  '#jsonPayload',
];

/** The service desk in the vendor's cloud: what agents see in their queues, and the portal that customers see. */
export const site: Site = {
  id: 'jira-service-management',
  name: 'Jira Service Management',
  hostedPatterns: ['https://*.atlassian.net/*'],
  framed: false,

  match(url, hosts) {
    const place = cloudPlace(url, hosts, 'jira-service-management');
    return place && siteMatch('jira-service-management', place, ruleByPath(rules, place));
  },

  async read(page, match, signal) {
    if (!page.isTop || !match.ref) return null;
    if (!match.customerView) return readCloudIssue(page, match, signal);
    const pageUser = metaContent(page.document, 'ajs-atlassian-account-id');
    return readPortal(page, match, { product: portalProduct, pageUser, signal });
  },
};

export const exampleHosts: readonly SiteHost[] = [
  { site: 'jira-service-management', origin: 'https://help.acme.test', basePath: '' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/5', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/issue/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/5/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/5/help-9?focusedCommentId=10010', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/5?selectedIssue=HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/issues/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/c/projects/HELP/section/incidents/custom/12/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/section/incidents/custom/12', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/settings/request-types', kind: 'other' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/5/HELP-0', kind: 'queue' },
  { url: 'https://acme.atlassian.net/jira/servicedesk/projects/HELP', kind: 'other' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/help-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/HELP-9?created=true', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/create/27', kind: 'new' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/group/8/create/27', kind: 'new' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/group/8', kind: 'other' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3', kind: 'other' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/user/requests', kind: 'queue' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/user/requests?page=2&reporter=all', kind: 'queue' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/article/12345', kind: 'article', id: '12345' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portal/3/topic/5f0e2c1a-1b/article/12345', kind: 'article', id: '12345' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/article/12345', kind: 'article', id: '12345' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/kb/view/12345', kind: 'article', id: '12345' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portals?q=vpn', kind: 'search' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/portals', kind: 'other' },
  { url: 'https://acme.atlassian.net/servicedesk/customer/user/login?destination=portal%2F3%2FHELP-9', kind: 'other' },
  { url: 'https://acme.atlassian.net/servicedesk', kind: 'other' },
  { url: 'https://help.acme.test/servicedesk/customer/portal/3/HELP-9', kind: 'ticket', id: 'HELP-9' },
  { url: 'https://help.acme.test/servicedesk/customer/portals', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://acme.atlassian.net.evil.example/servicedesk/customer/portal/3/HELP-9',
  'https://acme.atlassian.net@evil.example/servicedesk/customer/portal/3/HELP-9',
  'https://acme.atlassian.net:8443/servicedesk/customer/portal/3/HELP-9',
  'http://acme.atlassian.net/servicedesk/customer/portal/3/HELP-9',
  'https://id.atlassian.com/login?continue=https%3A%2F%2Facme.atlassian.net%2Fservicedesk%2Fcustomer%2Fportal%2F3%2FHELP-9',
  'https://evil.example/servicedesk/customer/portal/3/HELP-9',
  'https://help.acme.test/browse/HELP-9',
  'https://help.acme.test/servicedesks/customer/portal/3/HELP-9',
];
