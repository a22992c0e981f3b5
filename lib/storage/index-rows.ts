import { z } from 'zod';
import { ownerOfDocument } from './keys';
import type { NoteRow, PendingRow } from './rows';

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
  group: z.number().int().min(1),
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

/** The mark of a document that was removed. */
export const REMOVED_MARK = 'removed';

/** A note that grew longer would be read and written again for each few of its documents. */
const MOST_IN_NOTE = 200;

/** Notes of what the index has to learn: few rows, whatever the number of documents. */
export function notesOf(documentKeys: readonly string[]): NoteRow[] {
  const notes: NoteRow[] = [];
  const open = new Map<string, NoteRow>();
  for (const key of documentKeys) {
    const owner = ownerOfDocument(key);
    let note = open.get(owner);
    if (note === undefined || note.keys.length >= MOST_IN_NOTE) {
      note = { id: crypto.randomUUID(), owner, keys: [] };
      open.set(owner, note);
      notes.push(note);
    }
    note.keys.push(key);
  }
  return notes;
}

/** Its id follows from the document: whoever removed it can settle it without having read it. */
export function removalNote(documentKey: string): NoteRow {
  return { id: removalId(documentKey), owner: ownerOfDocument(documentKey), keys: [documentKey] };
}

function removalId(documentKey: string): string {
  return `${REMOVED_MARK}|${documentKey}`;
}

/** What is noted, document by document. */
export function pendingOf(notes: readonly NoteRow[]): PendingRow[] {
  return notes.flatMap(({ id, owner, keys }) =>
    keys.map((documentKey) => ({
      documentKey,
      owner,
      mark: id === removalId(documentKey) ? REMOVED_MARK : id,
    })),
  );
}

/** The note that a document stands in. */
export function noteIdOf({ documentKey, mark }: PendingRow): string {
  return mark === REMOVED_MARK ? removalId(documentKey) : mark;
}
