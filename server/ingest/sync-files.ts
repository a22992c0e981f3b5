import { createHash } from 'node:crypto';
import type { Principal } from '../auth/principal';
import type { Database } from '../database/database';
import { addFile } from '../stores/files';
import { attachFiles, detachFile } from '../stores/store-files';
import { addStore, fileCounts, type VectorStore } from '../stores/vector-stores';
import { noSuch } from '../problem';
import type { Attributes } from './index-file';

/** A file of a folder, a page of a site: what `name` calls it is the same each time. */
export interface IncomingFile {
  readonly name: string;
  readonly content: Buffer;
  readonly attributes: Attributes;
  readonly readers: readonly string[] | null;
}

export interface SyncOutcome {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly removed: number;
}

/** What came from where is known by this attribute: only that is taken away again. */
const ORIGIN = 'origin';

/**
 * Brings a store to what a folder or a site holds now: what is new is added, what changed is read anew in place, what is
 * the same is left alone, what is gone is taken out. Interrupted, it goes on where it was when it is run again.
 * @param origin names the folder or the site
 */
export async function syncFiles(
  database: Database,
  { store, owner, origin }: { store: VectorStore; owner: string; origin: string },
  incoming: AsyncIterable<IncomingFile>,
  onProgress: (outcome: SyncOutcome) => void,
): Promise<SyncOutcome> {
  const rows = await database.query<{
    file: string;
    filename: string;
    sha256: string;
    attributes: Attributes;
  }>(
    `select file, filename, sha256, attributes from store_files join files on files.id = file
     where store = $1 and attributes ->> '${ORIGIN}' = $2`,
    [store.id, origin],
  );
  const known = new Map(rows.map((row) => [row.filename, row]));
  const outcome = { added: 0, changed: 0, same: 0, removed: 0 };
  for await (const { name, content, attributes, readers } of incoming) {
    const row = known.get(name);
    known.delete(name);
    const all = { ...attributes, [ORIGIN]: origin };
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (row?.sha256 === sha256 && isSame(row.attributes, all)) outcome.same += 1;
    else {
      await database.transaction(async (query) => {
        let id = row?.file;
        if (id === undefined) {
          id = (await addFile(query, owner, { filename: name, purpose: 'assistants', content })).id;
        } else {
          await query('update files set content = $2, bytes = $3, sha256 = $4 where id = $1', [
            id,
            content,
            content.length,
            sha256,
          ]);
        }
        await attachFiles(query, store, [{ id, attributes: all, readers }]);
      });
      outcome[row ? 'changed' : 'added'] += 1;
    }
    onProgress(outcome);
  }
  for (const { file } of known.values()) {
    await detachFile(database, store, file);
    await database.query(
      'delete from files where id = $1 and not exists (select 1 from store_files where file = $1)',
      [file],
    );
    outcome.removed += 1;
    onProgress(outcome);
  }
  return outcome;
}

function isSame(one: Attributes, other: Attributes): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}

/** The store of that name of somebody's, made where there is none. */
export async function storeNamed(
  database: Database,
  who: Principal,
  name: string,
  readers: readonly string[],
): Promise<VectorStore> {
  const [row] = await database.query<VectorStore>(
    'select * from vector_stores where owner = $1 and name = $2 order by created_at, id limit 1',
    [who.id, name],
  );
  return row ?? addStore(database, who, { name, metadata: {}, readers });
}

/** Until every file of the store was read, or could not be. @throws AbortError */
export async function untilRead(
  database: Database,
  { id }: VectorStore,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<{ completed: number; failed: number }> {
  for (;;) {
    signal.throwIfAborted();
    const counts = (await fileCounts(database, [id])).get(id);
    if (!counts) throw noSuch('vector store');
    onProgress(counts.total - counts.in_progress, counts.total);
    if (counts.in_progress === 0) return { completed: counts.completed, failed: counts.failed };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
