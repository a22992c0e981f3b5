import { syncRowSchema, type SyncRow } from '../core/sync';
import type { DesksideDatabase, DesksideTables } from './database';
import { isQuotaExceeded, outOfRoom } from './database-errors';
import { syncMemberRowSchema } from './sync-rows';

/** Where copies of whole sources stand: what `host/sync` asks for. A damaged row is none, so its copy begins anew. */
export function createSyncStore(database: DesksideDatabase) {
  const write = async (work: (tables: DesksideTables) => PromiseLike<unknown>): Promise<void> => {
    try {
      await database.run(async (tables) => void (await work(tables)));
    } catch (error) {
      throw isQuotaExceeded(error) ? outOfRoom(error) : error;
    }
  };
  return {
    async get(jobKey: string): Promise<SyncRow | null> {
      return parseRow(await database.run((tables) => tables.syncs.get(jobKey)));
    },
    async all(): Promise<SyncRow[]> {
      const rows = await database.run((tables) => tables.syncs.toArray());
      return rows.flatMap((row) => parseRow(row) ?? []);
    },
    async put(row: SyncRow): Promise<void> {
      await write((tables) => tables.syncs.put(row));
    },
    delete: (jobKey: string): Promise<void> =>
      database.run((tables) =>
        tables.transaction('rw', tables.syncs, tables.syncMembers, async () => {
          await tables.syncs.delete(jobKey);
          await tables.syncMembers.where('jobKey').equals(jobKey).delete();
        }),
      ),
    async mark(jobKey: string, ids: readonly string[], generation: number): Promise<void> {
      const rows = ids.map((id) => ({ jobKey, id, generation }));
      await write((tables) => tables.syncMembers.bulkPut(rows));
    },
    async members(jobKey: string): Promise<{ id: string; generation: number }[]> {
      const rows = await database.run((tables) =>
        tables.syncMembers.where('jobKey').equals(jobKey).toArray(),
      );
      return rows.flatMap((row) => {
        const { data } = syncMemberRowSchema.safeParse(row);
        return data ? [{ id: data.id, generation: data.generation }] : [];
      });
    },
    async unmark(jobKey: string, ids: readonly string[]): Promise<void> {
      const keys = ids.map((id): [string, string] => [jobKey, id]);
      await write((tables) => tables.syncMembers.bulkDelete(keys));
    },
  };
}

function parseRow(row: unknown): SyncRow | null {
  return syncRowSchema.safeParse(row).data ?? null;
}
