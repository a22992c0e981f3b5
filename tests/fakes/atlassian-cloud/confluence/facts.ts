import type { FakeFact } from '../../fake';

/** What the double takes for granted of Confluence Cloud. */
export const confluenceCloudFacts: readonly FakeFact[] = [
  { fact: 'Confluence lies below /wiki of the site', known: 'sourced', reference: 'sites.md 3: URL table' },
  {
    fact: '_edge/tenant_info tells everybody the id of the site',
    known: 'sourced',
    reference: 'vendor support: find the cloud id',
  },
  {
    fact: 'REST 1 answers 403 "Current user not permitted to use Confluence" without a session and without a seat alike',
    known: 'sourced',
    reference: 'public issue threads of API clients',
  },
  {
    fact: 'REST 2 sends people without a session to the sign-in on another host',
    known: 'assumed',
    reference: 'public sources of a command-line client',
  },
  {
    fact: 'A page without the right is 403 in REST 1 and 404 in REST 2',
    known: 'sourced',
    reference: 'apis.md 3: Paging',
  },
  {
    fact: 'Pages and blog posts have ids of one series and addresses of their own in REST 2',
    known: 'sourced',
    reference: 'apis.md 3: table',
  },
  {
    fact: 'REST 2 names spaces and people by id, labels on demand',
    known: 'sourced',
    reference: 'apis.md 3: example',
  },
  {
    fact: 'Lists of REST 2 take body formats storage and atlas_doc_format only and page by cursor',
    known: 'sourced',
    reference: 'apis.md 3: body-format',
  },
  {
    fact: 'Searches expand what belongs to the content under "content."',
    known: 'sourced',
    reference: 'apis.md 3: search',
  },
  {
    fact: 'Drawn by the server first, then by pushState; the head stays that of the first page',
    known: 'assumed',
    reference: 'sites.md 3: Navigation',
  },
  {
    fact: 'ajs-cloud-id and ajs-atlassian-account-id in the head, no ajs-page-id',
    known: 'sourced',
    reference: 'sites.md 0: markers',
  },
  {
    fact: 'title-text, .ak-renderer-document in page and comments, .ProseMirror in editors',
    known: 'sourced',
    reference: 'sites.md 3: DOM Cloud',
  },
  {
    fact: 'Lists of REST 2 go on behind the row that their cursor names; sort is by id, created-date or modified-date',
    known: 'sourced',
    reference:
      'REST API 2 description: pages, sort and cursor; cursors of sites decode to id, order and value',
  },
];
