import { z } from 'zod';
import { rankPassages } from '../search/search-store';
import { readHits } from '../search/read-hits';
import { filterSchema } from '../search/filters';
import {
  addStore,
  changeStore,
  fileCounts,
  listStores,
  readableStore,
  removeStore,
  type VectorStore,
} from '../stores/vector-stores';
import { attachFiles } from '../stores/store-files';
import { ownFile } from '../stores/files';
import { attributesOf } from '../write/facts';
import type { Route } from './route';
import {
  idSchema,
  listOf,
  metadataSchema,
  nameSchema,
  pageQuerySchema,
  readersSchema,
  textSchema,
} from './shapes';

const params = z.object({ store: idSchema });
const bodySchema = z.object({
  name: nameSchema.nullish(),
  metadata: metadataSchema.nullish(),
  readers: readersSchema.optional(),
});
const MOST_QUERY = 20_000;
const MOST_ATTACHED = 500;
export const mostResultsSchema = z.number().int().min(1).max(50);
/** Results that are ranked so that those of the same document can be told apart. */
const searchSchema = z.object({
  query: z.union([textSchema(MOST_QUERY).min(1), z.array(textSchema(MOST_QUERY)).min(1).max(10)]),
  max_num_results: mostResultsSchema.default(10),
  filters: filterSchema.nullish(),
  ranking_options: z
    .object({ ranker: z.string().max(100).nullish(), score_threshold: z.number().min(0).max(1).nullish() })
    .nullish(),
  rewrite_query: z.boolean().nullish(),
});

export const vectorStores: Route =
  ({ database, search, worker, metrics }) =>
  async (app) => {
    const shown = async (store: VectorStore) =>
      toStore(store, (await fileCounts(database, [store.id])).get(store.id));

    app.post(
      '/vector_stores',
      {
        schema: {
          summary: 'Make a vector store',
          body: bodySchema.extend({ file_ids: z.array(idSchema).max(MOST_ATTACHED).nullish() }),
        },
      },
      async ({ principal, body }) => {
        const { name, metadata, readers, file_ids: ids } = body;
        // Asked for first: a store is not made with files that are somebody else's.
        for (const id of ids ?? []) await ownFile(database, principal, id);
        const store = await addStore(database, principal, {
          name: name ?? '',
          metadata: metadata ?? {},
          readers,
        });
        await attachFiles(
          database.query,
          store,
          (ids ?? []).map((id) => ({ id, attributes: {}, readers: null })),
        );
        worker.call();
        return shown(store);
      },
    );

    app.get(
      '/vector_stores',
      { schema: { summary: 'List the vector stores you may read', querystring: pageQuerySchema } },
      async ({ principal, query }) => {
        const page = await listStores(database, principal, query);
        const counts = await fileCounts(
          database,
          page.rows.map(({ id }) => id),
        );
        return listOf(
          page,
          page.rows.map((store) => toStore(store, counts.get(store.id))),
        );
      },
    );

    app.get(
      '/vector_stores/:store',
      { schema: { summary: 'A vector store', params } },
      async ({ principal, params: { store } }) => shown(await readableStore(database, principal, store)),
    );

    app.post(
      '/vector_stores/:store',
      { schema: { summary: 'Change a vector store', params, body: bodySchema } },
      async ({ principal, params: { store }, body }) => {
        const { name, metadata, readers } = body;
        return shown(
          await changeStore(database, principal, store, {
            name: name ?? undefined,
            metadata: metadata ?? undefined,
            readers,
          }),
        );
      },
    );

    app.delete(
      '/vector_stores/:store',
      { schema: { summary: 'Delete a vector store', params } },
      async ({ principal, params: { store } }) => {
        search.statistics.forget((await readableStore(database, principal, store)).number);
        await removeStore(database, principal, store);
        return { id: store, object: 'vector_store.deleted' as const, deleted: true };
      },
    );

    app.post(
      '/vector_stores/:store/search',
      { schema: { summary: 'Search a vector store', params, body: searchSchema } },
      async ({ principal, params: { store: id }, body }) => {
        const started = performance.now();
        const store = await readableStore(database, principal, id);
        const queries = [body.query].flat();
        const ranked = await rankPassages(search, store, {
          query: queries.join('\n'),
          k: body.max_num_results,
          filter: body.filters ?? null,
          who: principal,
        });
        const least = body.ranking_options?.score_threshold ?? 0;
        const hits = await readHits(database, ranked);
        metrics.searched(performance.now() - started);
        return {
          object: 'vector_store.search_results.page' as const,
          search_query: queries,
          data: hits
            .map((hit) => ({
              file_id: hit.file,
              filename: hit.filename,
              score: toShare(hit.score),
              attributes: attributesOf(hit),
              content: [{ type: 'text' as const, text: hit.text }],
            }))
            .filter(({ score }) => score >= least),
          has_more: false,
          next_page: null,
        };
      },
    );
  };

/** The protocol's scores lie between 0 and 1: this keeps the order and means nothing else. */
export function toShare(score: number): number {
  return Math.round((score / (score + 10)) * 1e4) / 1e4;
}

type Counts = NonNullable<ReturnType<Awaited<ReturnType<typeof fileCounts>>['get']>>;

function toStore({ id, name, metadata, readers, created_at, last_active_at }: VectorStore, counted?: Counts) {
  const { bytes = 0, ...counts } = counted ?? {
    in_progress: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    total: 0,
    bytes: 0,
  };
  return {
    id,
    object: 'vector_store' as const,
    created_at,
    name,
    usage_bytes: bytes,
    file_counts: counts,
    status: counts.in_progress > 0 ? ('in_progress' as const) : ('completed' as const),
    expires_after: null,
    expires_at: null,
    last_active_at,
    metadata,
    readers,
  };
}
