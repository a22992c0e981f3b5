import type { FakeFact } from '../fake';

/** What the double takes for granted of MediaWiki; most of it read off a running 1.39.17 with the same pages. */
export const mediawikiFacts: readonly FakeFact[] = [
  {
    fact: 'Page structure of Vector legacy: RLCONF inline, #firstHeading, #mw-content-text .mw-parser-output, generator',
    known: 'measured',
    reference: 'sites.md 5: DOM',
  },
  {
    fact: 'API errors are 200 with a code and MediaWiki-API-Error',
    known: 'measured',
    reference: 'apis.md 5',
  },
  {
    fact: 'list=search without srwhat looks into titles only; srwhat=text looks into texts only',
    known: 'measured',
    reference: 'MediaWiki 1.39.17 on SQLite',
  },
  {
    fact: 'Every word must match, no word is stemmed, word* and "phrases" work, hits come in the order of titles',
    known: 'measured',
    reference: 'apis.md 5: Search syntax',
  },
  {
    fact: 'A title in another spelling is answered with 301, a missing page with 404 and wgIsArticle true',
    known: 'measured',
    reference: 'sites.md 5: URL table',
  },
  { fact: 'A redirect page is served as its target', known: 'measured', reference: 'sites.md 5: URL table' },
  {
    fact: 'A private wiki answers its pages with 200 and "Login required"',
    known: 'measured',
    reference: 'sites.md 5',
  },
  {
    fact: 'assertuser turns a lost or changed session into assertnameduserfailed',
    known: 'measured',
    reference: 'apis.md 5: Auth',
  },
  {
    fact: 'A page that an extension closes is refused with permissiondenied',
    known: 'assumed',
    reference: 'MediaWiki itself has no rights for single pages',
  },
  {
    fact: 'generator=allpages goes on from a title, and answers no query where it finds nothing',
    known: 'measured',
    reference: 'MediaWiki 1.39.17: tests/live/listing.test.ts',
  },
  {
    fact: 'generator=recentchanges with grctoponly goes on from a time and a number',
    known: 'sourced',
    reference: 'mediawiki.org API:RecentChanges, API:Continue',
  },
];
