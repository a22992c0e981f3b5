import { ModelType, type ModelRecord as WebLlmModel } from '@mlc-ai/web-llm';
import { z } from 'zod';
import { modelRecordSchema } from '../lib/core/model';
import { hashOf, type LibraryPin } from './model-libraries';

const HUB = 'https://huggingface.co';
/** More of a context takes memory of the graphics processor, whether it is used or not. */
const MOST_CONTEXT = 4096;
/** As older versions of MLC call it; its content is the same. */
const OLD_TENSOR_CACHE = 'ndarray-cache.json';

const repositorySchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  cardData: z.object({ license: z.string().optional() }).nullish(),
});
const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number(),
    /** Of large files: their SHA-256. */
    lfs: z.object({ oid: z.string() }).optional(),
  }),
);
const configSchema = z.object({ context_window_size: z.number().optional() });

/** Files that WebLLM reads: configuration, weights, tokenizer. */
const isNeeded = (path: string) =>
  /^(?:mlc-chat-config\.json|tensor-cache\.json|ndarray-cache\.json|params_shard_\d+\.bin)$/.test(path) ||
  /^(?:tokenizer\.(?:json|model)|tokenizer_config\.json|vocab\.json|merges\.txt|added_tokens\.json)$/.test(
    path,
  );

/**
 * A model of WebLLM's list, pinned as it is today: its library with its hash, each file of its weights with revision,
 * size and hash. https://huggingface.co/docs/hub/api
 * @throws Error where something is missing or no answer is what it should be
 */
export async function pinModel(model: WebLlmModel, fetch: typeof globalThis.fetch): Promise<LibraryPin> {
  const get = async (url: string) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: the server answers ${response.status}`);
    return response;
  };
  const bytesOf = async (url: string) => new Uint8Array(await (await get(url)).arrayBuffer());
  const repository = new URL(model.model).pathname.split('/').slice(1, 3).join('/');
  const { sha, cardData } = repositorySchema.parse(
    await (await get(`${HUB}/api/models/${repository}`)).json(),
  );
  const tree = treeSchema.parse(await (await get(`${HUB}/api/models/${repository}/tree/${sha}`)).json());
  const paths = tree.map(({ path }) => path);
  const needed = tree.filter(
    ({ type, path }) =>
      type === 'file' &&
      isNeeded(path) &&
      !(path === OLD_TENSOR_CACHE && paths.includes('tensor-cache.json')),
  );
  const addressOf = (path: string) => `${HUB}/${repository}/resolve/${sha}/${path}`;
  let contextTokens = MOST_CONTEXT;
  const files = [];
  for (const { path, size, lfs } of needed) {
    const bytes = lfs ? null : await bytesOf(addressOf(path));
    if (bytes && bytes.length !== size) throw new Error(`${path}: ${bytes.length} bytes came of ${size}`);
    if (bytes && path === 'mlc-chat-config.json') {
      const config = configSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
      contextTokens = Math.min(MOST_CONTEXT, config.context_window_size ?? MOST_CONTEXT);
    }
    files.push({
      name: path === OLD_TENSOR_CACHE ? 'tensor-cache.json' : path,
      url: addressOf(path),
      bytes: size,
      sha256: lfs?.oid ?? hashOf(bytes ?? new Uint8Array()),
    });
  }
  const library = new URL(model.model_lib).pathname.split('/').at(-1) ?? '';
  const isEmbedding = model.model_type === ModelType.embedding;
  return {
    name: library,
    url: model.model_lib,
    sha256: hashOf(await bytesOf(model.model_lib)),
    models: [
      {
        note: isEmbedding ? 'Compares texts, for trying only.' : 'For graphics processors (WebGPU).',
        record: modelRecordSchema.parse({
          id: model.model_id,
          engine: 'web-llm',
          task: isEmbedding ? 'embedding' : 'chat',
          title: model.model_id.replace(/-MLC.*$/, ''),
          files,
          contextTokens: Math.min(contextTokens, model.overrides?.context_window_size ?? MOST_CONTEXT),
          licence: cardData?.license ?? null,
          library: { packed: library },
          memoryBytes: model.vram_required_MB ? Math.round(model.vram_required_MB * 1e6) : null,
          gpuFeatures: model.required_features ?? [],
        }),
      },
    ],
  };
}
