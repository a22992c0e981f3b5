import type { SiteHost } from '../../core/page';
import { placeOf, placeUnder, type PagePlace } from '../../platform/page-url';

/**
 * Where on an instance a URL is. One cloud site holds Jira, its service desk and Confluence, and the path alone says
 * which: service-desk paths are one product's, `/wiki` is nobody's here, and everything else is Jira's.
 */
export function cloudPlace(
  url: URL,
  hosts: readonly SiteHost[],
  site: 'jira-cloud' | 'jira-service-management',
): PagePlace | null {
  const isVendors = url.hostname.endsWith('.atlassian.net');
  const hosted = isVendors && isVendorHost(url) ? placeUnder(url, '') : null;
  const place = isVendors ? hosted : placeOf(url, hosts, site);
  if (!place || /^\/wiki(?:\/|$)/.test(place.path)) return null;
  const isDesk = /^\/(?:jira\/)?servicedesk(?:\/|$)/.test(place.path);
  return isDesk === (site === 'jira-service-management') ? place : null;
}

function isVendorHost({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && /^[a-z0-9-]+\.atlassian\.net$/.test(hostname);
}
