import type { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';

/**
 * A connector asks one product's REST API with the user's own session. It runs in the engine host, holds no state,
 * takes everything as an argument and throws DesksideError; it never retries, waits or caches: the host does.
 */
export interface Connector {
  /** Also the id of the product's site. */
  readonly id: string;
  readonly name: string;
  /** Which of a source's fields people name its parts by, for the options page: "spaces", "projects"; null when it has none. */
  readonly scopeNoun: string | null;
  /** Set where the product's API wants a token that its pages hold (ServiceNow's g_ck). */
  readonly pageToken: PageTokenRecipe | null;
  /** Knows no product: its candidates are asked when nobody else's were right, and its `probe` refuses what it knows to be another's. */
  readonly lastResort?: true;
  /** Base URLs a pasted URL may belong to, most likely first; empty when the URL cannot be this product's. Pure. */
  candidates(url: URL): string[];
  /** Asks whether this product answers at `baseUrl`; null when something else does. Needs no sign-in. */
  probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null>;
  /** Who is signed in. Throws `signed-out` when nobody is and the product wants it. */
  identify(source: SourceConfig, io: ConnectorIo): Promise<Identity>;
  /** Articles for a query, best first, at most `query.limit`. */
  search(query: SearchQuery, source: SourceConfig, io: ConnectorIo): Promise<SearchHit[]>;
  /** One document by reference. Throws `not-found` or `forbidden` when it may no longer be shown. */
  fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument>;
  /** Resolved tickets like the query, where the product has tickets. */
  similarTickets?(query: SearchQuery, source: SourceConfig, io: ConnectorIo): Promise<SearchHit[]>;
  /**
   * One page of all there is, for copies of whole sources; a connector that can list says so by having it. Pages may
   * repeat documents and change between calls, but none that stays where it is may be left out. One to three requests.
   * Throws as `search` does; `invalid-query` for a cursor that cannot be gone on from, `unsupported` for a `what` that
   * is not in `lists`.
   */
  listDocuments?(request: ListRequest, source: SourceConfig, io: ConnectorIo): Promise<ListPage>;
  /** What `listDocuments` takes for `what`; set where that is. */
  readonly lists?: readonly ListedKind[];
  /** The parts of the source that the signed-in user can see, as the product lists them; set where `scopeNoun` is. */
  listScopes?(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]>;
}

/** Tickets are the resolved ones: they are what helps. */
export type ListedKind = 'articles' | 'tickets';

export interface ListRequest {
  readonly what: ListedKind;
  /** One of `source.scopes`; null for all the user may see, whatever the source is narrowed to. */
  readonly scope: string | null;
  /** ISO 8601: only what has changed since then, perhaps some of before; null for everything. */
  readonly since: string | null;
  /** `next` of the page before, made by the same connector for the same `what`, `scope` and `since`; null for the first. */
  readonly cursor: string | null;
}

export interface ListPage {
  /** At most 50; a `document` where the answer held the whole of it. */
  readonly documents: readonly SearchHit[];
  /** Canonical ids that the product says are gone. */
  readonly removed: readonly string[];
  /** Goes on from here, also after a restart; null at the end. */
  readonly next: string | null;
  /** Documents of the whole listing, to show how far it is; null where this answer does not say. */
  readonly total: number | null;
}

/** A part of a source to search: a space, a knowledge base, a project, a queue. */
export interface ScopeChoice {
  /** What `SourceConfig.scopes` holds, at most 128 characters. */
  readonly key: string;
  /** What people call it. */
  readonly name: string;
}

/** More than anybody picks from by eye; a product that has more is asked for no further page. */
export const MOST_SCOPES = 200;

export interface ConnectorIo {
  /** Sends the user's cookies, never follows a redirect to another host, times out, counts against the source's rate. */
  readonly request: ProductRequest;
  readonly signal: AbortSignal;
  /** Parses into an inert document: nothing loads, nothing runs. */
  readonly parseHtml: (html: string) => Document;
  /** Likewise for XML; null when it is not well-formed. */
  readonly parseXml: (xml: string) => Document | null;
  /** The page token when the recipe is set; the host has made sure of it. */
  readonly pageToken: string | null;
  /** The signed-in user as verified by `identify`; null before that. */
  readonly user: Identity | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Fetch, classified: every answer that is not what was asked for is a DesksideError. See platform/request.ts. */
export interface ProductRequest {
  json<T>(url: string, schema: z.ZodType<T>, options?: RequestOptions): Promise<ProductAnswer<T>>;
  text(url: string, options?: RequestOptions): Promise<ProductAnswer<string>>;
}
export interface RequestOptions {
  headers?: Record<string, string>;
  /** For what a product only answers to POST though it reads (XML-RPC, RT's article search). Never for what changes anything. */
  post?: { readonly body: string; readonly contentType: string };
}
export interface ProductAnswer<T> {
  data: T;
  status: number;
  headers: Headers;
  /** Final URL. */
  url: string;
}

export interface ProbeResult {
  /** What the instance calls itself. */
  name: string;
  version: string | null;
}

/** How to get the token that a product's pages hold, never written anywhere but memory. */
export interface PageTokenRecipe {
  /** Name of the page's global, read in the main world of an open tab. */
  readonly globalName: string;
  /** Selectors of hidden inputs that carry it, where the global is not there. */
  readonly inputSelectors: readonly string[];
  /** Pages of the instance that carry it, tried in order when no tab is open. */
  readonly pagePaths: readonly string[];
  /** Finds it in a fetched page's HTML; null when it is not there. */
  parse(html: string): string | null;
}

export interface SearchHit {
  readonly ref: DocumentRef;
  /** Canonical id, as `SourceDocument.id`. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Set when the search answer already held the whole document; otherwise the host fetches it unless cached at this version. */
  readonly document: SourceDocument | null;
}
