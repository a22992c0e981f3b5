import type { SourceConfig } from '../core/source';
import { kqlUnder } from './sharepoint-kql';
import { decodedPath, isInside, siteOfPath } from './sharepoint-path';

/** The site at the top of a tenant, without the site collections below its address. */
const ROOT_SITE = '/';

/** Addresses of scopes, encoded, that one request can carry beside the terms; a URL beyond 4,000 characters is refused. */
const addressesPerRequest = 2_000;

/**
 * What to search under: the source's own site ("" for a whole tenant), or the scopes inside it. Empty where no scope
 * is a site of the source: that is never everything.
 */
export function searchedPaths(source: SourceConfig): string[] {
  const base = decodedPath(new URL(source.baseUrl));
  if (source.scopes.length === 0) return [base];
  const paths = source.scopes.map((scope) => scopePath(scope.trim(), source)).filter((path) => path !== null);
  return paths.filter((path) => (path === ROOT_SITE ? base === '' : isInside(path, base)));
}

/** A scope is a site's path as `listScopes` gives it; an address or a bare name does as well. */
function scopePath(scope: string, source: SourceConfig): string | null {
  if (scope === '') return null;
  if (!/^(?:https?:|\/)/i.test(scope)) return `/sites/${scope}`;
  const url = URL.canParse(scope, source.baseUrl) ? new URL(scope, source.baseUrl) : null;
  return url?.origin === originOf(source) ? decodedPath(url) || ROOT_SITE : null;
}

export function holdsPath(searched: string, path: string): boolean {
  return searched === ROOT_SITE ? siteOfPath(path) === '' : isInside(path, searched);
}

/** Paths in as many groups as there must be requests. */
export function pathGroups(paths: readonly string[], source: SourceConfig): string[][] {
  const groups: string[][] = paths.includes(ROOT_SITE) ? [[ROOT_SITE]] : [];
  let room = 0;
  for (const path of new Set(paths)) {
    if (path === ROOT_SITE) continue;
    const cost = encodeURIComponent(`path:"${originOf(source)}${path}" OR `).length;
    if (room < cost) {
      groups.push([]);
      room = addressesPerRequest;
    }
    groups.at(-1)?.push(path);
    room -= cost;
  }
  return groups;
}

/** The condition for one group; null where it is the whole tenant. */
export function underPaths(paths: readonly string[], source: SourceConfig): string | null {
  const addresses = (some: readonly string[]) => some.map((path) => originOf(source) + path);
  if (paths.includes('')) return null;
  if (!paths.includes(ROOT_SITE)) return kqlUnder(addresses(paths));
  const below = kqlUnder(addresses(['/sites', '/teams', '/personal', '/portals']));
  return below && `NOT ${below}`;
}

export function originOf({ baseUrl }: SourceConfig): string {
  return new URL(baseUrl).origin;
}
