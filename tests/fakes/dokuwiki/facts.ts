import type { FakeFact } from '../fake';

/** What the double takes for granted of DokuWiki; read off a running 2022-07-31b with the same pages. */
export const dokuwikiFacts: readonly FakeFact[] = [
  {
    fact: 'Page structure of the default template: generator, JSINFO inline, text between the wikipage comments',
    known: 'measured',
    reference: 'sites.md 6: DOM',
  },
  {
    fact: 'The head of every page, the plain export among them: SIG for whoever is signed in, a canonical address for a page that exists',
    known: 'measured',
    reference: 'DokuWiki 2022-07-31b',
  },
  {
    fact: 'Status 200 for a missing page and for one without the right, told apart by JSINFO.ACT',
    known: 'measured',
    reference: 'sites.md 6: DOM',
  },
  {
    fact: 'The list of revisions names the current one first, by its second',
    known: 'measured',
    reference: 'DokuWiki 2022-07-31b, page_revisions',
  },
  {
    fact: 'Search: words together, or, -, @, ^, phrases on the markup, stop words, hits added up; all hits on one page',
    known: 'measured',
    reference: 'apis.md 6',
  },
  {
    fact: 'XML-RPC off: fault -32605 with 200; without the right: 401 or 403 and an empty struct; an unknown method likewise an empty struct',
    known: 'measured',
    reference: 'apis.md 6',
  },
  { fact: 'No JSON-RPC in this release: 404', known: 'measured', reference: 'apis.md 6' },
];
