import { revoked } from '../modes';
import { ApiError } from './api-errors';
import type { WikiInstance } from './instance';
import { currentOf, type StoredPage } from './store';

/** The page that a redirect leads to; any other page itself. */
export function followRedirect(wiki: WikiInstance, page: StoredPage): StoredPage {
  const target = currentOf(page).redirectTo;
  return (target === null ? null : wiki.store.byTitle(target)) ?? page;
}

/** An extension for page rights answers so; MediaWiki alone has none. */
export function refuseRevoked({ modes }: WikiInstance, page: StoredPage): void {
  if (revoked(modes, page.title, String(page.id)) === 'forbidden') {
    throw new ApiError('permissiondenied', "You don't have permission to read this page.");
  }
}
