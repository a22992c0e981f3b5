import type { Site } from '../sites/site';

/** Where the files of a page script meet: they run one after the other in one world of their own, unseen by the page. */
const KEY = Symbol.for('deskside.page-sites');

/** Called by each file of sites that a page was given; a newer copy of a site replaces the older one. */
export function addPageSites(scope: object, sites: readonly Site[]): void {
  const known = new Map(pageSites(scope).map((site) => [site.id, site]));
  for (const site of sites) known.set(site.id, site);
  Reflect.set(scope, KEY, [...known.values()]);
}

/** The sites that this page's host can be. */
export function pageSites(scope: object): readonly Site[] {
  return (Reflect.get(scope, KEY) as readonly Site[] | undefined) ?? [];
}
