import type { DocumentRef } from '../core/document';
import { DesksideError } from '../core/errors';
import { decodePart, withoutEndSlashes } from '../platform/page-url';
import { isHostOf } from './base-url-candidates';

/** A tenant's hosts in Microsoft's clouds. */
const clouds: readonly string[] = ['sharepoint.com', 'sharepoint.us', 'sharepoint.cn'];

export function isTenantHost({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && isHostOf(hostname, clouds);
}

/** The site collection that a server-relative path lies in; "" is the tenant's root site. */
export function siteOfPath(path: string): string {
  return /^\/(?:sites|teams|personal|portals)\/[^/]+/i.exec(path)?.[0] ?? '';
}

/**
 * The site or subsite that holds a page or list item, as far as its path tells: what stands before the library that
 * every site has. For other libraries it is the site collection, which a subsite may prove wrong.
 */
export function webOfPath(path: string): string {
  const site = siteOfPath(path);
  const [, subsites = ''] = /^(.*?)\/(?:SitePages|Pages|Lists)(?:\/|$)/i.exec(path.slice(site.length)) ?? [];
  return site + subsites;
}

/** People's name of the site in a path: "IT" of /sites/IT; null for the root site. */
export function siteName(path: string): string | null {
  return siteOfPath(path).split('/').at(-1) || null;
}

/** A server-relative path as part of a URL. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The decoded path of a URL, without a slash at its end. */
export function decodedPath(url: URL): string {
  return withoutEndSlashes(decodePart(url.pathname));
}

/** Throws `not-found` for what is no server-relative path: a dot segment would ask for something else. */
export function requirePath(path: string): string {
  if (!/^\/[^/]/.test(path) || /(?:^|\/)\.{0,2}(?:\/|$)|[\p{Cc}\p{Cs}\\]/u.test(path.slice(1))) {
    throw new DesksideError('not-found', 'This is not a path of SharePoint');
  }
  return path;
}

/** Paths know no case. An empty base holds everything. */
export function isInside(path: string, base: string): boolean {
  return `${path}/`.toLowerCase().startsWith(`${base}/`.toLowerCase());
}

/**
 * A string of an OData URL: quotes are doubled, and what the URL itself would read is encoded.
 * https://learn.microsoft.com/sharepoint/dev/solution-guidance/supporting-and-in-file-and-folder-with-the-resourcepath-api
 */
export function odataString(text: string): string {
  const whole = text.replace(/\p{Cs}+/gu, ' ').replaceAll("'", "''");
  return `'${encodeURIComponent(whole).replaceAll('%2F', '/')}'`;
}

/** Paths know no case, so the canonical id is lower case. */
export function documentId({ id, idType, within }: DocumentRef): string {
  return (idType === 'list-item' ? `${within}/dispform.aspx?id=${id}` : id).toLowerCase();
}
