import type { Database } from './database';

interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
  /** Only where the database is one that takes it well; the queries are the same without. */
  readonly postgresOnly?: readonly string[];
}

/** In this order, each once; what has run anywhere is never changed again. */
const migrations: readonly Migration[] = [
  {
    name: '001-begin',
    statements: [
      'create extension if not exists vector',
      `create table keys (
        id text primary key, name text not null, hash bytea not null, groups text[] not null default '{}',
        operator boolean not null default false,
        created_at double precision not null, revoked_at double precision)`,
      `create table files (
        id text primary key, owner text not null, filename text not null, purpose text not null,
        bytes integer not null, sha256 text not null, content bytea not null, created_at double precision not null)`,
      'create index files_by_owner on files (owner, created_at, id)',
      // The number is what rows and words carry of their store: short.
      `create table vector_stores (
        number integer generated always as identity unique, id text primary key, owner text not null,
        name text not null default '', metadata jsonb not null default '{}', readers text[] not null default '{}',
        created_at double precision not null, last_active_at double precision not null)`,
      'create index vector_stores_by_owner on vector_stores (owner, created_at, id)',
      `create table file_batches (
        id text primary key, store text not null references vector_stores (id) on delete cascade,
        created_at double precision not null, cancelled_at double precision)`,
      `create table store_files (
        store text not null references vector_stores (id) on delete cascade,
        file text not null references files (id) on delete cascade,
        batch text references file_batches (id) on delete set null,
        status text not null, attributes jsonb not null default '{}', readers text[], error jsonb,
        passages integer not null default 0, usage_bytes integer not null default 0,
        title_terms integer not null default 0, heading_terms integer not null default 0,
        body_terms integer not null default 0,
        claim text, claimed_until double precision not null default 0, tries integer not null default 0,
        created_at double precision not null, primary key (store, file))`,
      'create index store_files_by_file on store_files (file)',
      'create index store_files_by_batch on store_files (batch)',
      `create index store_files_waiting on store_files (created_at) where status = 'in_progress'`,
      `create table documents (
        id bigint generated always as identity primary key, store integer not null, file text not null,
        part text not null, title text not null, url text not null, facts jsonb not null, readers text[],
        attributes jsonb not null, unique (store, file, part))`,
      // No reference to the document: it would be looked up for each of many passages; both go in one transaction.
      `create table passages (
        store integer not null, document bigint not null, ordinal integer not null, readers text[],
        headings text[] not null, text text not null, units jsonb not null,
        title_terms integer not null, heading_terms integer not null, body_terms integer not null,
        words tsvector not null, embedding halfvec(256), primary key (document, ordinal))`,
      'create index passages_by_word on passages using gin (words)',
      // Narrow, because all of a store's are looked through where no index is: 32 bytes a passage.
      `create table passage_codes (
        store integer not null, document bigint not null, ordinal integer not null, readers text[],
        code bit(256) not null, primary key (document, ordinal))`,
      'create index passage_codes_by_store on passage_codes (store)',
    ],
    postgresOnly: [
      'create index passage_codes_by_meaning on passage_codes using hnsw (code bit_hamming_ops)',
    ],
  },
];

/** Any number; whoever migrates holds the lock of that number, so that replicas that start together take turns. */
const LOCK = 682_140_321;

/** Brings the database to this version's tables. Safe to run from many processes at once, and again. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (query) => {
    await query('select pg_advisory_xact_lock($1)', [LOCK]);
    await query(
      'create table if not exists migrations (name text primary key, at double precision not null)',
    );
    const done = new Set(
      (await query<{ name: string }>('select name from migrations')).map(({ name }) => name),
    );
    for (const { name, statements, postgresOnly = [] } of migrations) {
      if (done.has(name)) continue;
      const all = database.kind === 'postgres' ? [...statements, ...postgresOnly] : statements;
      for (const statement of all) await query(statement);
      await query('insert into migrations (name, at) values ($1, $2)', [name, Date.now() / 1000]);
    }
  });
}
