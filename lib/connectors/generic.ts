import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { contentKind } from '../platform/content-address';
import { isSelfHosted } from './base-url-candidates';
import type { Connector, ConnectorIo } from './connector';
import { pageToDocument } from './generic-document';
import { fetchPage, isRedirect, pageUrl } from './generic-page';
import { probe } from './generic-probe';
import { searchPages } from './generic-search';
import { listScopes } from './generic-sections';
import { explainRedirect, identify } from './generic-session';

/**
 * Pages of any host: an intranet, a handbook, a news site. There is no API: a page is fetched as the browser would,
 * with the user's session, and its text is taken out of what stands around it. What there is to search is what the
 * site lists itself.
 */
export const generic: Connector = {
  id: 'generic',
  name: 'Intranet pages',
  scopeNoun: 'addresses',
  pageToken: null,
  lastResort: true,
  candidates,
  probe,
  identify,
  search: searchPages,
  fetchOne,
  listScopes,
};

/** A host is one source unless its front page leads elsewhere; a sitemap speaks for the folder it lies in. */
function candidates(url: URL): string[] {
  if (!isSelfHosted(url)) return [];
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const isSitemap = /\.(?:xml|txt)$/i.test(parts.at(-1) ?? '');
  const folder = isSitemap ? parts.slice(0, -1).join('/') : '';
  const first = parts.length > 1 && !isSitemap ? (parts[0] ?? '') : '';
  const paths = [folder, '', first].map((path) => (path === '' ? '' : `/${path}`));
  return [...new Set(paths)].map((path) => url.origin + path);
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const url = pageUrl(ref.id, source);
  const root = new URL(source.baseUrl).pathname.replace(/\/+$/, '');
  // Asked for by a page's own word: not every address is one to read.
  if (contentKind(url.pathname.slice(root.length), url.searchParams).kind !== 'article')
    throw new DesksideError('not-found', 'This is no address of an article');
  try {
    return pageToDocument(await fetchPage(url, io), source, io);
  } catch (error) {
    if (!isRedirect(error)) throw error;
    return await readBesideSlash(url, source, io, error);
  }
}

/** Servers send "/a" to "/a/", or back: the one move that can be followed without being told where it leads. */
async function readBesideSlash(
  url: URL,
  source: SourceConfig,
  io: ConnectorIo,
  moved: unknown,
): Promise<SourceDocument> {
  const beside = new URL(url);
  beside.pathname = url.pathname.endsWith('/') ? url.pathname.replace(/\/+$/, '') : `${url.pathname}/`;
  const page = await fetchPage(beside, io).catch((error: unknown) => {
    if (isRedirect(error) || (error instanceof DesksideError && error.kind === 'not-found')) return null;
    throw error;
  });
  return page ? pageToDocument(page, source, io) : explainRedirect(moved, source, io);
}
