import type { FakeFact } from '../fake';

const auth = 'apis.md 1 ServiceNow: auth';
const query = 'apis.md 1 ServiceNow: encoded query';
const dom = 'sites.md 1 ServiceNow: DOM';

/** What the double takes for true of the product. */
export const servicenowFacts: readonly FakeFact[] = [
  {
    fact: 'A cookie request without X-UserToken is answered 401 JSON "User Not Authenticated"',
    known: 'sourced',
    reference: auth,
  },
  {
    fact: 'g_ck is a page global and the hidden sysparm_ck of a classic form; it is new at each sign-in',
    known: 'sourced',
    reference: auth,
  },
  { fact: 'The 401 carries WWW-Authenticate: Basic', known: 'assumed', reference: auth },
  { fact: 'Impersonation keeps the session and its token', known: 'assumed', reference: auth },
  {
    fact: 'A page without a session is answered 302 to login.do, inside frames 200 with the login form',
    known: 'assumed',
    reference: 'apis.md 0: session-lost test',
  },
  {
    fact: 'display_value=all gives display_value and value; value is UTC, display_value in the zone of the user',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: dates',
  },
  {
    fact: 'X-Total-Count unless sysparm_no_count, Link with next and last',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: dates',
  },
  {
    fact: '^ joins conditions, ^OR binds to the one before, ^NQ starts a group; ^ cannot be escaped',
    known: 'sourced',
    reference: query,
  },
  {
    fact: 'A condition on an unknown field is ignored, unless a property makes it find nothing',
    known: 'sourced',
    reference: query,
  },
  { fact: 'javascript: in a value is evaluated on the server', known: 'sourced', reference: query },
  {
    fact: '123TEXTQUERY321 wants every word, IR_OR_QUERY any; results without ORDERBY come by relevance',
    known: 'sourced',
    reference: query,
  },
  { fact: 'Words are stemmed and stop words dropped in text queries', known: 'assumed', reference: query },
  {
    fact: 'Journal fields have no stored value; their display value is every entry, newest first, with a head line',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: comments, work notes',
  },
  {
    fact: 'sys_journal_field is closed to agents on most instances and then finds nothing',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: comments, work notes',
  },
  {
    fact: 'The knowledge API answers as documented, respects user criteria, and searches one language unless told "all"',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: KB search; vendor document "Knowledge Management REST API"',
  },
  {
    fact: 'update_view counts a view whatever its value',
    known: 'sourced',
    reference: 'vendor document "Knowledge Management REST API"',
  },
  {
    fact: 'Without its plugin the knowledge API answers 404',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: knowledge API',
  },
  {
    fact: 'The knowledge API wants every word and falls back to any',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: full text',
  },
  {
    fact: "An article outside the reader's criteria is 403 from the knowledge API and 404 from the table API",
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: knowledge API',
  },
  {
    fact: 'The table API on kb_knowledge hides what user criteria forbid',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: knowledge API',
  },
  {
    fact: 'Replaced versions of an article keep its number, with workflow_state outdated and latest false',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: freshness',
  },
  {
    fact: 'An article its owners let lapse stays published; valid_to has passed',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: freshness',
  },
  {
    fact: 'Classic pages run in iframe#gsft_main, in Next Experience inside open shadow roots',
    known: 'sourced',
    reference: dom,
  },
  {
    fact: 'Field ids, sys_display and sys_readonly copies, element rows, sys_target, sys_uniqueValue, sysparm_ck',
    known: 'sourced',
    reference: dom,
  },
  {
    fact: 'ul.activities-form > li.h-card with author, sort and date; the sort is text',
    known: 'sourced',
    reference: dom,
  },
  {
    fact: 'One journal box with a switch, or one box each',
    known: 'sourced',
    reference: 'sites.md 1 ServiceNow: journal input',
  },
  {
    fact: 'kb_view: #articleTitleReadonly and #articleContent.kb-view-content',
    known: 'sourced',
    reference: dom,
  },
  { fact: 'Portal: .kb-article-content, drawn after the page has loaded', known: 'assumed', reference: dom },
  {
    fact: 'Workspaces: nested shadow roots, pushState before the content, hidden tabs keep their DOM',
    known: 'sourced',
    reference: 'sites.md 1 ServiceNow: navigation',
  },
  {
    fact: 'The top URL follows the classic frame a moment after it has loaded',
    known: 'sourced',
    reference: 'sites.md 1 ServiceNow: navigation',
  },
  {
    fact: 'Incident states 1, 2, 3, 6, 7',
    known: 'sourced',
    reference: 'apis.md 1 ServiceNow: similar resolved',
  },
  {
    fact: 'Problem states 106 Resolved, 107 Closed; change and catalogue tables 3 closed complete, 4 incomplete, 7 skipped',
    known: 'assumed',
    reference: 'vendor documents of each application: state models',
  },
  {
    fact: 'Customer cases: 1, 10, 18, 6 Resolved, 3 Closed, 7 Cancelled; resolution_code, cause, close_notes ("Resolution notes")',
    known: 'sourced',
    reference: 'vendor document "Case states"; the values themselves are assumed',
  },
  {
    fact: 'HR cases: 1, 10, 18, 20, 24, 3 Closed Complete, 4 Closed Incomplete, 7 Cancelled; a table for each centre of excellence',
    known: 'assumed',
    reference: 'vendor document "HR case states"',
  },
  {
    fact: 'A record asked by its parent table has that table’s fields only; sys_class_name names its own',
    known: 'sourced',
    reference: 'sites.md 1 ServiceNow: ticket tables',
  },
  {
    fact: 'REST answers 403 for the tables of cases to people without a role, 400 for a table that is not installed',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: table API respects ACLs',
  },
  {
    fact: 'Whom an HR case is about sees it in the portal, without its work notes',
    known: 'assumed',
    reference: 'sites.md 1 ServiceNow: portals',
  },
  {
    fact: '/csm?id=csm_ticket by sys_id or number, /esc?id=hrm_ticket_page, /esc?id=standard_ticket',
    known: 'sourced',
    reference: 'links to customers’ portals in public repositories',
  },
  {
    fact: 'Portal pages are AngularJS widgets in sp-page-row; conversations are ul.timeline > li.timeline-item',
    known: 'assumed',
    reference: dom,
  },
  {
    fact: '429 with Retry-After and X-RateLimit headers',
    known: 'assumed',
    reference: 'apis.md 1 ServiceNow: rate limit',
  },
];
