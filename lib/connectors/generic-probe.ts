import { DesksideError } from '../core/errors';
import type { ConnectorIo, ProbeResult } from './connector';
import { fetchPage } from './generic-page';
import { somethingElse } from './probe-refusal';
import { parseSitemap, sitemapsInRobots } from './sitemap';

/** What only pages of products hold that have connectors of their own, whoever is signed in. */
const productMarks: readonly RegExp[] = [
  /<meta[^<>]{1,300}generator[^<>]{1,300}(?:MediaWiki|DokuWiki|Confluence|JIRA)/i,
  /\bajs-(?:version-number|base-url|context-path|remote-user)\b/,
  /\bid=["'](?:com-atlassian-confluence|jira|jira-frontend)["']|<meta[^<>]{1,300}application-name[^<>]{1,300}(?:jira|confluence)/i,
  /\bwindow\.g_ck\b|\bvar g_ck\b|\bNOW\.(?:user|session_id)|\/sys_attachment\.do|\bnow-ui\b|\/\$pwd_reset\.do/i,
  /\b_spPageContextInfo\b|\bspPageChromeAppDiv\b/,
  /\bwgCanonicalNamespace\b|\bRLCONF\b/,
  /\bDOKU_(?:BASE|COOKIE_PARAM|UHN)\b|\bdokuwiki__(?:top|site|content)\b/,
  /\bBest Practical Solutions\b|\bRequest Tracker\b|\/NoAuth\/(?:css|images|Login|js)\b/i,
];
const productHeaders: readonly string[] = [
  'x-arequestid',
  'x-asen',
  'x-seraph-loginreason',
  'x-confluence-request-time',
  'x-ausername',
  'microsoftsharepointteamservices',
  'sprequestguid',
  'mediawiki-api-error',
  'x-transaction-id',
];
/** Marks stand in the head and the first scripts. */
const MARK_WINDOW = 300_000;

/**
 * Whether pages of no product that is known answer at `baseUrl`: HTML at its front, or a sitemap where the front wants
 * a sign-in. Null for a known product, even one whose own connector was not let in.
 */
export async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const { origin, hostname } = new URL(baseUrl);
  const front = await fetchPage(new URL(`${baseUrl.replace(/\/+$/, '')}/`), io).catch(somethingElse);
  if (front) {
    const isProduct =
      productMarks.some((mark) => mark.test(front.html.slice(0, MARK_WINDOW))) ||
      productHeaders.some((name) => front.headers.has(name));
    return isProduct ? null : { name: siteName(io.parseHtml(front.html)) || hostname, version: null };
  }
  const robots = new URL('/robots.txt', origin);
  const rules = await textAt(robots, io);
  if (rules !== null && sitemapsInRobots(rules, robots).length > 0) return { name: hostname, version: null };
  const sitemap = await textAt(new URL(`${baseUrl.replace(/\/+$/, '')}/sitemap.xml`), io);
  return sitemap !== null && isSitemap(sitemap) ? { name: hostname, version: null } : null;
}

async function textAt(url: URL, io: ConnectorIo): Promise<string | null> {
  const answer = await io.request.text(url.href, { headers: { Accept: '*/*' } }).catch(somethingElse);
  return answer?.data ?? null;
}

function isSitemap(text: string): boolean {
  try {
    return parseSitemap(text) !== null;
  } catch (error) {
    if (error instanceof DesksideError) return false;
    throw error;
  }
}

/** What the site calls itself: said for previews of links, or behind the bar in its title. */
function siteName(document: Document): string {
  const said = ['og:site_name', 'application-name']
    .map((name) =>
      document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content'),
    )
    .find((content) => content?.trim());
  const title = document.title.replace(/\s+/g, ' ').trim();
  return (said ?? title.split(/\s[|\u2013\u2014\u00b7-]\s/).at(-1) ?? '').trim().slice(0, 120);
}
