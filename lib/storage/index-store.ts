import { z } from 'zod';
import type { DesksideDatabase, DesksideTables } from './database';
import { blockKey, pendingRow, segmentRowSchema, type SegmentRow } from './index-rows';
import { ownerPrefix } from './keys';
import { dropSegment, LAST_CHARACTER } from './purge-documents';
import { pendingRowSchema, type PendingRow } from './rows';

interface IndexChange {
  readonly add: readonly { readonly row: SegmentRow; readonly blocks: ReadonlyMap<string, Uint8Array> }[];
  readonly update: readonly SegmentRow[];
  readonly drop: readonly string[];
  readonly settled: readonly PendingRow[];
}

const bytesSchema = z.instanceof(Uint8Array);

/** Segments of the index beside the documents they were made of: what `retrieval/disk/index-store` asks for. */
export function createIndexStore(database: DesksideDatabase) {
  return {
    async segments(owner: string): Promise<SegmentRow[]> {
      const rows = await database.run((tables) => tables.segments.where('owner').equals(owner).toArray());
      // One that cannot be read takes the others along: the index is built anew.
      return rows.map((row) => segmentRowSchema.safeParse(row).data ?? damagedRow(owner));
    },

    async read(segmentId: string, names: readonly string[]): Promise<(Uint8Array | undefined)[]> {
      const keys = names.map((name) => blockKey(segmentId, name));
      const found = await database.run((tables) => tables.blocks.bulkGet(keys));
      return found.map((block) => bytesSchema.safeParse(block).data);
    },

    commit: (change: IndexChange): Promise<void> =>
      database.run((tables) =>
        tables.transaction('rw', tables.segments, tables.blocks, tables.pending, async () => {
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
      ),

    async pending(owner: string, most: number): Promise<PendingRow[]> {
      const rows = await database.run((tables) =>
        tables.pending.where('owner').equals(owner).limit(most).toArray(),
      );
      return rows.flatMap((row) => pendingRowSchema.safeParse(row).data ?? []);
    },

    /** Drops an owner's segments, and makes all their documents pending. */
    rebuild: (owner: string): Promise<void> =>
      database.run((tables) =>
        tables.transaction(
          'rw',
          tables.documents,
          tables.segments,
          tables.blocks,
          tables.pending,
          async () => {
            const ids = await tables.segments.where('owner').equals(owner).primaryKeys();
            for (const id of ids) await dropSegment(tables, id);
            const prefix = ownerPrefix(owner);
            const keys = await tables.documents
              .where('key')
              .between(prefix, `${prefix}${LAST_CHARACTER}`)
              .primaryKeys();
            await tables.pending.bulkPut(keys.map((key) => pendingRow(key, 'stored')));
          },
        ),
      ),
  };
}

/** What the segments of everybody take. */
export async function readIndexBytes(tables: DesksideTables): Promise<number> {
  const rows = await tables.segments.toArray();
  return rows.reduce<number>((sum, row) => sum + (segmentRowSchema.safeParse(row).data?.bytes ?? 0), 0);
}

/** What was changed since it was noted stays to be done. */
async function settle(tables: DesksideTables, settled: readonly PendingRow[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = await tables.pending.bulkGet(settled.map(({ documentKey }) => documentKey));
  const done = settled.filter(({ mark }, at) => pendingRowSchema.safeParse(rows[at]).data?.mark === mark);
  await tables.pending.bulkDelete(done.map(({ documentKey }) => documentKey));
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
    languages: [],
    alive: 0,
    lengths: [],
    removed: null,
    bytes: 0,
  };
}
