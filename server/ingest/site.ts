import { parseSitemap } from '../../lib/connectors/sitemap';
import type { IncomingFile } from './sync-files';

const MOST_PAGES = 20_000;
const MOST_SITEMAPS = 200;
const MOST_BYTES = 10_000_000;
const PAGE_MS = 30_000;

export interface SiteOptions {
  readonly fetch: typeof globalThis.fetch;
  onProblem(what: string): void;
}

/**
 * The pages that a sitemap lists, one after the other. Only of the sitemap's own host, and only what is HTML.
 * @throws where the sitemap itself cannot be read; a page that cannot is told of and left out
 */
export async function* sitePages(
  address: string,
  { fetch, onProblem }: SiteOptions,
): AsyncGenerator<IncomingFile> {
  const { origin } = new URL(address);
  const seen = new Set<string>();
  for (const page of await pagesOf(address, origin, fetch)) {
    if (seen.has(page.url) || seen.size >= MOST_PAGES) continue;
    seen.add(page.url);
    try {
      const { bytes, type } = await get(page.url, origin, fetch);
      if (!/\bhtml\b/i.test(type)) continue;
      yield {
        name: `${new URL(page.url).pathname.replace(/^\/+|\/+$/g, '') || 'index'}${new URL(page.url).search}.html`,
        content: bytes,
        attributes: {
          url: page.url,
          ...(page.changed !== null && { updated: new Date(page.changed).toISOString() }),
        },
        readers: null,
      };
    } catch (error) {
      onProblem(`${page.url}: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }
}

async function pagesOf(address: string, origin: string, fetch: SiteOptions['fetch']) {
  const pages: { url: string; changed: number | null }[] = [];
  const waiting = [address];
  const read = new Set<string>();
  for (let next = waiting.shift(); next !== undefined && read.size < MOST_SITEMAPS; next = waiting.shift()) {
    if (read.has(next)) continue;
    read.add(next);
    const { bytes } = await get(next, origin, fetch);
    const sitemap = parseSitemap(bytes.toString('utf8'));
    if (!sitemap) throw new Error(`${next} is no sitemap`);
    for (const { loc, changed } of sitemap.entries) {
      const url = new URL(loc, next);
      if (url.origin !== origin) continue;
      if (sitemap.kind === 'index') waiting.push(url.href);
      else pages.push({ url: url.href, changed });
    }
  }
  return pages;
}

async function get(
  url: string,
  origin: string,
  fetch: SiteOptions['fetch'],
): Promise<{ bytes: Buffer; type: string }> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(PAGE_MS),
    headers: { accept: 'text/html,application/xml' },
  });
  if (!response.ok) throw new Error(`answers ${response.status}`);
  if (new URL(response.url).origin !== origin) throw new Error('leads to another host');
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES) throw new Error('is too large');
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), type: response.headers.get('content-type') ?? '' };
}
