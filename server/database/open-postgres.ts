import pg from 'pg';
import type { Database, Query } from './database';

/** Longer than any statement of ours takes on a healthy database. */
const STATEMENT_MS = 60_000;
const CONNECT_MS = 10_000;

/** A pool of connections to PostgreSQL; what breaks is replaced, what is asked meanwhile fails and may be asked again. */
export function openPostgres(
  url: string,
  { connections, onLost }: { connections: number; onLost(error: Error): void },
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: 'deskside-server',
  });
  // A connection that breaks while nobody uses it; without a listener it would end the process.
  pool.on('error', onLost);
  const queryOf =
    (on: pg.Pool | pg.PoolClient): Query =>
    async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await on.query({ text, values: [...parameters] })).rows as Row[];
  return {
    kind: 'postgres',
    query: queryOf(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // One that is lost in mid-transaction says so twice: to the query, and here.
      const noteBroken = (error: Error) => (broken = error);
      client.on('error', noteBroken);
      try {
        await client.query('begin');
        const result = await work(queryOf(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(noteBroken);
        throw error;
      } finally {
        client.off('error', noteBroken);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
