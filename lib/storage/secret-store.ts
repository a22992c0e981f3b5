import { z } from 'zod';
import type { DesksideDatabase } from './database';

const secretRowSchema = z.object({ name: z.string(), value: z.string().min(1), belongsTo: z.string() });
export type SecretRow = z.infer<typeof secretRowSchema>;

/**
 * Secrets of this browser profile. Only the host reads them: they are in no setting, no backup, no log and no message to
 * a page.
 */
export function createSecretStore(database: DesksideDatabase) {
  return {
    /**
     * @param belongsTo the address that it is for: it is given to no other
     * @returns null where there is none, or it is for another address
     */
    async read(name: string, belongsTo: string): Promise<string | null> {
      const row = secretRowSchema.safeParse(await database.run((tables) => tables.secrets.get(name))).data;
      return row?.belongsTo === belongsTo ? row.value : null;
    },
    async save(name: string, value: string, belongsTo: string): Promise<void> {
      await database.run((tables) => tables.secrets.put({ name, value, belongsTo }));
    },
    async remove(name: string): Promise<void> {
      await database.run((tables) => tables.secrets.delete(name));
    },
  };
}
export type SecretStore = ReturnType<typeof createSecretStore>;
