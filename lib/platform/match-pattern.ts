/**
 * The match pattern that covers a base URL. Patterns carry no port (Firefox knows none, and a permission is per
 * host), so the port is compared wherever a URL is matched to a source.
 */
export function matchPatternOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.protocol}//${url.hostname}/*`;
}

/** Does a match pattern of the form `scheme://host/*` or `scheme://*.domain/*` cover this URL? */
export function patternCovers(pattern: string, url: URL): boolean {
  const parsed = /^(https?):\/\/(\*\.)?([^/*]+)\/\*$/.exec(pattern);
  if (!parsed) return false;
  const [, scheme, anySubdomain, host] = parsed;
  if (url.protocol !== `${scheme}:` || host === undefined) return false;
  const bare = host.replace(/:\d+$/, '');
  return url.hostname === bare || (anySubdomain !== undefined && url.hostname.endsWith(`.${bare}`));
}
