import { readerNames, type Principal } from '../auth/principal';
import type { Database, Query } from '../database/database';
import { newId, nowSeconds } from '../new-id';
import { noSuch, Problem } from '../problem';
import { pageOf, type Page, type PageRequest } from './page';

export interface VectorStore {
  readonly number: number;
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Who beside its owner finds what is in it. */
  readonly readers: readonly string[];
  readonly created_at: number;
  readonly last_active_at: number;
}

/** How many of a store's files are where. */
export interface FileCounts {
  readonly in_progress: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly total: number;
}

const columns = 'number, id, owner, name, metadata, readers, created_at, last_active_at';
/** Parameters `$1` is who, `$2` the names that lists of readers may call them, `$3` whether they are an operator. */
const mayRead = '(owner = $1 or $3 or readers && $2::text[])';
const whoOf = (who: Principal): unknown[] => [who.id, readerNames(who), who.isOperator];

/** Only an operator opens a store to others: what somebody brings in is their own until then. */
function refuseReaders(readers: readonly string[] | undefined, who: Principal): void {
  if (readers !== undefined && !who.isOperator)
    throw new Problem(403, 'Only an operator key may say who else reads a store.', 'not_operator', 'readers');
}

export async function addStore(
  { query }: Pick<Database, 'query'>,
  who: Principal,
  values: {
    name: string;
    metadata: Readonly<Record<string, string>>;
    readers?: readonly string[] | undefined;
  },
): Promise<VectorStore> {
  refuseReaders(values.readers, who);
  const now = nowSeconds();
  const [row] = await query<VectorStore>(
    `insert into vector_stores (id, owner, name, metadata, readers, created_at, last_active_at)
     values ($1, $2, $3, $4::jsonb, $5, $6, $6) returning ${columns}`,
    [newId('vs_'), who.id, values.name, JSON.stringify(values.metadata), [...(values.readers ?? [])], now],
  );
  if (!row) throw new Problem(500, 'The store was not made.');
  return row;
}

/** Those that somebody may read. */
export function listStores(
  { query }: Database,
  who: Principal,
  page: PageRequest,
): Promise<Page<VectorStore>> {
  return pageOf(
    page,
    (where, order, parameters) =>
      query<VectorStore>(`select ${columns} from vector_stores where ${mayRead} ${where} ${order}`, [
        ...whoOf(who),
        ...parameters,
      ]),
    { first: 4, table: 'vector_stores' },
  );
}

/** @throws Problem 404 for one that is not there, or not theirs to read */
export async function readableStore(
  { query }: { query: Query },
  who: Principal,
  id: string,
): Promise<VectorStore> {
  const [row] = await query<VectorStore>(
    `select ${columns} from vector_stores where ${mayRead} and id = $4`,
    [...whoOf(who), id],
  );
  if (!row) throw noSuch('vector store');
  return row;
}

/** @throws Problem 404, or 403 where it may be read and not changed */
export async function ownStore(database: { query: Query }, who: Principal, id: string): Promise<VectorStore> {
  const store = await readableStore(database, who, id);
  if (store.owner !== who.id && !who.isOperator)
    throw new Problem(403, 'This vector store belongs to somebody else.', 'not_owner');
  return store;
}

export async function changeStore(
  database: Database,
  who: Principal,
  id: string,
  change: {
    name?: string | undefined;
    metadata?: Readonly<Record<string, string>> | undefined;
    readers?: readonly string[] | undefined;
  },
): Promise<VectorStore> {
  refuseReaders(change.readers, who);
  await ownStore(database, who, id);
  const [row] = await database.query<VectorStore>(
    `update vector_stores set name = coalesce($2, name), metadata = coalesce($3::jsonb, metadata),
       readers = coalesce($4, readers), last_active_at = $5 where id = $1 returning ${columns}`,
    [
      id,
      change.name ?? null,
      change.metadata === undefined ? null : JSON.stringify(change.metadata),
      change.readers === undefined ? null : [...change.readers],
      nowSeconds(),
    ],
  );
  if (!row) throw noSuch('vector store');
  return row;
}

export async function removeStore(database: Database, who: Principal, id: string): Promise<void> {
  await ownStore(database, who, id);
  await database.transaction(async (query) => {
    // Ingestion locks the same row before it writes: whichever comes second finds the other's work done.
    const [row] = await query<{ number: number }>(
      'delete from vector_stores where id = $1 returning number',
      [id],
    );
    if (!row) return;
    for (const table of ['passage_codes', 'passages', 'documents'])
      await query(`delete from ${table} where store = $1`, [row.number]);
  });
}

export async function fileCounts(
  { query }: { query: Query },
  ids: readonly string[],
  by: 'store' | 'batch' = 'store',
): Promise<Map<string, FileCounts & { bytes: number }>> {
  const rows = await query<{ id: string; status: keyof FileCounts; files: number; bytes: number }>(
    `select ${by} as id, status, count(*)::int as files, coalesce(sum(usage_bytes), 0)::float8 as bytes
     from store_files where ${by} = any($1) group by ${by}, status`,
    [[...ids]],
  );
  const none = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0, bytes: 0 };
  return new Map(
    ids.map((id) => {
      const counts = { ...none };
      for (const row of rows.filter((each) => each.id === id)) {
        counts[row.status] += row.files;
        counts.total += row.files;
        counts.bytes += row.bytes;
      }
      return [id, counts];
    }),
  );
}
