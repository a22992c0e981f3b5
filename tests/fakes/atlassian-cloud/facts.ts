import type { FakeFact } from '../fake';

/** What the double takes for granted of an Atlassian cloud site: Jira and its service desk. */
export const atlassianCloudFacts: readonly FakeFact[] = [
  {
    fact: 'meta application-name with data-name jira and data-version 1001.x, and ajs-cloud-id, on every page of the application',
    known: 'measured',
    reference: 'sites.md 0: product markers',
  },
  {
    fact: 'Test ids of summary, breadcrumb, description and comment list; class names are hashed',
    known: 'measured',
    reference: 'sites.md 2: DOM Jira Cloud',
  },
  {
    fact: 'A comment is comment-base-item-ID around issue-comment-base.ui.comment.ak-comment.ID with -header, -body and -footer',
    known: 'sourced',
    reference: 'public browser extensions for Jira Cloud, 2026',
  },
  {
    fact: 'A board shows its selected issue in issue-modal.modal-dialog on older sites, in preview-panels.preview-panel on newer ones, whose head links to /browse/KEY before the breadcrumb',
    known: 'sourced',
    reference: 'public browser extensions for Jira Cloud, 2026',
  },
  {
    fact: 'An empty description keeps its field with words that ask for a text',
    known: 'assumed',
    reference: 'sites.md 2: DOM Jira Cloud',
  },
  {
    fact: 'URLs of boards, backlog, list, navigator, queues and portal',
    known: 'sourced',
    reference: 'sites.md 2: URL table',
  },
  {
    fact: 'The application pushes the new URL at once and draws what is there later',
    known: 'sourced',
    reference: 'sites.md 2: Navigation',
  },
  {
    fact: 'An issue that somebody may not see is 200 as a page; the application says so',
    known: 'assumed',
    reference: 'sites.md 0: HTTP 200 says nothing',
  },
  {
    fact: 'The portal has its own markup, without the test ids of the issue view, and shows no internal note',
    known: 'assumed',
    reference: 'sites.md 2: Customer portal',
  },
  {
    fact: 'Somebody without a session is sent to the identity host by pages and gets 401 JSON from REST',
    known: 'sourced',
    reference: 'apis.md 0: session-lost test',
  },
  {
    fact: 'serverInfo and servicedeskapi/info answer without a session',
    known: 'sourced',
    reference: 'the vendor’s description of REST 3: serverInfo',
  },
  {
    fact: 'serverInfo and myself of REST 2 answer as those of REST 3; /_edge/tenant_info names the site’s cloud id to anybody',
    known: 'sourced',
    reference: 'public clients of Jira Cloud',
  },
  {
    fact: 'X-AACCOUNTID names the account on every answer for a session and is absent otherwise',
    known: 'sourced',
    reference: 'recorded answers in public repositories',
  },
  {
    fact: 'Shapes and parameters of REST 3',
    known: 'sourced',
    reference: 'the vendor’s OpenAPI document, December 2025',
  },
  {
    fact: 'Unknown query parameters are refused: stricter than the vendor, who ignores them',
    known: 'assumed',
    reference: 'the vendor’s OpenAPI document, December 2025',
  },
  {
    fact: 'search/jql: ids alone by default, nextPageToken, isLast, no total, 400 without a restriction, 5,000 rows of ids or 100 of fields',
    known: 'sourced',
    reference: 'apis.md 2: Cloud facts',
  },
  {
    fact: 'A page token is good for its own query only',
    known: 'assumed',
    reference: 'apis.md 2: Cloud facts',
  },
  {
    fact: '/rest/api/3/search is gone: 410 with the way to its successor',
    known: 'sourced',
    reference: 'apis.md 2: Cloud facts',
  },
  {
    fact: 'A moved issue answers under its old key with the new one and no redirect',
    known: 'sourced',
    reference: 'apis.md 2: Cloud facts',
  },
  {
    fact: 'A POST from another origin is 403 "XSRF check failed" in HTML, X-Atlassian-Token notwithstanding',
    known: 'sourced',
    reference: 'apis.md 2: Base',
  },
  {
    fact: 'Bodies are ADF; renderedFields hold HTML and relative dates; jsdPublic is on every comment',
    known: 'sourced',
    reference: 'apis.md 2: Bodies, Comment visibility',
  },
  {
    fact: 'Somebody without a Jira licence gets 404 (403 on some sites) for issues, no rows and no projects',
    known: 'assumed',
    reference: 'apis.md 0: 404 can mean no right',
  },
  {
    fact: 'servicedeskapi: lists of values with start, limit, isLastPage; comments with public flags; knowledge base rows with source and iframeSrc',
    known: 'sourced',
    reference: 'apis.md 2; public clients of the service desk API',
  },
  {
    fact: 'The knowledge base search wants every word',
    known: 'assumed',
    reference: 'apis.md 2: JSM knowledge base',
  },
  {
    fact: 'The human check is 405 with X-Amzn-Waf-Action, maintenance 503, both HTML and for APIs too',
    known: 'assumed',
    reference: 'apis.md 0',
  },
  {
    fact: '/login is a form on the site itself, since the identity host is not served',
    known: 'assumed',
    reference: 'apis.md 0',
  },
  {
    fact: 'A page token of search/jql goes on behind the last row: rows that vanish before it move nothing',
    known: 'assumed',
    reference: 'tokens of sites decode to the sort values of a row',
  },
];
