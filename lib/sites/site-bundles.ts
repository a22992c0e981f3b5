import type { Site } from './site';

/** Sites whose code travels as one file of the package. */
export interface SiteBundle {
  /** Path in the package. */
  readonly file: string;
  readonly siteIds: readonly string[];
}

/**
 * How the sites' code is cut, so that a page only gets what its host can need: each site alone, for self-hosted
 * instances, and those that share a vendor's cloud hosts together, since what they have in common is then there once.
 */
export function siteBundles(sites: readonly Pick<Site, 'id' | 'hostedPatterns'>[]): SiteBundle[] {
  const families = new Map<string, Pick<Site, 'id'>[]>();
  for (const site of sites) {
    const hosts = [...site.hostedPatterns].sort().join(' ');
    if (hosts !== '') families.set(hosts, [...(families.get(hosts) ?? []), site]);
  }
  const shared = [...families.values()].filter((family) => family.length > 1);
  return [...shared, ...sites.map((site) => [site])].map((members) => {
    const siteIds = members.map(({ id }) => id);
    return { file: `page-sites/${siteIds.join('+')}.js`, siteIds };
  });
}

/** The files that bring these sites, in the list's order: of two that do, the one that brings more of them at once. */
export function bundlesFor(wanted: ReadonlySet<string>, bundles: readonly SiteBundle[]): string[] {
  const left = new Set(wanted);
  const files: string[] = [];
  for (const { file, siteIds } of bundles) {
    const brings = siteIds.filter((id) => left.has(id));
    if (brings.length === 0 || (siteIds.length > 1 && brings.length < 2)) continue;
    for (const id of brings) left.delete(id);
    files.push(file);
  }
  return files;
}
