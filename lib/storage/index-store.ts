import { z } from 'zod';
import type { DesksideDatabase, DesksideTables } from './database';
import { blockKey, noteIdOf, notesOf, pendingOf, segmentRowSchema, type SegmentRow } from './index-rows';
import { ownerPrefix } from './keys';
import { dropSegment, LAST_CHARACTER } from './purge-documents';
import { noteRowSchema, type NoteRow, type PendingRow } from './rows';

interface IndexChange {
  readonly add: readonly { readonly row: SegmentRow; readonly blocks: ReadonlyMap<string, Uint8Array> }[];
  readonly update: readonly SegmentRow[];
  readonly drop: readonly string[];
  readonly settled: readonly PendingRow[];
}

/** Of two hundred documents each at most. */
const NOTES_AT_ONCE = 8;

const bytesSchema = z.instanceof(Uint8Array);

/** Blocks that wait to be read together. */
interface Reading {
  readonly keys: string[];
  readonly found: Promise<unknown[]>;
}

/**
 * Segments of the index beside the documents they were made of: what `retrieval/disk/index-store` asks for. `onWritten`
 * hears how many bytes each change wrote.
 */
export function createIndexStore(database: DesksideDatabase, onWritten?: (bytes: number) => void) {
  let reading: Reading | null = null;
  const begin = (): Reading => {
    const keys: string[] = [];
    const found = Promise.resolve().then(() => {
      reading = null;
      return database.run((tables) => tables.blocks.bulkGet(keys));
    });
    return { keys, found };
  };
  return {
    async segments(owner: string): Promise<SegmentRow[]> {
      const rows = await database.run((tables) => tables.segments.where('owner').equals(owner).toArray());
      // One that cannot be read takes the others along: the index is built anew.
      return rows.map((row) => segmentRowSchema.safeParse(row).data ?? damagedRow(owner));
    },

    /** What is asked for in one go, of whichever segments, is read in one transaction. */
    async read(segmentId: string, names: readonly string[]): Promise<(Uint8Array | undefined)[]> {
      const { keys, found } = (reading ??= begin());
      const first = keys.length;
      for (const name of names) keys.push(blockKey(segmentId, name));
      const blocks = await found;
      return names.map((_, at) => bytesSchema.safeParse(blocks[first + at]).data);
    },

    async commit(change: IndexChange): Promise<void> {
      await database.run((tables) =>
        tables.transaction('rw', tables.segments, tables.blocks, tables.notes, async () => {
          await settle(tables, change.settled);
          for (const id of change.drop) await dropSegment(tables, id);
          await tables.segments.bulkPut([...change.add.map(({ row }) => row), ...change.update]);
          for (const { row, blocks } of change.add) {
            await tables.blocks.bulkPut(
              [...blocks.values()],
              [...blocks.keys()].map((name) => blockKey(row.id, name)),
            );
          }
        }),
      );
      onWritten?.(change.add.reduce((sum, { row }) => sum + row.bytes, 0));
    },

    async pending(owner: string, most: number): Promise<PendingRow[]> {
      const rows = await database.run((tables) =>
        tables.notes.where('owner').equals(owner).limit(NOTES_AT_ONCE).toArray(),
      );
      return pendingOf(rows.flatMap((row) => noteRowSchema.safeParse(row).data ?? [])).slice(0, most);
    },

    /** Drops an owner's segments, and makes all their documents pending. */
    rebuild: (owner: string): Promise<void> =>
      database.run((tables) =>
        tables.transaction('rw', tables.documents, tables.segments, tables.blocks, tables.notes, async () => {
          const ids = await tables.segments.where('owner').equals(owner).primaryKeys();
          for (const id of ids) await dropSegment(tables, id);
          const prefix = ownerPrefix(owner);
          const keys = await tables.documents
            .where('key')
            .between(prefix, `${prefix}${LAST_CHARACTER}`)
            .primaryKeys();
          await tables.notes.bulkPut(notesOf(keys));
        }),
      ),
  };
}

/** What the segments of everybody take. */
export async function readIndexBytes(tables: DesksideTables): Promise<number> {
  const rows = await tables.segments.toArray();
  return rows.reduce<number>((sum, row) => sum + (segmentRowSchema.safeParse(row).data?.bytes ?? 0), 0);
}

/** What was changed since it was noted stands in another note, and stays to be done. */
async function settle(tables: DesksideTables, settled: readonly PendingRow[]): Promise<void> {
  const done = new Map<string, Set<string>>();
  for (const one of settled) {
    const id = noteIdOf(one);
    done.set(id, (done.get(id) ?? new Set()).add(one.documentKey));
  }
  const rows = await tables.notes.bulkGet([...done.keys()]);
  const left = rows.flatMap((row): NoteRow[] => {
    const note = noteRowSchema.safeParse(row).data;
    const keys = note?.keys.filter((key) => done.get(note.id)?.has(key) !== true) ?? [];
    return note && keys.length > 0 ? [{ ...note, keys }] : [];
  });
  await tables.notes.bulkDelete([...done.keys()]);
  await tables.notes.bulkPut(left);
}

/** No version of the index has this format. */
function damagedRow(owner: string): SegmentRow {
  return {
    id: '',
    owner,
    format: 0,
    embedder: null,
    dimensions: 0,
    documents: 0,
    passages: 0,
    buckets: 1,
    group: 1,
    languages: [],
    alive: 0,
    lengths: [],
    removed: null,
    bytes: 0,
  };
}
