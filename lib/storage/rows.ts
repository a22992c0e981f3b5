import { z } from 'zod';
import { sourceDocumentSchema } from '../core/document';
import { passageSchema } from '../core/suggestion';
import { documentKey } from './keys';

const milliseconds = z.number().min(0);

/** One document as one owner may see it, without its passages. Times are epoch milliseconds. */
const documentRow = z.object({
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
});
export type DocumentRow = z.infer<typeof documentRow>;
export const documentRowSchema = documentRow.refine(isOwn, 'the key is not the one of this document');

/** A row as it is stored: the passages lie with their document, one record for all of it. */
const wholeRow = documentRow.extend({ passages: z.array(passageSchema) });
export type WholeRow = z.infer<typeof wholeRow>;
export const wholeRowSchema = wholeRow
  .refine(isOwn, 'the key is not the one of this document')
  .refine(
    ({ key, passageCount, passages }) =>
      passages.length === passageCount && passages.every((passage) => passage.documentKey === key),
    'the passages are not those of this document',
  );

function isOwn(row: DocumentRow): boolean {
  return (
    row.sourceId === row.document.sourceId &&
    row.key === documentKey(row.owner, row.sourceId, row.document.id)
  );
}

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

/** Documents of one owner whose place in the index is out of date: one row for all that changed together. */
export const noteRowSchema = z.object({ id: z.string(), owner: z.string(), keys: z.array(z.string()) });
export type NoteRow = z.infer<typeof noteRowSchema>;

/** What a note says of one document; `mark` names the note. */
export interface PendingRow {
  readonly documentKey: string;
  readonly owner: string;
  readonly mark: string;
}

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

/** What a row says, passages and all; null where any of it is damaged or somebody else's. */
export function toStored(row: unknown): StoredDocument | null {
  const { data } = wholeRowSchema.safeParse(row);
  if (!data) return null;
  const { key, owner, document, passages, fetchedAt, expiresAt, usedAt } = data;
  return { documentKey: key, owner, document, passages, fetchedAt, expiresAt, usedAt };
}
