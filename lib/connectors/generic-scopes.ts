import type { SourceConfig } from '../core/source';

/** What the scopes of a source are, each an address: "/policies" (all below it), "…/sitemap-hr.xml", "https://…/a-to-z". */
export interface SourceScopes {
  readonly sitemaps: readonly URL[];
  readonly listPages: readonly URL[];
  /** Paths from the host's root, encoded. */
  readonly prefixes: readonly string[];
}

/**
 * A path is a prefix, a whole address is a page that lists others, and what ends in `.xml` or `.txt` is a sitemap.
 * Addresses of other hosts are left out: a source has one origin.
 */
export function readScopes({ baseUrl, scopes }: Pick<SourceConfig, 'baseUrl' | 'scopes'>): SourceScopes {
  const { origin } = new URL(baseUrl);
  const read = scopes
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '' && URL.canParse(scope, `${origin}/`))
    .map((scope) => ({ isWhole: /^https?:/i.test(scope), url: new URL(scope, `${origin}/`) }))
    .filter(({ url }) => url.origin === origin);
  const isSitemap = (url: URL) => /\.(?:xml|txt)$/i.test(url.pathname);
  return {
    sitemaps: read.filter(({ url }) => isSitemap(url)).map(({ url }) => url),
    listPages: read.filter(({ url, isWhole }) => isWhole && !isSitemap(url)).map(({ url }) => url),
    prefixes: read.filter(({ url, isWhole }) => !isWhole && !isSitemap(url)).map(({ url }) => url.pathname),
  };
}
