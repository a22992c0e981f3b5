import type { Connector } from '../connectors/connector';
import type { SourceDocument } from '../core/document';
import type { PageContext, PageReading, SiteMatch } from '../core/page';
import type { SourceConfig } from '../core/source';

/** Same site, instance, kind and id: the same context, in whatever tab. */
export function contextIdOf(match: SiteMatch): string {
  const { site, origin, basePath, kind, ref } = match;
  return JSON.stringify([site, origin, basePath, kind, ref?.idType, ref?.within, ref?.id]);
}

/** The source that this page belongs to: the longest base URL wins where contexts nest. */
export function sourceOf(match: SiteMatch, sources: readonly SourceConfig[]): SourceConfig | null {
  const candidates = sources
    .filter((source) => {
      const url = new URL(source.baseUrl);
      const path = url.pathname.replace(/\/+$/, '');
      return (
        source.product === match.site &&
        url.origin === match.origin &&
        `${match.basePath}/`.startsWith(`${path}/`)
      );
    })
    .sort((a, b) => b.baseUrl.length - a.baseUrl.length);
  return candidates[0] ?? null;
}

/**
 * For pages of an instance that nobody has added as a source (a vendor's cloud is known without that): enough to read
 * the record beside which the panel sits. It is never searched and nothing of it is stored.
 */
export function passingSource(match: SiteMatch, connector: Connector): SourceConfig {
  return {
    id: `page-${match.site}`,
    product: match.site,
    name: connector.name,
    baseUrl: `${match.origin}${match.basePath}`,
    enabled: false,
    readPages: true,
    scopes: [],
    ttlMinutes: 60,
  };
}

/** The context as far as the page itself shows it; its API reading takes its place. */
export function contextFromPage(reading: PageReading, sourceId: string | null): PageContext {
  const { match, ticket } = reading;
  return {
    contextId: contextIdOf(match),
    revision: reading.fingerprint,
    site: match.site,
    origin: match.origin,
    kind: match.kind === 'ticket' ? 'ticket' : 'article',
    // An article is called by its title; where the page has not built that part of itself yet, by the next best name.
    key: ticket?.key || (match.kind === 'article' && reading.title) || (match.ref?.id ?? ''),
    title: ticket?.title || reading.title,
    url: reading.url,
    language: reading.language,
    documentId: null,
    sourceId,
    ticket,
    blocks: reading.blocks,
    readBy: 'page',
  };
}

/**
 * The context by the product's API. The page's own word is used only where the API has none: comments the user's
 * rights do not reach by API, but the page shows.
 */
export function contextFromDocument(
  reading: PageReading,
  document: SourceDocument,
  sourceId: string | null,
): PageContext {
  const fromPage = contextFromPage(reading, sourceId);
  const ticket = document.ticket
    ? {
        ...document.ticket,
        comments:
          document.ticket.comments.length > 0 ? document.ticket.comments : (reading.ticket?.comments ?? []),
      }
    : null;
  return {
    ...fromPage,
    revision: document.version,
    key: ticket?.key ?? document.title,
    title: document.title,
    language: document.language ?? reading.language,
    documentId: document.id,
    ticket,
    blocks: document.blocks,
    readBy: 'api',
  };
}
