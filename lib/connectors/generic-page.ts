import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { contentAddress, contentKind } from '../platform/content-address';
import { looksLikeMarkup } from '../platform/looks-like-login';
import type { ConnectorIo } from './connector';

/** One page as the server sent it. */
export interface FetchedPage {
  readonly html: string;
  readonly url: URL;
  readonly headers: Headers;
}

/**
 * The URL of a page of this source. `address` is a path with its query, as `contentAddress` makes it, and comes from
 * pages, lists and stored rows: whatever leaves the source's origin or base path is not found.
 */
export function pageUrl(address: string, { baseUrl }: Pick<SourceConfig, 'baseUrl'>): URL {
  const base = new URL(baseUrl);
  const root = base.pathname.replace(/\/+$/, '');
  const isPath = /^\/(?![/\\])/.test(address) && URL.canParse(address, base.origin);
  const url = isPath ? new URL(address, base.origin) : null;
  const isInside = url?.origin === base.origin && `${url.pathname}/`.startsWith(`${root}/`);
  if (!url || !isInside) throw new DesksideError('not-found', 'This is no address of the source');
  url.hash = '';
  return url;
}

/** The address of a link on one of the source's pages; null when it leads elsewhere or to what is no article. */
export function articleAddress(href: string, from: URL | string, source: SourceConfig): string | null {
  if (href.length > 2_000 || !URL.canParse(href, from)) return null;
  const url = new URL(href, from);
  const base = new URL(source.baseUrl);
  const root = base.pathname.replace(/\/+$/, '');
  if (url.origin !== base.origin || !`${url.pathname}/`.startsWith(`${root}/`)) return null;
  const path = url.pathname.slice(root.length) || '/';
  const address = contentAddress(url);
  // Two slashes would be another host to whoever resolves it.
  if (address.startsWith('//') || address.length > 512) return null;
  return contentKind(path.replace(/(.)\/+$/, '$1'), url.searchParams).kind === 'article' ? address : null;
}

/** Addresses that mean one page, as one: without the slash at the end or the name of a folder's first page. */
export function pageId(address: string): string {
  const [path = '', query] = address.split('?', 2);
  const short = path.replace(/\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i, '/').replace(/(.)\/+$/, '$1');
  return query === undefined ? short : `${short}?${query}`;
}

/** Reads one page of the source. Throws `unsupported` for what is no HTML. */
export async function fetchPage(url: URL, io: ConnectorIo): Promise<FetchedPage> {
  const headers = { Accept: 'text/html,application/xhtml+xml' };
  const answer = await io.request.text(url.href, { headers });
  const type = answer.headers.get('content-type') ?? '';
  const isHtml = /^\s*(?:text\/html|application\/xhtml\+xml)/i.test(type);
  if (!isHtml && (type !== '' || !looksLikeMarkup(answer.data))) {
    throw new DesksideError('unsupported', 'This address holds no page', { at: url.origin + url.pathname });
  }
  return { html: answer.data, url, headers: answer.headers };
}

/**
 * True where the server sent us to another address. It may be a sign-in or the page's new home: a redirect is never
 * followed, and the browser does not say where it leads.
 */
export function isRedirect(error: unknown): boolean {
  if (!(error instanceof DesksideError) || error.kind !== 'signed-out') return false;
  // 0 is what a browser says of it.
  return error.status === 0 || (error.status !== undefined && error.status >= 300 && error.status < 400);
}
