import type { SiteHost } from '../core/page';
import { contentAddress, contentKind } from '../platform/content-address';
import { contentBlocks, contentTitle, mainContent, whyNoArticle } from '../platform/main-content';
import { furnitureOf } from '../platform/page-furniture';
import { MAX_TEXT, findOnPage, pageReading } from '../platform/page-reading';
import { placeOf, siteMatch } from '../platform/page-url';
import type { Site, SiteExample } from './site';

/**
 * Pages of a host that somebody named without saying which product it is: an intranet, a handbook. What stands in
 * their main part is read by HTML's own landmarks. Where fetching such a page gives its whole text, the connector
 * reads it better; this is for pages that a script builds, which nobody can fetch.
 */
export const site: Site = {
  id: 'generic',
  name: 'Intranet pages',
  hostedPatterns: [],
  framed: false,
  lastResort: true,

  match(url, hosts) {
    const place = placeOf(url, hosts, 'generic');
    if (!place) return null;
    const id = contentAddress(url);
    const ref = { kind: 'article', id, idType: 'url', within: null } as const;
    return siteMatch('generic', place, { ...contentKind(place.path, place.params), ref });
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    if (!isTop || match.ref === null) return null;
    const found = await findOnPage(document, () => readable(document), { signal, late: true });
    if (!found || found.noArticle !== null) return null;
    const { title, root, isFurniture } = found;
    return pageReading(page, match, {
      title: title || match.ref.id,
      // No page of an unknown site says reliably who is signed in: each new document makes the source be asked.
      pageUser: null,
      ticket: null,
      blocks: contentBlocks(root, isFurniture, { title, maxCharacters: MAX_TEXT }),
    });
  },
};

/** Null while there is nothing to judge by: a page that is still being built. */
function readable(document: Document) {
  const isFurniture = furnitureOf(document);
  const main = mainContent(document, isFurniture);
  if (!main) return null;
  const title = contentTitle(document, main.root);
  const noArticle = whyNoArticle(document, main, title);
  return noArticle === 'empty' ? null : { title, root: main.root, isFurniture, noArticle };
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'generic', origin: 'https://portal.acme.test', basePath: '' },
  { site: 'generic', origin: 'https://tools.acme.test:8443', basePath: '/handbook' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://portal.acme.test/policies/parking-permits', kind: 'article', id: '/policies/parking-permits' },
  { url: 'https://portal.acme.test/policies/parking-permits/', kind: 'article', id: '/policies/parking-permits/' },
  { url: 'https://portal.acme.test/policies/parking-permits#how-to-apply', kind: 'article', id: '/policies/parking-permits' },
  { url: 'https://portal.acme.test/policies/parking-permits?utm_source=mail&fbclid=x', kind: 'article', id: '/policies/parking-permits' },
  { url: 'https://portal.acme.test/hr/leave.html;jsessionid=0A1B2C', kind: 'article', id: '/hr/leave.html' },
  { url: 'https://portal.acme.test/hr/Pages/Leave.aspx', kind: 'article', id: '/hr/Pages/Leave.aspx' },
  { url: 'https://portal.acme.test/index.php?p=112&lang=de', kind: 'article', id: '/index.php?p=112&lang=de' },
  { url: 'https://portal.acme.test/?page_id=12', kind: 'article', id: '/?page_id=12' },
  { url: 'https://portal.acme.test/node/4711', kind: 'article', id: '/node/4711' },
  { url: 'https://portal.acme.test/it/password-reset', kind: 'article', id: '/it/password-reset' },
  { url: 'https://portal.acme.test/it/sso', kind: 'article', id: '/it/sso' },
  { url: 'https://portal.acme.test/it/admin', kind: 'article', id: '/it/admin' },
  { url: 'https://portal.acme.test/news/2026/11/leeds-office-moves', kind: 'article', id: '/news/2026/11/leeds-office-moves' },
  { url: 'https://portal.acme.test/personal/%C3%9Cberstunden', kind: 'article', id: '/personal/%C3%9Cberstunden' },
  { url: 'https://portal.acme.test/news/', kind: 'article', id: '/news/' },
  { url: 'https://tools.acme.test:8443/handbook/travel/rail.html', kind: 'article', id: '/handbook/travel/rail.html' },
  { url: 'https://tools.acme.test:8443/handbook', kind: 'other' },
  { url: 'https://portal.acme.test/', kind: 'other' },
  { url: 'https://portal.acme.test/?utm_source=mail', kind: 'other' },
  { url: 'https://portal.acme.test/index.html', kind: 'other' },
  { url: 'https://portal.acme.test/Home.aspx', kind: 'other' },
  { url: 'https://portal.acme.test/news/page/2', kind: 'other' },
  { url: 'https://portal.acme.test/news?page=2', kind: 'other' },
  { url: 'https://portal.acme.test/tag/leeds', kind: 'other' },
  { url: 'https://portal.acme.test/2026/11', kind: 'other' },
  { url: 'https://portal.acme.test/files/travel-policy.pdf', kind: 'other' },
  { url: 'https://portal.acme.test/files/Travel%20Policy.DOCX?download=1', kind: 'other' },
  { url: 'https://portal.acme.test/media/team.jpg', kind: 'other' },
  { url: 'https://portal.acme.test/sitemap.xml', kind: 'other' },
  { url: 'https://portal.acme.test/feed/', kind: 'other' },
  { url: 'https://portal.acme.test/login?next=/policies/parking-permits', kind: 'other' },
  { url: 'https://portal.acme.test/user/logout', kind: 'other' },
  { url: 'https://portal.acme.test/wp-login.php?redirect_to=%2F', kind: 'other' },
  { url: 'https://portal.acme.test/admin/users', kind: 'other' },
  { url: 'https://portal.acme.test/api/v1/pages/7', kind: 'other' },
  { url: 'https://portal.acme.test/search?q=parking', kind: 'search' },
  { url: 'https://portal.acme.test/?s=parking', kind: 'search' },
  { url: 'https://portal.acme.test/directory?query=reyes', kind: 'search' },
  { url: 'https://portal.acme.test/node/4711/edit', kind: 'edit' },
  { url: 'https://portal.acme.test/policies/parking-permits?action=edit', kind: 'edit' },
  { url: 'https://portal.acme.test/news/new', kind: 'new' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/policies/parking-permits',
  'https://portal.acme.test@evil.example/policies/parking-permits',
  'https://portal.acme.test.evil.example/policies/parking-permits',
  'https://portal.acme.test:8443/policies/parking-permits',
  'http://portal.acme.test/policies/parking-permits',
  'https://sub.portal.acme.test/policies/parking-permits',
  'https://evil.example/?next=https://portal.acme.test/policies/parking-permits',
  'https://tools.acme.test:8443/handbooks/travel',
];
