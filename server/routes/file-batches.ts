import { z } from 'zod';
import type { Principal } from '../auth/principal';
import { newId, nowSeconds } from '../new-id';
import { noSuch } from '../problem';
import { ownFile } from '../stores/files';
import { attachFiles, listStoreFiles } from '../stores/store-files';
import { fileCounts, ownStore, readableStore, type VectorStore } from '../stores/vector-stores';
import type { Route } from './route';
import { attributesSchema, idSchema, listOf, pageQuerySchema, readersSchema } from './shapes';
import { attachSchema, statusSchema, toStoreFile } from './store-files';

const params = z.object({ store: idSchema });
const batchParams = params.extend({ batch: idSchema });
const MOST_FILES = 500;

interface BatchRow {
  readonly id: string;
  readonly store: string;
  readonly created_at: number;
  readonly cancelled_at: number | null;
}

export const fileBatches: Route =
  ({ database, worker }) =>
  async (app) => {
    const readBatch = async (store: VectorStore, id: string) => {
      const [row] = await database.query<BatchRow>(
        'select id, store, created_at, cancelled_at from file_batches where store = $1 and id = $2',
        [store.id, id],
      );
      if (!row) throw noSuch('file batch');
      return row;
    };
    const shown = async ({ id, store, created_at, cancelled_at }: BatchRow) => {
      const { bytes: _bytes, ...counts } = (await fileCounts(database, [id], 'batch')).get(id) ?? {
        bytes: 0,
      };
      const isBusy = 'in_progress' in counts && counts.in_progress > 0;
      return {
        id,
        object: 'vector_store.files_batch' as const,
        created_at,
        vector_store_id: store,
        status: cancelled_at !== null ? 'cancelled' : isBusy ? 'in_progress' : 'completed',
        file_counts: counts,
      };
    };
    const entriesOf = async (who: Principal, body: z.infer<typeof batchSchema>) => {
      const files =
        body.files ??
        body.file_ids?.map((id) => ({ file_id: id, attributes: body.attributes, readers: body.readers })) ??
        [];
      for (const { file_id: id } of files) await ownFile(database, who, id);
      return files.map(({ file_id: id, attributes, readers }) => ({
        id,
        attributes: attributes ?? {},
        readers: readers ?? null,
      }));
    };

    app.post(
      '/vector_stores/:store/file_batches',
      { schema: { summary: 'Put several files into a vector store', params, body: batchSchema } },
      async ({ principal, params: { store: id }, body }) => {
        const store = await ownStore(database, principal, id);
        const entries = await entriesOf(principal, body);
        const batch: BatchRow = {
          id: newId('vsfb_'),
          store: store.id,
          created_at: nowSeconds(),
          cancelled_at: null,
        };
        await database.transaction(async (query) => {
          await query('insert into file_batches (id, store, created_at) values ($1, $2, $3)', [
            batch.id,
            batch.store,
            batch.created_at,
          ]);
          await attachFiles(query, store, entries, batch.id);
        });
        worker.call();
        return shown(batch);
      },
    );

    app.get(
      '/vector_stores/:store/file_batches/:batch',
      { schema: { summary: 'A file batch', params: batchParams } },
      async ({ principal, params: { store, batch } }) =>
        shown(await readBatch(await readableStore(database, principal, store), batch)),
    );

    app.post(
      '/vector_stores/:store/file_batches/:batch/cancel',
      { schema: { summary: 'Stop what is not read yet', params: batchParams } },
      async ({ principal, params: { store: id, batch } }) => {
        const store = await ownStore(database, principal, id);
        const row = await readBatch(store, batch);
        const cancelled_at = row.cancelled_at ?? nowSeconds();
        await database.transaction(async (query) => {
          await query('update file_batches set cancelled_at = $2 where id = $1', [batch, cancelled_at]);
          await query(
            `update store_files set status = 'cancelled' where batch = $1 and status = 'in_progress'`,
            [batch],
          );
        });
        return shown({ ...row, cancelled_at });
      },
    );

    app.get(
      '/vector_stores/:store/file_batches/:batch/files',
      {
        schema: {
          summary: 'List the files of a batch',
          params: batchParams,
          querystring: pageQuerySchema.extend({ filter: statusSchema.optional() }),
        },
      },
      async ({ principal, params: { store: id, batch }, query }) => {
        const store = await readableStore(database, principal, id);
        await readBatch(store, batch);
        const page = await listStoreFiles(database, store, principal, query, { status: query.filter, batch });
        return listOf(page, page.rows.map(toStoreFile));
      },
    );
  };

const batchSchema = z
  .object({
    file_ids: z.array(idSchema).min(1).max(MOST_FILES).nullish(),
    files: z.array(attachSchema).min(1).max(MOST_FILES).nullish(),
    attributes: attributesSchema.nullish(),
    readers: readersSchema.nullish(),
  })
  .refine(({ file_ids: ids, files }) => (ids ?? files) != null, 'neither "file_ids" nor "files"');
