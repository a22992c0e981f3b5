import { createHash } from 'node:crypto';
import type { Principal } from '../auth/principal';
import type { Database, Query } from '../database/database';
import { newId, nowSeconds } from '../new-id';
import { noSuch } from '../problem';
import { pageOf, type Page, type PageRequest } from './page';
import { removePassages } from './passages';

export interface StoredFile {
  readonly id: string;
  readonly owner: string;
  readonly filename: string;
  readonly purpose: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly created_at: number;
}

const columns = 'id, owner, filename, purpose, bytes, sha256, created_at';
const isTheirs = '(owner = $1 or $2)';

export async function addFile(
  query: Query,
  owner: string,
  { filename, purpose, content }: { filename: string; purpose: string; content: Buffer },
): Promise<StoredFile> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const [row] = await query<StoredFile>(
    `insert into files (id, owner, filename, purpose, bytes, sha256, content, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [newId('file-'), owner, plainName(filename), purpose, content.length, sha256, content, nowSeconds()],
  );
  if (!row) throw new Error('no row came of an insert');
  return row;
}

/** A name to show and to cite: it never names a place on a disk, because nothing is ever written under it. */
function plainName(filename: string): string {
  const parts = filename
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- these are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
    .split(/[/\\]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').slice(-300) || 'file';
}

export function listFiles(
  { query }: Database,
  who: Principal,
  page: PageRequest,
  purpose: string | undefined,
): Promise<Page<StoredFile>> {
  return pageOf(
    page,
    (where, order, parameters) =>
      query<StoredFile>(
        `select ${columns} from files where ${isTheirs} and ($3::text is null or purpose = $3) ${where} ${order}`,
        [who.id, who.isOperator, purpose ?? null, ...parameters],
      ),
    { first: 4, table: 'files' },
  );
}

/** @throws Problem 404 for one that is not there, or somebody else's */
export async function ownFile({ query }: { query: Query }, who: Principal, id: string): Promise<StoredFile> {
  const [row] = await query<StoredFile>(`select ${columns} from files where ${isTheirs} and id = $3`, [
    who.id,
    who.isOperator,
    id,
  ]);
  if (!row) throw noSuch('file');
  return row;
}

export async function fileContent({ query }: { query: Query }, id: string): Promise<Buffer> {
  const [row] = await query<{ content: Uint8Array }>('select content from files where id = $1', [id]);
  if (!row) throw noSuch('file');
  return Buffer.from(row.content);
}

/** Out of every store as well, at once. Gives the numbers of those stores. */
export async function removeFile(database: Database, who: Principal, id: string): Promise<number[]> {
  await ownFile(database, who, id);
  return database.transaction(async (query) => {
    const stores = await query<{ number: number }>(
      `select vector_stores.number from vector_stores join store_files on store = vector_stores.id
       where file = $1 order by number for update of vector_stores`,
      [id],
    );
    for (const { number } of stores) await removePassages(query, number, id);
    await query('delete from files where id = $1', [id]);
    return stores.map(({ number }) => number);
  });
}
