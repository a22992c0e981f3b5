import type { Identity } from '../core/source';
import type { DesksideDatabase } from './database';
import { identityRowSchema } from './rows';

/** Who was signed in last, per session (a product at a base URL): whose rows count while the source is out of reach. */
export function createIdentityStore(options: { database: DesksideDatabase; now: () => number }) {
  const { database, now } = options;
  return {
    /** Null when nobody was, or the row is damaged: then the source has to be asked. */
    async load(session: string): Promise<Identity | null> {
      const row = identityRowSchema.safeParse(
        await database.run((tables) => tables.identities.get(session)),
      ).data;
      return row ? { userId: row.userId, displayName: row.displayName } : null;
    },
    async save(session: string, identity: Identity): Promise<void> {
      const { userId, displayName } = identity;
      await database.run((tables) =>
        tables.identities.put({ session, userId, displayName, verifiedAt: now() }),
      );
    },
    async remove(session: string): Promise<void> {
      await database.run((tables) => tables.identities.delete(session));
    },
  };
}
