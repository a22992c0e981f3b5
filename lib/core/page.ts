import { z } from 'zod';
import { documentRefSchema } from './document';
import { blockSchema } from './rich-text';
import { ticketFieldsSchema } from './ticket';

/** `ticket` one record; `article` one knowledge page; the rest have nothing to read. */
export const pageKindSchema = z.enum(['ticket', 'article', 'queue', 'search', 'other', 'new', 'edit']);
export type PageKind = z.infer<typeof pageKindSchema>;

/** A self-hosted instance the user or policy named: `basePath` is its context path, "" or "/jira". */
export const siteHostSchema = z.object({ site: z.string(), origin: z.string(), basePath: z.string() });
export type SiteHost = z.infer<typeof siteHostSchema>;

/** What a URL says, before the page has said anything. */
export const siteMatchSchema = z.object({
  site: z.string().max(64),
  kind: pageKindSchema,
  origin: z.string().max(256),
  basePath: z.string().max(256),
  /** Set for `ticket` and `article` only. */
  ref: documentRefSchema.nullable(),
  /** Which rule of the site's grammar matched: for tests and reports. */
  rule: z.string().max(64),
  /** True where the page is a frame around the real one (ServiceNow's navigation): a frame that reports wins. */
  wrapper: z.boolean(),
  /** The page shows what a customer sees: internal notes are not on it. */
  customerView: z.boolean(),
});
export type SiteMatch = z.infer<typeof siteMatchSchema>;

/** What the content script could see by itself. Everything in it is the page's word: hostile until parsed. */
export const pageReadingSchema = z.object({
  match: siteMatchSchema,
  url: z.string().max(8192),
  title: z.string().max(2000),
  language: z.string().max(35).nullable(),
  /** The signed-in user as the page names them; null when the page does not say, "" when nobody is signed in. */
  pageUser: z.string().max(256).nullable(),
  ticket: ticketFieldsSchema.nullable(),
  blocks: z.array(blockSchema),
  /** Changes when what was read changes. */
  fingerprint: z.string().max(64),
});
export type PageReading = z.infer<typeof pageReadingSchema>;

/** The thing beside which the panel sits, once the host has resolved it. */
export const pageContextSchema = z.object({
  /** site, origin, kind and id: the same ticket in two tabs has one context id. */
  contextId: z.string(),
  /** Moves with every edit that was seen. A suggestion made for another revision is marked, for another context dropped. */
  revision: z.string(),
  site: z.string(),
  origin: z.string(),
  kind: z.enum(['ticket', 'article']),
  /** What people call it: INC0010023, HELP-12, a page title. */
  key: z.string(),
  title: z.string(),
  url: z.string(),
  language: z.string().nullable(),
  /** The document it is, so that it is never suggested to itself. */
  documentId: z.string().nullable(),
  sourceId: z.string().nullable(),
  ticket: ticketFieldsSchema.nullable(),
  blocks: z.array(blockSchema),
  /** `api`: the record by the product's REST API; `page`: what the page showed. */
  readBy: z.enum(['api', 'page']),
});
export type PageContext = z.infer<typeof pageContextSchema>;
