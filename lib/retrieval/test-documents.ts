import { documentFacts as factsOf } from '../core/document-facts';
import type { SourceDocument } from '../core/document';
import type { PageContext } from '../core/page';
import type { DocumentFacts } from '../core/suggestion';
import type { TicketFields } from '../core/ticket';

/** Documents and pages for tests: complete and valid, with only what a test is about spelled out. */
export function sourceDocument(some: Partial<SourceDocument> = {}): SourceDocument {
  const id = some.id ?? 'KB1';
  return {
    id,
    sourceId: 'wiki',
    kind: 'article',
    ref: { kind: some.kind ?? 'article', id, idType: 'key', within: null },
    title: 'A title',
    url: `https://wiki.example/${encodeURIComponent(id)}`,
    blocks: [],
    version: '1',
    author: null,
    created: null,
    updated: '2026-01-01T00:00:00Z',
    space: null,
    language: 'en',
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
    ...some,
  };
}

export function ticketFields(some: Partial<TicketFields> = {}): TicketFields {
  return {
    key: 'INC1',
    title: 'A title',
    description: '',
    comments: [],
    status: null,
    resolved: false,
    resolution: null,
    resolvedAt: null,
    priority: null,
    category: null,
    assignmentGroup: null,
    assignee: null,
    requester: null,
    created: null,
    updated: null,
    ...some,
  };
}

export function resolvedTicket(
  key: string,
  title: string,
  description: string,
  resolution: string,
): SourceDocument {
  const ticket = ticketFields({ key, title, description, resolution, resolved: true });
  return sourceDocument({ id: key, kind: 'ticket', title, ticket });
}

export function ticketContext(some: Partial<TicketFields> = {}): PageContext {
  const ticket = ticketFields(some);
  return {
    contextId: `desk:${ticket.key}`,
    revision: '1',
    site: 'desk',
    origin: 'https://desk.example',
    kind: 'ticket',
    key: ticket.key,
    title: ticket.title,
    url: `https://desk.example/${ticket.key}`,
    language: null,
    documentId: ticket.key,
    sourceId: 'desk',
    ticket,
    blocks: [],
    readBy: 'api',
  };
}

export function documentFacts(document: SourceDocument, documentKey = document.id): DocumentFacts {
  return factsOf(documentKey, document, 0);
}

/** A small repeatable generator (mulberry32), so that a failing case can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
