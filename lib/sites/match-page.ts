import type { SiteHost, SiteMatch } from '../core/page';
import type { Site } from './site';

/**
 * What a URL is, asked of every site. Two products can share a host under different context paths: the longer path
 * wins, then the match that knows a page over the one that only knows the product.
 */
export function matchPage(url: URL, hosts: readonly SiteHost[], sites: readonly Site[]): SiteMatch | null {
  let best: SiteMatch | null = null;
  for (const site of sites) {
    const match = site.match(url, hosts);
    if (match && (best === null || rank(match) > rank(best))) best = match;
  }
  return best;
}

function rank(match: SiteMatch): number {
  return match.basePath.length * 2 + (match.kind === 'other' ? 0 : 1);
}
