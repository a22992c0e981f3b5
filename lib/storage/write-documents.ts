import { z } from 'zod';
import { sourceDocumentSchema, type SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import { passageSchema, type Passage } from '../core/suggestion';
import type { DesksideTables } from './database';
import { documentKey, removalMarkKey } from './keys';
import { notesOf, pendingOf } from './index-rows';
import { documentRowSchema, metaRowSchema, type DocumentRow, type PendingRow, type WholeRow } from './rows';

export interface PutEntry {
  /** From `ownerKey`: the user for whom the source answered. */
  readonly owner: string;
  /** The source's origin, for purges by origin. */
  readonly origin: string;
  readonly document: SourceDocument;
  /** Cut from the document under the key that `documentKey` gives it. */
  readonly passages: readonly Passage[];
  /** Epoch milliseconds at which the request was sent: what was removed since then stays removed. */
  readonly fetchedAt: number;
  /** Epoch milliseconds until which it counts as fresh. */
  readonly expiresAt: number;
  /** Kept on purpose: it goes by removal or purge only. What is pinned once stays so. */
  readonly pinned?: boolean;
}

/**
 * `unchanged`: only its times were renewed. `superseded`: nothing was written, because a later read is stored
 * already or it was removed after this one was asked for.
 */
export type PutOutcome = 'added' | 'updated' | 'unchanged' | 'superseded';

/** What became of each entry, in their order, and what the index has to learn. */
export interface Written {
  readonly outcomes: PutOutcome[];
  readonly pending: PendingRow[];
}

/** Checks an entry and works out its row. Done before the transaction: hashing would let it end early. */
export async function prepareEntry(entry: PutEntry, usedAt: number): Promise<WholeRow> {
  const { owner, origin, fetchedAt, expiresAt } = entry;
  const document = sourceDocumentSchema.safeParse(entry.document);
  const passages = z.array(passageSchema).safeParse(entry.passages);
  if (!document.success || !passages.success) {
    throw new DesksideError('bad-answer', 'A document to be cached does not have the right shape.', {
      cause: document.error ?? passages.error,
    });
  }
  const { id, sourceId } = document.data;
  const key = documentKey(owner, sourceId, id);
  if (passages.data.some((passage) => passage.documentKey !== key)) {
    throw new DesksideError('invalid-query', 'A passage to be cached belongs to another document.');
  }
  const content = new TextEncoder().encode(JSON.stringify([document.data, passages.data]));
  return {
    key,
    owner,
    origin,
    sourceId,
    hash: await sha256(content),
    bytes: content.byteLength,
    passageCount: passages.data.length,
    fetchedAt,
    expiresAt,
    usedAt,
    ...(entry.pinned && { pinned: 1 }),
    document: document.data,
    passages: passages.data,
  };
}

const hexadecimal = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', content);
  let text = '';
  for (const byte of new Uint8Array(digest)) text += hexadecimal[byte] ?? '';
  return text;
}

/** Writes all of them or, whatever cuts it, none. Safe to repeat. */
export function writeEntries(
  tables: DesksideTables,
  entries: readonly WholeRow[],
  now: number,
): Promise<Written> {
  const written = [tables.documents, tables.encodings, tables.meta, tables.notes];
  return tables.transaction('rw', written, async () => {
    const known = await readKnown(tables, entries);
    const removals = await readRemovals(tables, entries);
    const rows = new Map<string, WholeRow>();
    const replaced = new Set<string>();
    const outcomes = entries.map((row) => {
      const stored = known.get(row.key);
      const removedAt = Math.max(...removalMarksOf(row).map((mark) => removals.get(mark) ?? -Infinity));
      const outcome = judge(row, stored, removedAt, now);
      if (outcome === 'superseded') return outcome;
      const usedAt = stored?.usedAt ?? row.usedAt;
      const pinned = stored?.pinned ?? row.pinned;
      rows.set(row.key, { ...row, usedAt, ...(pinned && { pinned }) });
      if (outcome !== 'unchanged') replaced.add(row.key);
      // The same document may stand in the list once more.
      known.set(row.key, { hash: row.hash, fetchedAt: row.fetchedAt, usedAt, pinned });
      return outcome;
    });
    const notes = notesOf([...replaced]);
    const outdated = entries.flatMap(({ key }, at) => (outcomes[at] === 'updated' ? [key] : []));
    await tables.documents.bulkPut([...rows.values()]);
    // What its old text meant.
    await tables.encodings.bulkDelete(outdated);
    await tables.notes.bulkPut(notes);
    return { outcomes, pending: pendingOf(notes) };
  });
}

/** What of a stored row decides what a write does; the rest of it may be damaged. */
const knownSchema = z.object({
  hash: z.string(),
  fetchedAt: z.number(),
  usedAt: z.number(),
  pinned: documentRowSchema.shape.pinned.catch(undefined),
  passages: z.array(z.unknown()).catch([]),
});
type Known = Omit<z.infer<typeof knownSchema>, 'passages'>;

function judge(row: DocumentRow, stored: Known | undefined, removedAt: number, now: number): PutOutcome {
  // Times that are yet to come are a clock that was set back: they must not bar every later read.
  if (removedAt > row.fetchedAt && removedAt <= now) return 'superseded';
  if (!stored) return 'added';
  if (stored.fetchedAt > row.fetchedAt && stored.fetchedAt <= now) return 'superseded';
  return stored.hash === row.hash ? 'unchanged' : 'updated';
}

/** What is stored under the keys of these entries, as far as it is not damaged. */
async function readKnown(
  tables: DesksideTables,
  entries: readonly DocumentRow[],
): Promise<Map<string, Known>> {
  const there = await maybeThere(
    tables,
    entries.map(({ key }) => key),
  );
  const asked = entries.filter(({ key }) => there === null || there.has(key));
  const stored = await tables.documents.bulkGet(asked.map(({ key }) => key));
  const known = new Map<string, Known>();
  for (const [index, { key, passageCount }] of asked.entries()) {
    const { data } = knownSchema.safeParse(stored[index]);
    // Passages that are missing are written again, whatever the hash says.
    if (data) known.set(key, { ...data, hash: data.passages.length === passageCount ? data.hash : '' });
  }
  return known;
}

/**
 * Which of the keys may be stored, by one look at the stretch between the first and the last: in a first copy none is, and
 * asking for each takes a tenth of the time of writing it. Null where the stretch holds too many others.
 */
async function maybeThere(
  tables: DesksideTables,
  keys: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const sorted = [...keys].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const most = keys.length * 2;
  const stretch = tables.documents.where('key').between(first, last, true, true);
  const found = await stretch.limit(most).primaryKeys();
  return found.length < most ? new Set(found) : null;
}

async function readRemovals(
  tables: DesksideTables,
  entries: readonly DocumentRow[],
): Promise<Map<string, number>> {
  const marks = new Set(entries.flatMap(removalMarksOf));
  const rows = await tables.meta.bulkGet([...marks]);
  return new Map(
    rows.flatMap((found) => {
      const { data } = metaRowSchema.safeParse(found);
      return data ? [[data.key, data.at] as const] : [];
    }),
  );
}

function removalMarksOf({ key, owner, sourceId, origin }: DocumentRow): string[] {
  return [
    removalMarkKey('document', key),
    removalMarkKey('owner', owner),
    removalMarkKey('source', sourceId),
    removalMarkKey('origin', origin),
    removalMarkKey('all', ''),
  ];
}
