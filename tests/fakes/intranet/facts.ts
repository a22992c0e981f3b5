import type { FakeFact } from '../fake';

/** What the double takes for granted of an intranet in general: no product stands behind it. */
export const intranetFacts: readonly FakeFact[] = [
  {
    fact: 'robots.txt names sitemaps by "Sitemap:" lines, also of other hosts',
    known: 'sourced',
    reference: 'https://www.sitemaps.org/protocol.html#submit_robots',
  },
  {
    fact: 'A sitemap index names sitemaps with their lastmod; each sitemap names pages, with pictures in a namespace of their own',
    known: 'sourced',
    reference: 'https://www.sitemaps.org/protocol.html#index',
  },
  {
    fact: 'A sitemap is the same for everybody who may read it, whatever pages they may open',
    known: 'assumed',
    reference: 'generators of sitemaps know no readers',
  },
  {
    fact: 'Who is not signed in is sent to a sign-in page with 302, whatever was asked but robots.txt',
    known: 'assumed',
    reference: 'forms authentication of ASP.NET, Django and others',
  },
  {
    fact: 'Some servers answer 200 where a page is not there',
    known: 'sourced',
    reference:
      'https://developers.google.com/search/docs/crawling-indexing/http-network-errors#soft-404-errors',
  },
  {
    fact: 'The page names itself by link rel=canonical, and its dates by article:modified_time',
    known: 'sourced',
    reference: 'https://ogp.me/#type_article',
  },
  {
    fact: 'Navigation, crumbs, related pages, feedback and a cookie banner stand around the text',
    known: 'assumed',
    reference: 'common themes',
  },
];
