import { DesksideError } from '../core/errors';
import { looksLikeLogin } from '../platform/looks-like-login';
import { mainContent, whyNoArticle } from '../platform/main-content';
import { furnitureOf } from '../platform/page-furniture';
import type { ConnectorIo } from './connector';
import type { FetchedPage } from './generic-page';

/**
 * What stands in front of a site with status 200, as an error: a sign-in, or a few words without a single link that no
 * script will add to. Null for a page of the site. Many sites have a small sign-in form on every page: only a page
 * with little else is one.
 */
export function whyNoSite(page: FetchedPage, io: ConnectorIo): DesksideError | null {
  const document = io.parseHtml(page.html);
  const main = mainContent(document, furnitureOf(document));
  const noArticle = whyNoArticle(document, main, document.title);
  const at = page.url.origin + page.url.pathname;
  if (noArticle === 'sign-in' || (noArticle === 'empty' && looksLikeLogin(page.html)))
    return new DesksideError('signed-out', 'A sign-in page was answered', { at });
  const isBare = noArticle === 'empty' && document.querySelector('a[href], script') === null;
  return isBare ? new DesksideError('bad-answer', 'This is no page of a site', { at }) : null;
}
