import { z } from 'zod';
import { errorKindSchema } from '../core/assist-state';
import { documentStateSchema, sourceDocumentSchema } from '../core/document';
import { documentFactsSchema, passageSchema, spanSchema } from '../core/suggestion';
import { syncRowSchema } from '../core/sync';

/** What the library page asks and gets. */

const count = z.number().int().min(0);
export const listedKindSchema = z.enum(['articles', 'tickets']);
export type ListedKind = z.infer<typeof listedKindSchema>;

/** What people see of a copy of a source; the rest of its row is the host's own. */
export const syncViewSchema = syncRowSchema.pick({
  jobKey: true,
  sourceId: true,
  scope: true,
  what: true,
  state: true,
  reason: true,
  waitingUntil: true,
  mode: true,
  phase: true,
  finishedAt: true,
  seen: true,
  kept: true,
  unchanged: true,
  forgotten: true,
  failures: true,
  failed: true,
  total: true,
  truncated: true,
  doubtedAt: true,
  syncedAt: true,
});
export type SyncView = z.infer<typeof syncViewSchema>;

export const libraryOverviewSchema = z.object({
  /** Sources with documents, and those that could be copied. */
  sources: z.array(
    z.object({
      sourceId: z.string(),
      documents: count,
      passages: count,
      bytes: z.number(),
      /** Epoch milliseconds of the oldest and newest read. */
      oldest: z.number().nullable(),
      newest: z.number().nullable(),
      /** What can be copied of it as a whole. */
      lists: z.array(listedKindSchema),
    }),
  ),
  syncs: z.array(syncViewSchema),
  /** Documents and index together. */
  bytes: z.number(),
  /** What the browser allows; null where it does not say. */
  quotaBytes: z.number().nullable(),
  /** False while the cache is switched off: then nothing can be added. */
  kept: z.boolean(),
});
export type LibraryOverview = z.infer<typeof libraryOverviewSchema>;

export const listedDocumentSchema = z.object({
  documentKey: z.string(),
  title: z.string(),
  /** Where in its source: path of a file, key of a ticket. */
  place: z.string(),
  updated: z.string().nullable(),
  state: documentStateSchema,
  bytes: z.number(),
  /** Kept on purpose. */
  pinned: z.boolean(),
});
export type ListedDocument = z.infer<typeof listedDocumentSchema>;

export const listRequestSchema = z.object({
  sourceId: z.string(),
  /** `next` of the page before; null for the first. */
  after: z.string().nullable(),
  words: z.string().max(200),
});
export const documentListSchema = z.object({
  documents: z.array(listedDocumentSchema),
  next: z.string().nullable(),
  /** Why the source does not say whose documents these are; then none are shown. */
  error: errorKindSchema.nullable(),
});

/** A document to read; null where it is not there, or not this user's. */
export const openDocumentSchema = z.object({
  document: z.object({ facts: documentFactsSchema, passages: z.array(passageSchema) }).nullable(),
});
export type OpenDocument = NonNullable<z.infer<typeof openDocumentSchema>['document']>;

export const libraryHitsSchema = z.object({
  hits: z.array(
    z.object({
      facts: documentFactsSchema,
      passage: passageSchema,
      marks: z.array(spanSchema),
      /** Places in the rankings by words and by meaning, 1 for the first; null where that one did not bring it. */
      why: z.object({ byWords: z.number().nullable(), byMeaning: z.number().nullable() }).nullable(),
    }),
  ),
});
export type LibraryHit = z.infer<typeof libraryHitsSchema>['hits'][number];

/** Some of the documents of one file. */
export const fileBatchSchema = z.object({
  /** From `fileIdOf`: ids of its parts begin with it. */
  path: z.string().min(1),
  /** When this reading of the file began, in epoch milliseconds: what is older and not in it is gone from the file. */
  startedAt: z.number(),
  documents: z.array(sourceDocumentSchema).max(2_000),
  isLast: z.boolean(),
});
export type FileBatch = z.infer<typeof fileBatchSchema>;

export const fileOutcomeSchema = z.object({ added: count, updated: count, unchanged: count, removed: count });
export type FileOutcome = z.infer<typeof fileOutcomeSchema>;
