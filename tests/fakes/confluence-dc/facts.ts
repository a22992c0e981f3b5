import type { FakeFact } from '../fake';

/** What the double takes for granted of Confluence Data Center. */
export const confluenceFacts: readonly FakeFact[] = [
  {
    fact: 'body#com-atlassian-confluence, ajs-* metas, #title-text, #main-content.wiki-content, .page-metadata-modification-info',
    known: 'measured',
    reference: 'sites.md 3: DOM DC',
  },
  {
    fact: 'Frames of the product on the same host carry no ajs-page-id',
    known: 'measured',
    reference: 'sites.md 3: DOM DC',
  },
  {
    fact: 'An old version has an id of its own; ajs-latest-page-id is the page',
    known: 'measured',
    reference: 'sites.md 3',
  },
  {
    fact: 'The URL forms of a page, and the coding of short links',
    known: 'sourced',
    reference: 'sites.md 3: URL table',
  },
  {
    fact: 'The page that says "not permitted" can answer 200 or 403: a setting',
    known: 'assumed',
    reference: 'sites.md 0: HTTP 200 says nothing',
  },
  { fact: 'user/current is anonymous with 200 without a session', known: 'assumed', reference: 'apis.md 0' },
  {
    fact: 'Other REST calls without a session are 403 "Current user not permitted to use Confluence", named anonymous in X-AUSERNAME',
    known: 'sourced',
    reference: 'public issue threads of API clients',
  },
  {
    fact: 'A restricted page is 403 over REST, a missing one 404; some lines hide it as 404: a setting',
    known: 'sourced',
    reference: 'apis.md 3: Paging',
  },
  {
    fact: 'The content list compares titles exactly, CQL without case',
    known: 'sourced',
    reference: 'apis.md 3: title in space',
  },
  { fact: 'Text searches in CQL want all words, stemmed', known: 'assumed', reference: 'apis.md 3: CQL' },
  {
    fact: 'Unbalanced Lucene characters and a leading wildcard are 400',
    known: 'sourced',
    reference: 'apis.md 3: Escape',
  },
  {
    fact: 'CQL errors read "Could not parse cql : …"',
    known: 'sourced',
    reference: 'public reports of API clients',
  },
  {
    fact: 'Highlights are @@@hl@@@ in excerpts and titles',
    known: 'sourced',
    reference: 'apis.md 3: Excerpt markers',
  },
  {
    fact: 'Times carry the server zone with a colon in the offset',
    known: 'assumed',
    reference: 'public recordings of REST 1 answers',
  },
  {
    fact: 'Answers with bodies hold fewer rows than asked for',
    known: 'sourced',
    reference: 'vendor documents: limits of expanded bodies',
  },
];
