import type { FakeFact } from '../fake';

/** What the double takes for granted of SharePoint Online; nobody here could measure a tenant. */
export const sharepointFacts: readonly FakeFact[] = [
  {
    fact: 'Search by GET of _api/search/query, rows as cells of strings or null',
    known: 'sourced',
    reference: 'apis.md 4: search',
  },
  {
    fact: 'KQL: operators in upper case, AND by default, OR between restrictions of one property',
    known: 'sourced',
    reference: 'MS-KQL 2; apis.md 4: KQL',
  },
  { fact: 'path: holds for everything below an address', known: 'sourced', reference: 'apis.md 4: KQL' },
  { fact: 'Results hold only what the user may read', known: 'sourced', reference: 'apis.md 4' },
  {
    fact: 'The search learns of a change minutes to hours later, of a deletion too',
    known: 'sourced',
    reference: 'apis.md 4',
  },
  {
    fact: 'A column that a library lacks makes the whole request a 400',
    known: 'sourced',
    reference: 'apis.md 4: classic',
  },
  {
    fact: 'A path outside of the asked site is a 400, one in a subsite of it a 404',
    known: 'assumed',
    reference: 'error texts in public issue threads',
  },
  {
    fact: 'SP.Web.GetWebUrlFromPageUrl answers GET with the site that holds an address',
    known: 'sourced',
    reference: 'PnPjs: sites',
  },
  {
    fact: 'A sharing link is resolved by _api/v2.0/shares with the cookies of the session',
    known: 'sourced',
    reference: 'OneDrive API: shares',
  },
  {
    fact: 'Pages lead a signed-out browser to Authenticate.aspx and from there to the sign-in host',
    known: 'sourced',
    reference: 'apis.md 4: logged out',
  },
  {
    fact: 'REST answers 401, 403 or a redirect to nobody',
    known: 'sourced',
    reference: 'apis.md 4: logged out',
  },
  {
    fact: 'AccessDenied.aspx is answered to signed-in users with 200',
    known: 'assumed',
    reference: 'sites.md 4',
  },
  {
    fact: 'Modern pages draw #spPageCanvasContent by script and swap it in place within a site',
    known: 'sourced',
    reference: 'sites.md 4: DOM, navigation',
  },
  {
    fact: 'Modern and classic pages hold _spPageContextInfo in an inline script',
    known: 'sourced',
    reference: 'sites.md 4: DOM',
  },
  {
    fact: 'A minor version is a draft, PromotedState 2 is news',
    known: 'sourced',
    reference: 'apis.md 4: freshness',
  },
  {
    fact: 'IndexDocId can be asked for and sorted by as [docid], for result sets of any size',
    known: 'sourced',
    reference: 'learn.microsoft.com: Pagination for large result sets',
  },
];
