import { z } from 'zod';
import { sourceDocumentSchema } from './document';

/** One document of a backup; whatever else a file holds is refused when it is restored. */
export const backupRecordSchema = z.object({
  /** Whose document it is: it goes back to the same user at the same source, or nowhere. */
  owner: z.string().min(1).max(2_000),
  /** Epoch milliseconds of the read. */
  fetchedAt: z.number().min(0),
  pinned: z.boolean(),
  document: sourceDocumentSchema,
  vectors: z
    .object({
      embedder: z.string().min(1).max(200),
      /** For each passage a float32 scale and its int8 values, in base64; null without one. */
      passages: z.array(z.base64().max(20_000).nullable()).max(100_000),
    })
    .nullable(),
});
export type BackupRecord = z.infer<typeof backupRecordSchema>;

export const backupPageSchema = z.object({
  records: z.array(backupRecordSchema),
  /** What to ask for next; null after the last page. */
  next: z.string().nullable(),
});
export type BackupPage = z.infer<typeof backupPageSchema>;

export const restoreOutcomeSchema = z.object({
  restored: z.number().int().min(0),
  /** Read later than the backup's: left as they are. */
  kept: z.number().int().min(0),
  /** Of sources that are not set up here, of users who are not signed in, or not readable as a document. */
  refused: z.number().int().min(0),
});
export type RestoreOutcome = z.infer<typeof restoreOutcomeSchema>;
