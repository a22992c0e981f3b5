import { z } from 'zod';
import type { DesksideTables } from './database';
import { ownerPrefix } from './keys';
import { deleteDocuments, deletionTables, LAST_CHARACTER, STATS_INDEX } from './purge-documents';
import { documentRowSchema, toStored, wholeRowSchema, type DocumentRow, type StoredDocument } from './rows';

export interface SourceStats {
  readonly sourceId: string;
  readonly documents: number;
  readonly passages: number;
  readonly bytes: number;
  /** Epoch milliseconds of the oldest and newest read. */
  readonly oldest: number;
  readonly newest: number;
}

/** Documents in the order of their keys, and the keys of those whose rows do not fit together. */
export async function readDocuments(
  tables: DesksideTables,
  keys: readonly string[],
): Promise<{ found: StoredDocument[]; damaged: string[] }> {
  const rows = await tables.documents.bulkGet([...keys]);
  const found: StoredDocument[] = [];
  const damaged: string[] = [];
  for (const [index, key] of keys.entries()) {
    if (rows[index] === undefined) continue;
    const document = toStored(rows[index]);
    if (document?.documentKey === key) found.push(document);
    else damaged.push(key);
  }
  return { found, damaged };
}

export interface DocumentBatch {
  found: StoredDocument[];
  damaged: string[];
  /** Where the next one goes on; null after the last. */
  next: string | null;
}

/** Two range reads a batch: of keys and of rows. */
export function readBatch(
  tables: DesksideTables,
  owner: string,
  after: string | null,
  size: number,
): Promise<DocumentBatch> {
  return tables.transaction('r', tables.documents, async () => {
    const prefix = ownerPrefix(owner);
    const range = tables.documents
      .where('key')
      .between(after ?? prefix, `${prefix}${LAST_CHARACTER}`, after === null, false)
      .limit(size);
    const [keys, rows] = await Promise.all([range.clone().primaryKeys(), range.toArray()]);
    const batch: DocumentBatch = {
      found: [],
      damaged: [],
      next: keys.length < size ? null : (keys.at(-1) ?? null),
    };
    for (const [index, key] of keys.entries()) {
      const document = toStored(rows[index]);
      if (document?.owner === owner) batch.found.push(document);
      else batch.damaged.push(key);
    }
    return batch;
  });
}

/** Looks again before it deletes: another context may have written a good row since. */
export function deleteDamaged(tables: DesksideTables, keys: readonly string[]): Promise<number> {
  return tables.transaction('rw', deletionTables(tables), async () => {
    const still: string[] = [];
    for (const key of keys) {
      const row = await tables.documents.get(key);
      if (row !== undefined && toStored(row) === null) still.push(key);
    }
    await deleteDocuments(tables, still);
    return still.length;
  });
}

/** Rows without their passages; damaged ones count as not there. */
export async function readRows(tables: DesksideTables, keys: readonly string[]): Promise<DocumentRow[]> {
  const rows = await tables.documents.bulkGet([...keys]);
  return rows.flatMap((row) => documentRowSchema.safeParse(row).data ?? []);
}

/** Rewriting a whole row only to move its last use by seconds is not worth it. */
const TOUCH_STEP_MS = 60_000;

export function touchRows(tables: DesksideTables, keys: readonly string[], now: number): Promise<void> {
  return tables.transaction('rw', tables.documents, async () => {
    for (const row of await tables.documents.bulkGet([...new Set(keys)])) {
      const stored = wholeRowSchema.safeParse(row).data;
      if (stored && Math.abs(now - stored.usedAt) >= TOUCH_STEP_MS) {
        await tables.documents.put({ ...stored, usedAt: now });
      }
    }
  });
}

const statsKeySchema = z.tuple([z.string(), z.string(), z.number(), z.number(), z.number()]);

/** From the index alone: no document is read. */
export async function readStats(tables: DesksideTables): Promise<SourceStats[]> {
  const keys = await tables.documents.orderBy(STATS_INDEX).keys();
  const bySource = new Map<string, SourceStats>();
  for (const key of keys) {
    const { success, data } = statsKeySchema.safeParse(key);
    if (!success) continue;
    const [sourceId, , fetchedAt, passages, bytes] = data;
    const sum = bySource.get(sourceId);
    bySource.set(sourceId, {
      sourceId,
      documents: (sum?.documents ?? 0) + 1,
      passages: (sum?.passages ?? 0) + passages,
      bytes: (sum?.bytes ?? 0) + bytes,
      oldest: Math.min(sum?.oldest ?? fetchedAt, fetchedAt),
      newest: Math.max(sum?.newest ?? fetchedAt, fetchedAt),
    });
  }
  return [...bySource.values()];
}
