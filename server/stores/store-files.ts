import { readerNames, type Principal } from '../auth/principal';
import type { Database, Query } from '../database/database';
import { newId, nowSeconds } from '../new-id';
import { noSuch } from '../problem';
import { pageOf, type Page, type PageRequest } from './page';
import { removePassages, writeDocuments, type NewDocument } from './passages';
import type { VectorStore } from './vector-stores';

export type StoreFileStatus = 'in_progress' | 'completed' | 'failed' | 'cancelled';

export interface StoreFile {
  readonly file: string;
  readonly store: string;
  readonly batch: string | null;
  readonly status: StoreFileStatus;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly readers: readonly string[] | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly usage_bytes: number;
  readonly created_at: number;
}

const columns = 'file, store, batch, status, attributes, readers, error, usage_bytes, created_at';
/** How long a process may be silent over a file before another one takes it for dead. */
const CLAIM_SECONDS = 60;
/** A file that ended so many processes is at fault itself. */
const MOST_TRIES = 3;

/** Attaches files, or attaches them anew with other attributes; their text is read by whoever is free. */
export async function attachFiles(
  query: Query,
  store: VectorStore,
  files: readonly {
    readonly id: string;
    readonly attributes: StoreFile['attributes'];
    readonly readers: readonly string[] | null;
  }[],
  batch: string | null = null,
): Promise<StoreFile[]> {
  const rows: StoreFile[] = [];
  for (const { id, attributes, readers } of files) {
    const [row] = await query<StoreFile>(
      `insert into store_files (store, file, batch, status, attributes, readers, created_at)
       values ($1, $2, $3, 'in_progress', $4::jsonb, $5, $6)
       on conflict (store, file) do update set status = 'in_progress', batch = excluded.batch, error = null,
         attributes = excluded.attributes, readers = excluded.readers, tries = 0, claimed_until = 0, claim = null
       returning ${columns}`,
      [store.id, id, batch, JSON.stringify(attributes), readers === null ? null : [...readers], nowSeconds()],
    );
    if (row) rows.push(row);
  }
  return rows;
}

export function listStoreFiles(
  { query }: Database,
  store: VectorStore,
  who: Principal,
  page: PageRequest,
  { status, batch }: { status?: StoreFileStatus | undefined; batch?: string | undefined },
): Promise<Page<StoreFile>> {
  return pageOf(
    page,
    (where, order, parameters) =>
      query<StoreFile>(
        `select ${columns} from store_files where store = $1 and (readers is null or readers && $2::text[] or $3)
           and ($4::text is null or status = $4) and ($5::text is null or batch = $5) ${where} ${order}`,
        [store.id, ...seenBy(store, who), status ?? null, batch ?? null, ...parameters],
      ),
    { first: 6, table: 'store_files', id: 'file', within: 'and other.store = $1' },
  );
}

/** @throws Problem 404 for one that is not there, or not theirs to see */
export async function storeFile(
  { query }: { query: Query },
  store: VectorStore,
  who: Principal,
  file: string,
): Promise<StoreFile> {
  const [row] = await query<StoreFile>(
    `select ${columns} from store_files where store = $1 and (readers is null or readers && $2::text[] or $3) and file = $4`,
    [store.id, ...seenBy(store, who), file],
  );
  if (!row) throw noSuch('file in this vector store');
  return row;
}

/** Who brought a document in knows of it, whoever may find it. */
function seenBy(store: VectorStore, who: Principal): unknown[] {
  return [readerNames(who), who.isOperator || store.owner === who.id];
}

export async function detachFile(database: Database, store: VectorStore, file: string): Promise<void> {
  await database.transaction(async (query) => {
    await lockFile(query, store.id, file);
    await removePassages(query, store.number, file);
    await query('delete from store_files where store = $1 and file = $2', [store.id, file]);
  });
}

/** A file that somebody is to read now. */
export interface ClaimedFile {
  readonly store: string;
  readonly number: number;
  readonly file: string;
  readonly filename: string;
  readonly content: Buffer;
  readonly attributes: StoreFile['attributes'];
  readonly readers: readonly string[] | null;
  /** Names this claim: a later one has another. */
  readonly claim: string;
}

/** Takes the next file that nobody reads; many processes may ask at once. Null where there is none. */
export async function claimFile(database: Database): Promise<ClaimedFile | null> {
  const now = Date.now() / 1000;
  const claim = newId('claim_');
  return database.transaction(async (query) => {
    await query(
      `update store_files set status = 'failed', error = $1::jsonb where status = 'in_progress' and tries >= $2 and claimed_until < $3`,
      [
        JSON.stringify({ code: 'server_error', message: 'Reading this file failed several times.' }),
        MOST_TRIES,
        now,
      ],
    );
    const [next] = await query<{ store: string; file: string }>(
      `select store, file from store_files where status = 'in_progress' and claimed_until < $1
       order by created_at, file limit 1 for update skip locked`,
      [now],
    );
    if (!next) return null;
    await query(
      'update store_files set claim = $3, claimed_until = $4, tries = tries + 1 where store = $1 and file = $2',
      [next.store, next.file, claim, now + CLAIM_SECONDS],
    );
    const [row] = await query<Omit<ClaimedFile, 'content' | 'claim'> & { content: Uint8Array }>(
      `select store, number, file, filename, content, attributes, store_files.readers from store_files
       join files on files.id = file join vector_stores on vector_stores.id = store where store = $1 and file = $2`,
      [next.store, next.file],
    );
    return row ? { ...row, content: Buffer.from(row.content), claim } : null;
  });
}

/** Whoever reads a file says from time to time that they still do. */
export async function renewClaim({ query }: Database, { claim }: ClaimedFile): Promise<void> {
  await query('update store_files set claimed_until = $2 where claim = $1', [
    claim,
    Date.now() / 1000 + CLAIM_SECONDS,
  ]);
}

/** To be called by the only process there is, when it starts: whoever had claimed something is gone. */
export async function dropClaims({ query }: Database): Promise<void> {
  await query("update store_files set claimed_until = 0 where status = 'in_progress'");
}

/**
 * Puts what was read of a file in place of what was there, all at once, and says so. Whatever else happened to it
 * meanwhile (taken out, attached anew, cancelled) counts, and what was read is thrown away.
 */
export async function settleFile(
  database: Database,
  claimed: ClaimedFile,
  outcome:
    { readonly documents: readonly NewDocument[] } | { readonly error: NonNullable<StoreFile['error']> },
): Promise<boolean> {
  return database.transaction(async (query) => {
    const row = await lockFile(query, claimed.store, claimed.file);
    if (row?.status !== 'in_progress' || row.claim !== claimed.claim) return false;
    await removePassages(query, claimed.number, claimed.file);
    if ('error' in outcome) {
      await query(
        `update store_files set status = 'failed', error = $3::jsonb, passages = 0, usage_bytes = 0, title_terms = 0,
           heading_terms = 0, body_terms = 0 where store = $1 and file = $2`,
        [claimed.store, claimed.file, JSON.stringify(outcome.error)],
      );
      return true;
    }
    await writeDocuments(query, claimed.number, claimed.file, outcome.documents);
    const passages = outcome.documents.flatMap((document) => document.passages);
    const sum = (of: (passage: (typeof passages)[number]) => number) =>
      passages.reduce((total, passage) => total + of(passage), 0);
    await query(
      `update store_files set status = 'completed', error = null, passages = $3, usage_bytes = $4, title_terms = $5,
         heading_terms = $6, body_terms = $7 where store = $1 and file = $2`,
      [
        claimed.store,
        claimed.file,
        passages.length,
        sum(({ text, words }) => text.length + words.length + 512),
        sum(({ lengths }) => lengths.title),
        sum(({ lengths }) => lengths.headings),
        sum(({ lengths }) => lengths.body),
      ],
    );
    return true;
  });
}

/** The store first: it may be on its way out, with all that is in it. */
async function lockFile(
  query: Query,
  store: string,
  file: string,
): Promise<{ status: StoreFileStatus; claim: string | null } | undefined> {
  await query('select id from vector_stores where id = $1 for share', [store]);
  const [row] = await query<{ status: StoreFileStatus; claim: string | null }>(
    'select status, claim from store_files where store = $1 and file = $2 for update',
    [store, file],
  );
  return row;
}
