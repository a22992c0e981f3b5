import { z } from 'zod';
import type { Principal } from '../auth/principal';
import { readFilePassages } from '../search/read-hits';
import { ownFile } from '../stores/files';
import { attachFiles, detachFile, listStoreFiles, storeFile, type StoreFile } from '../stores/store-files';
import { ownStore, readableStore, type VectorStore } from '../stores/vector-stores';
import { attributesOf } from '../write/facts';
import type { Route } from './route';
import { attributesSchema, idSchema, listOf, pageQuerySchema, readersSchema } from './shapes';

const params = z.object({ store: idSchema });
const fileParams = params.extend({ file: idSchema });
export const statusSchema = z.enum(['in_progress', 'completed', 'failed', 'cancelled']);
export const attachSchema = z.object({
  file_id: idSchema,
  attributes: attributesSchema.nullish(),
  readers: readersSchema.nullish(),
  chunking_strategy: z
    .unknown()
    .optional()
    .describe('Taken and not followed: files are cut along their structure.'),
});

export const storeFiles: Route =
  ({ database, search, worker }) =>
  async (app) => {
    const attach = async (who: Principal, store: VectorStore, file: z.infer<typeof attachSchema>) => {
      await ownFile(database, who, file.file_id);
      const entry = { id: file.file_id, attributes: file.attributes ?? {}, readers: file.readers ?? null };
      const [row] = await attachFiles(database.query, store, [entry]);
      worker.call();
      return row;
    };

    app.post(
      '/vector_stores/:store/files',
      { schema: { summary: 'Put a file into a vector store', params, body: attachSchema } },
      async ({ principal, params: { store: id }, body }) => {
        const row = await attach(principal, await ownStore(database, principal, id), body);
        return row && toStoreFile(row);
      },
    );

    app.get(
      '/vector_stores/:store/files',
      {
        schema: {
          summary: 'List the files of a vector store',
          params,
          querystring: pageQuerySchema.extend({ filter: statusSchema.optional() }),
        },
      },
      async ({ principal, params: { store: id }, query }) => {
        const store = await readableStore(database, principal, id);
        const page = await listStoreFiles(database, store, principal, query, { status: query.filter });
        return listOf(page, page.rows.map(toStoreFile));
      },
    );

    app.get(
      '/vector_stores/:store/files/:file',
      { schema: { summary: 'A file of a vector store', params: fileParams } },
      async ({ principal, params: { store: id, file } }) => {
        const store = await readableStore(database, principal, id);
        return toStoreFile(await storeFile(database, store, principal, file));
      },
    );

    app.post(
      '/vector_stores/:store/files/:file',
      {
        schema: {
          summary: 'Change a file’s attributes',
          params: fileParams,
          body: z.object({ attributes: attributesSchema.nullable(), readers: readersSchema.nullish() }),
        },
      },
      async ({ principal, params: { store: id, file }, body }) => {
        const store = await ownStore(database, principal, id);
        const known = await storeFile(database, store, principal, file);
        const readers = body.readers === undefined ? known.readers : body.readers;
        const entry = { id: file, attributes: body.attributes ?? {}, readers };
        const [row] = await attachFiles(database.query, store, [entry]);
        worker.call();
        return row && toStoreFile(row);
      },
    );

    app.delete(
      '/vector_stores/:store/files/:file',
      { schema: { summary: 'Take a file out of a vector store', params: fileParams } },
      async ({ principal, params: { store: id, file } }) => {
        const store = await ownStore(database, principal, id);
        await storeFile(database, store, principal, file);
        await detachFile(database, store, file);
        search.statistics.forget(store.number);
        return { id: file, object: 'vector_store.file.deleted' as const, deleted: true };
      },
    );

    app.get(
      '/vector_stores/:store/files/:file/content',
      { schema: { summary: 'A file’s text, in its passages', params: fileParams } },
      async ({ principal, params: { store: id, file } }) => {
        const store = await readableStore(database, principal, id);
        const { attributes } = await storeFile(database, store, principal, file);
        const { documents, texts } = await readFilePassages(database, store.number, file, principal);
        const [only, ...more] = documents;
        return {
          object: 'vector_store.file_content.page' as const,
          file_id: file,
          filename: only?.filename ?? null,
          // As search says them, where the file is one document.
          attributes: only && more.length === 0 ? attributesOf(only) : attributes,
          data: texts.map((text) => ({ type: 'text' as const, text })),
          has_more: false,
          next_page: null,
        };
      },
    );
  };

export function toStoreFile({
  file,
  store,
  status,
  error,
  attributes,
  readers,
  usage_bytes,
  created_at,
}: StoreFile) {
  return {
    id: file,
    object: 'vector_store.file' as const,
    created_at,
    usage_bytes,
    vector_store_id: store,
    status,
    last_error: error,
    attributes,
    readers,
    chunking_strategy: { type: 'other' as const },
  };
}
