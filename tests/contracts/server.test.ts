import { openPglite } from '../../server/database/open-pglite';
import { migrate } from '../../server/database/migrations';
import { describeServer } from '../server/server-contract';

describeServer('PGlite', async () => {
  const database = await openPglite(null);
  await migrate(database);
  return database;
});
