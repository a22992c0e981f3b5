import { z } from 'zod';
import { ownerOfDocument } from './keys';
import type { PendingRow } from './rows';

const count = z.number().int().min(0);

/** A segment of the index, as `retrieval/disk/index-store` has it. */
export const segmentRowSchema = z.object({
  id: z.string(),
  owner: z.string(),
  format: count,
  embedder: z.string().nullable(),
  dimensions: count,
  documents: count,
  passages: count,
  buckets: count,
  languages: z.array(z.string()),
  alive: count,
  lengths: z.array(count),
  removed: z.instanceof(Uint8Array).nullable(),
  bytes: count,
});
export type SegmentRow = z.infer<typeof segmentRowSchema>;

/** Primary key of a block. */
export function blockKey(segmentId: string, name: string): string {
  return `${segmentId}/${name}`;
}

/** What the index has to learn of a document: `mark` is its hash, or that it is gone. */
export function pendingRow(documentKey: string, mark: string): PendingRow {
  return { documentKey, owner: ownerOfDocument(documentKey), mark };
}

/** The mark of a document that was removed. */
export const REMOVED_MARK = 'removed';
