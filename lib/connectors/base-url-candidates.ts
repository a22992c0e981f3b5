/** Hosts where only their own vendor's cloud answers: a self-hosted product is never there. */
const vendorClouds: readonly string[] = [
  'atlassian.net',
  'jira.com',
  'service-now.com',
  'servicenowservices.com',
  'sharepoint.com',
  'sharepoint.us',
  'sharepoint.cn',
];

/** True for a host of one of `domains`, never for a look-alike such as `service-now.com.example.org`. */
export function isHostOf(hostname: string, domains: readonly string[]): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return domains.some((domain) => host.endsWith(`.${domain}`));
}

/**
 * Context paths a page of a self-hosted product may sit under, longest first: what stands before the first path
 * segment that only the product itself uses (`markers`), and each shorter prefix down to the origin.
 */
export function contextPaths(url: URL, markers: ReadonlySet<string>): string[] {
  if (!isSelfHosted(url)) return [];
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const marker = segments.findIndex((segment) => markers.has(segment.toLowerCase()));
  const context = marker === -1 ? segments.slice(0, 2).filter(isFolder) : segments.slice(0, marker);
  return context.map((_, index) => `/${context.slice(0, context.length - index).join('/')}`).concat('');
}

/** http(s), and no vendor's cloud. */
export function isSelfHosted(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && !isHostOf(url.hostname, vendorClouds);
}

function isFolder(segment: string): boolean {
  return !/\.(?:jspa?|action|php|html?|do|aspx)$/i.test(segment);
}
