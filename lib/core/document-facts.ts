import type { SourceDocument } from './document';
import type { DocumentFacts } from './suggestion';

/** What a row in the panel says of a document. `fetchedAt`: when it was read, in epoch milliseconds. */
export function documentFacts(
  documentKey: string,
  document: SourceDocument,
  fetchedAt: number,
): DocumentFacts {
  const { ticket } = document;
  return {
    documentKey,
    documentId: document.id,
    sourceId: document.sourceId,
    kind: document.kind,
    title: document.title,
    url: document.url,
    version: document.version,
    author: document.author,
    updated: document.updated,
    space: document.space,
    language: document.language,
    state: document.state,
    restricted: document.restricted,
    ticketKey: ticket?.key ?? null,
    ticketResolved: ticket?.resolved ?? false,
    ticketResolvedAt: ticket?.resolvedAt ?? null,
    ticketResolution: ticket?.resolution ?? null,
    fetchedAt,
  };
}
