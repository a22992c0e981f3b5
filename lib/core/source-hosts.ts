import type { SiteHost } from './page';
import type { SourceConfig } from './source';

/** The instances whose pages are read, as the URL grammars take them. */
export function siteHostsOf(sources: readonly SourceConfig[]): SiteHost[] {
  return sources
    .filter((source) => source.readPages)
    .map((source) => {
      const url = new URL(source.baseUrl);
      return { site: source.product, origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
    });
}
