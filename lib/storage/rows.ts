import { z } from 'zod';
import { sourceDocumentSchema } from '../core/document';
import { passageSchema } from '../core/suggestion';
import { documentKey } from './keys';

const milliseconds = z.number().min(0);

/** One document as one owner may see it. Times are epoch milliseconds. */
export const documentRowSchema = z
  .object({
    key: z.string(),
    owner: z.string(),
    origin: z.string(),
    sourceId: z.string(),
    /** SHA-256 of the document and its passages, in hex: equal means that nothing has to be written. */
    hash: z.string(),
    /** Size of the document and its passages as UTF-8 JSON: an estimate of what they take. */
    bytes: z.number().int().min(0),
    passageCount: z.number().int().min(0),
    fetchedAt: milliseconds,
    expiresAt: milliseconds,
    usedAt: milliseconds,
    /** Kept on purpose: neither age nor want of room takes it. A number because no index holds booleans. */
    pinned: z.literal(1).optional(),
    document: sourceDocumentSchema,
  })
  .refine(
    (row) =>
      row.sourceId === row.document.sourceId &&
      row.key === documentKey(row.owner, row.sourceId, row.document.id),
    'the key is not the one of this document',
  );
export type DocumentRow = z.infer<typeof documentRowSchema>;

export const passageRowSchema = z.object({
  id: z.string(),
  documentKey: z.string(),
  owner: z.string(),
  passage: passageSchema,
});
export type PassageRow = z.infer<typeof passageRowSchema>;

export const identityRowSchema = z.object({
  session: z.string(),
  userId: z.string().min(1),
  displayName: z.string().nullable(),
  verifiedAt: milliseconds,
});
export type IdentityRow = z.infer<typeof identityRowSchema>;

/** When something was removed: reads that began before then are not stored any more. */
export const metaRowSchema = z.object({ key: z.string(), at: milliseconds });
export type MetaRow = z.infer<typeof metaRowSchema>;

/** A document whose place in the index is out of date. */
export const pendingRowSchema = z.object({ documentKey: z.string(), owner: z.string(), mark: z.string() });
export type PendingRow = z.infer<typeof pendingRowSchema>;

/** A document out of the store, with all its passages. It is what a retriever takes. */
export interface StoredDocument {
  readonly documentKey: string;
  readonly owner: string;
  readonly document: z.infer<typeof sourceDocumentSchema>;
  readonly passages: readonly z.infer<typeof passageSchema>[];
  readonly fetchedAt: number;
  readonly expiresAt: number;
  readonly usedAt: number;
}

/** Puts a document together from its rows; null when any of them is damaged, missing or somebody else's. */
export function assemble(row: unknown, passageRows: readonly unknown[]): StoredDocument | null {
  const parsed = documentRowSchema.safeParse(row);
  if (!parsed.success || parsed.data.passageCount !== passageRows.length) return null;
  const { key, owner, document, fetchedAt, expiresAt, usedAt } = parsed.data;
  const passages = [];
  for (const passageRow of passageRows) {
    const { success, data } = passageRowSchema.safeParse(passageRow);
    if (!success || data.documentKey !== key || data.owner !== owner || data.passage.documentKey !== key)
      return null;
    passages.push(data.passage);
  }
  return { documentKey: key, owner, document, passages, fetchedAt, expiresAt, usedAt };
}
