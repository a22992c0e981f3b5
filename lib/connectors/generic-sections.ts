import type { SourceConfig } from '../core/source';
import type { ConnectorIo, ScopeChoice } from './connector';
import { MOST_SCOPES } from './connector';
import { surveySite } from './generic-lists';
import type { SitemapEntry } from './sitemap';

/**
 * What a person may narrow the source to: the site's sections, as the first folders of its sitemap; of an index that
 * splits the site by subject, its sitemaps.
 */
export async function listScopes(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const partsIn = (entries: readonly SitemapEntry[]) =>
    entries.map(({ loc }) => partOf(loc, source)).filter((part) => part !== null);
  const { index, pages } = await surveySite(source, io, (entries) => partsIn(entries).length > 1);
  if (index) return partsIn(index).slice(0, MOST_SCOPES);
  return sections(pages, new URL(source.baseUrl).pathname.replace(/\/+$/, ''));
}

/** A sitemap with a subject in its name: "sitemap-policies.xml", not "sitemap-3.xml". */
function partOf(loc: string, source: SourceConfig): ScopeChoice | null {
  const { origin } = new URL(source.baseUrl);
  if (!URL.canParse(loc)) return null;
  const url = new URL(loc);
  const key = url.pathname + url.search;
  const words = url.pathname
    .replace(/\.xml$/i, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => !/^(?:|sitemaps?|index|xml|pages?|part)$/i.test(word));
  return url.origin !== origin || words.length === 0 || key.length > 128 || url.search !== ''
    ? null
    : { key, name: words.join(' ') };
}

function sections(pages: readonly { address: string }[], root: string): ScopeChoice[] {
  const counts = new Map<string, number>();
  for (const { address } of pages) {
    const [section, more] = address.slice(root.length + 1).split(/[/?]/, 2);
    if (!section || more === undefined) continue;
    counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, some], [b, others]) => others - some || a.localeCompare(b))
    .map(([section]) => ({ key: `${root}/${section}/`, name: nameOf(section) }))
    .filter(({ key }) => key.length <= 128)
    .slice(0, MOST_SCOPES);
}

function nameOf(section: string): string {
  try {
    return decodeURIComponent(section).replace(/[-_+]+/g, ' ');
  } catch (error) {
    if (error instanceof URIError) return section;
    throw error;
  }
}
