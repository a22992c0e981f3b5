import { z } from 'zod';
import { blockSchema } from './rich-text';
import { ticketFieldsSchema } from './ticket';

/** `current` is published and latest; `outdated` is marked so by its owners (label, valid-to date, retired flag). */
export const documentStateSchema = z.enum(['current', 'draft', 'outdated', 'retired']);
export type DocumentState = z.infer<typeof documentStateSchema>;

/**
 * How to ask a connector for one document. A product's site writes it from the URL, its connector reads it:
 * `idType` says which of the product's ids `id` is ("key", "sys_id", "page-id", "title", …), `within` narrows it
 * where the id alone does not (a ServiceNow table, a Confluence space key).
 */
export const documentRefSchema = z.object({
  kind: z.enum(['article', 'ticket']),
  id: z.string().min(1).max(512),
  idType: z.string().max(32),
  within: z.string().max(256).nullable(),
});
export type DocumentRef = z.infer<typeof documentRefSchema>;

/** One article or ticket as a connector read it, with where it came from. */
export const sourceDocumentSchema = z.object({
  /** Stable within its source whatever URL led here: the canonical id the connector chose. */
  id: z.string().min(1),
  sourceId: z.string(),
  kind: z.enum(['article', 'ticket']),
  /** What `fetchOne` takes to read it again. */
  ref: documentRefSchema,
  title: z.string(),
  /** http(s) only; where a person reads it. */
  url: z.string(),
  blocks: z.array(blockSchema),
  /** The product's revision: a version number, a revision id or the updated time. Same version, same content. */
  version: z.string(),
  author: z.string().nullable(),
  created: z.string().nullable(),
  updated: z.string().nullable(),
  /** Space, knowledge base or project, as people call it. */
  space: z.string().nullable(),
  /** BCP 47, where the product says. */
  language: z.string().nullable(),
  state: documentStateSchema,
  labels: z.array(z.string()),
  /** True where the product says that not everybody may read it. */
  restricted: z.boolean(),
  ticket: ticketFieldsSchema.nullable(),
});
export type SourceDocument = z.infer<typeof sourceDocumentSchema>;
