import type { SiteHost, SiteMatch } from '../core/page';
import type { Site } from './site';

/**
 * What a URL is, asked of every site. Two products can share a host under different context paths: the longer path
 * wins, then a product over the site for hosts without one, then the match that knows a page over the one that only
 * knows the product.
 */
export function matchPage(url: URL, hosts: readonly SiteHost[], sites: readonly Site[]): SiteMatch | null {
  let best: SiteMatch | null = null;
  let bestRank = 0;
  for (const site of sites) {
    const match = site.match(url, hosts);
    if (!match) continue;
    const rank = rankOf(match, site);
    if (best === null || rank > bestRank) {
      best = match;
      bestRank = rank;
    }
  }
  return best;
}

function rankOf(match: SiteMatch, site: Site): number {
  return match.basePath.length * 4 + (site.lastResort ? 0 : 2) + (match.kind === 'other' ? 0 : 1);
}
