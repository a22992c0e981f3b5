import type { FakeFact } from '../fake';

/** What the double takes for granted of Jira Data Center. */
export const jiraFacts: readonly FakeFact[] = [
  {
    fact: 'Element ids of the issue view (#key-val, #summary-val, #description-val .user-content-block, #status-val, comments)',
    known: 'measured',
    reference: 'sites.md 2: DOM Jira DC/Server',
  },
  {
    fact: 'body#jira with data-version, meta application-name JIRA and ajs-* metas',
    known: 'measured',
    reference: 'sites.md 0: product markers',
  },
  {
    fact: 'meta ajs-issue-key on the issue page of newer lines',
    known: 'sourced',
    reference: 'sites.md 2: DOM',
  },
  {
    fact: 'Each comment of this line is in the page twice, as a verbose and a concise block',
    known: 'measured',
    reference: 'saved issue pages of 7.x in public repositories',
  },
  {
    fact: 'Split view, project view and board detail URLs',
    known: 'sourced',
    reference: 'sites.md 2: URL table',
  },
  {
    fact: 'The split view pushes the new URL at once and fills the issue in later',
    known: 'assumed',
    reference: 'sites.md 2: Navigation',
  },
  {
    fact: 'Board detail is #ghx-detail-issue with data-issuekey and inside it #issuekey-val and #summary-val',
    known: 'sourced',
    reference: 'public browser extensions for Jira boards',
  },
  {
    fact: 'REST without a session answers 401; X-AUSERNAME is on every answer',
    known: 'assumed',
    reference: 'apis.md 0',
  },
  {
    fact: 'A missing and a hidden issue answer 404 alike',
    known: 'sourced',
    reference: 'apis.md 0: 404 can mean no right',
  },
  {
    fact: 'JQL text search wants all words, stems them, takes quoted phrases word for word, refuses a leading wildcard',
    known: 'sourced',
    reference: 'apis.md 2: JQL text search',
  },
  { fact: 'Unknown fields and values are 400 with the reason', known: 'sourced', reference: 'apis.md 2' },
  {
    fact: 'Dates are in the server zone with an offset without a colon',
    known: 'sourced',
    reference: 'apis.md 2: JSON examples',
  },
  {
    fact: 'Internal notes of a service desk show in the comment resource under sd.public.comment',
    known: 'sourced',
    reference: 'apis.md 2: Comment visibility',
  },
  {
    fact: 'renderedFields hold HTML bodies and relative dates',
    known: 'sourced',
    reference: 'apis.md 2: Bodies',
  },
];
