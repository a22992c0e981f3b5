import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { EndpointClient } from './openai-client';

/** A collection of documents that an endpoint searches. */
export interface EndpointStore {
  readonly id: string;
  readonly name: string;
  /** Documents in it that can be found; null where it does not say. */
  readonly documents: number | null;
}

/** What an endpoint says of a file beside its text: title, address, version, whatever was set. Hostile. */
export type FileAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of a file that an endpoint found. */
export interface FoundText {
  readonly fileId: string;
  readonly filename: string;
  readonly attributes: FileAttributes;
  /** In the order of the answer: best first. */
  readonly text: string;
}

export interface EndpointFile {
  readonly filename: string | null;
  readonly attributes: FileAttributes;
  /** Its text, piece by piece. */
  readonly texts: readonly string[];
}

/** Retrieval by an endpoint. https://platform.openai.com/docs/api-reference/vector-stores */
export interface EndpointRetrieval {
  /** Collections that the key may search; null where the endpoint has none to offer. @throws DesksideError; AbortError */
  stores(signal: AbortSignal): Promise<readonly EndpointStore[] | null>;
  /** @throws DesksideError; AbortError */
  search(
    store: string,
    query: string,
    options: { readonly most: number; readonly signal: AbortSignal },
  ): Promise<readonly FoundText[]>;
  /** The whole of a file that was found. @throws DesksideError (`not-found` when it is gone); AbortError */
  file(store: string, file: string, signal: AbortSignal): Promise<EndpointFile>;
}

const MOST_STORES = 100;
const MOST_FOUND = 50;
/** Of one piece, in characters; servers cut files into far less. */
const MOST_TEXT = 40_000;
const MOST_PIECES = 2_000;

const id = z.string().min(1).max(200);
/** Vendors differ in what they leave out; values of other types are dropped one by one. */
const attributesSchema = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((all) =>
    Object.fromEntries(
      Object.entries(all ?? {})
        .filter((entry): entry is [string, string | number | boolean] =>
          ['string', 'number', 'boolean'].includes(typeof entry[1]),
        )
        .slice(0, 50)
        .map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, 2_000) : value]),
    ),
  );
const piecesSchema = z
  .array(z.object({ text: z.string() }))
  .transform((pieces) => pieces.slice(0, MOST_PIECES).map(({ text }) => text.slice(0, MOST_TEXT)));
const storeSchema = z.object({
  id,
  name: z.string().nullish(),
  file_counts: z.object({ completed: z.number().int().min(0) }).nullish(),
});
const listSchema = z.object({ data: z.array(z.unknown()) });
const foundSchema = z.object({
  file_id: id,
  filename: z.string().max(1_000).nullish(),
  attributes: attributesSchema,
  content: piecesSchema,
});
const fileSchema = z.object({
  filename: z.string().max(1_000).nullish(),
  attributes: attributesSchema,
  data: piecesSchema.nullish(),
  content: piecesSchema.nullish(),
});

export function createRetrieval(connect: () => Promise<EndpointClient>): EndpointRetrieval {
  const ask = async <T>(
    signal: AbortSignal,
    schema: z.ZodType<T>,
    request: (client: EndpointClient['client']) => { asResponse(): Promise<Response> },
  ): Promise<T> => {
    signal.throwIfAborted();
    const { client, inOurWords } = await connect();
    return inOurWords(
      signal,
      request(client)
        .asResponse()
        .then(async (response) => schema.parse(await response.json())),
    );
  };
  return {
    async stores(signal) {
      try {
        const { data } = await ask(signal, listSchema, (client) =>
          client.vectorStores.list({ limit: MOST_STORES }, { signal }),
        );
        return data.slice(0, MOST_STORES).flatMap((row) => {
          const store = storeSchema.safeParse(row).data;
          return store
            ? [
                {
                  id: store.id,
                  name: store.name?.trim().slice(0, 120) || store.id,
                  documents: store.file_counts?.completed ?? null,
                },
              ]
            : [];
        });
      } catch (error) {
        // A server that only has a model.
        const without = ['not-found', 'invalid-query', 'unsupported'];
        if (error instanceof DesksideError && without.includes(error.kind)) return null;
        throw error;
      }
    },

    async search(store, query, { most, signal }) {
      const { data } = await ask(signal, listSchema, (client) =>
        client.vectorStores.search(store, { query, max_num_results: Math.min(most, MOST_FOUND) }, { signal }),
      );
      return data.slice(0, MOST_FOUND).flatMap((row) => {
        const found = foundSchema.safeParse(row).data;
        return (found?.content ?? []).map((text) => ({
          fileId: found?.file_id ?? '',
          filename: found?.filename ?? '',
          attributes: found?.attributes ?? {},
          text,
        }));
      });
    },

    async file(store, file, signal) {
      const { filename, attributes, data, content } = await ask(signal, fileSchema, (client) =>
        client.vectorStores.files.content(file, { vector_store_id: store }, { signal }),
      );
      return { filename: filename ?? null, attributes, texts: content ?? data ?? [] };
    },
  };
}
