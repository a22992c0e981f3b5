import { databaseFolder, type Config } from './config';
import type { Database } from './database/database';
import { migrate } from './database/migrations';
import { openPglite } from './database/open-pglite';
import { openPostgres } from './database/open-postgres';
import { dropClaims } from './stores/store-files';

/** The database that the settings name, with this version's tables. */
export async function openDatabase(config: Config, onLost: (error: Error) => void): Promise<Database> {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: connections } = config;
  const database =
    url === undefined ? await openPglite(databaseFolder(config)) : openPostgres(url, { connections, onLost });
  try {
    await migrate(database);
    if (database.kind === 'pglite') await dropClaims(database);
    return database;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}
