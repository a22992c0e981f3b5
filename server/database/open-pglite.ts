import { mkdirSync } from 'node:fs';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { Database, Query } from './database';

/** PostgreSQL in this process, over a folder; in memory without one. It has one connection: requests queue. */
export async function openPglite(folder: string | null): Promise<Database> {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const pglite = await PGlite.create({ ...(folder !== null && { dataDir: folder }), extensions: { vector } });
  const queryOf =
    (on: PGlite | Transaction): Query =>
    async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await on.query<Row>(text, [...parameters])).rows;
  return {
    kind: 'pglite',
    query: queryOf(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(queryOf(transaction))),
    close: () => pglite.close(),
  };
}
