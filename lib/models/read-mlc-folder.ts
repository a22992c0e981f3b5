import { z } from 'zod';
import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelLibrary, type ModelRecord } from '../core/model';
import { ggufId } from './gguf-id';

/** What MLC calls the file that describes a model. https://llm.mlc.ai/docs/deploy/webllm.html */
export const CHAT_CONFIG = 'mlc-chat-config.json';
const TENSOR_CACHE = 'tensor-cache.json';
/** As older versions of MLC call it; its content is the same. */
const OLD_TENSOR_CACHE = 'ndarray-cache.json';

const configSchema = z.object({
  tokenizer_files: z.array(z.string()),
  context_window_size: z.number().optional(),
  model_type: z.string().optional(),
  model_task: z.string().optional(),
});
const cacheSchema = z.object({
  records: z.array(z.object({ dataPath: z.string(), nbytes: z.number().int() })),
});

/** Longer contexts take memory of the graphics processor, whether they are used or not. */
const MOST_CONTEXT = 4096;

/** The libraries that a model may run by. */
export interface LibraryChoice {
  /** Names of those that came with the extension. */
  readonly packed: readonly string[];
  /** Whether one from the folder may run, where policy allows its hash. */
  readonly mayBringOwn: boolean;
}

/**
 * A folder as MLC compiles models for WebLLM: configuration, tokenizer, weights in shards.
 * @throws DesksideError `bad-answer` where something is missing or cut off, `unsupported` where no library fits
 */
export async function readMlcFolder(
  name: string,
  files: readonly File[],
  libraries: LibraryChoice,
): Promise<{ record: ModelRecord; files: readonly File[] }> {
  const find = (wanted: string) => files.find((file) => file.name === wanted);
  const config = await readJson(find(CHAT_CONFIG), CHAT_CONFIG, configSchema);
  const cacheFile = find(TENSOR_CACHE) ?? find(OLD_TENSOR_CACHE);
  const cache = await readJson(cacheFile, TENSOR_CACHE, cacheSchema);
  const needed = new Map<string, File>([[CHAT_CONFIG, find(CHAT_CONFIG) as File]]);
  if (cacheFile) needed.set(TENSOR_CACHE, cacheFile);
  for (const wanted of config.tokenizer_files) {
    const found = find(wanted);
    // Configurations name more than one, of which the first is enough.
    if (found) needed.set(wanted, found);
  }
  if (!needed.has('tokenizer.json') && !needed.has('tokenizer.model'))
    throw new DesksideError('bad-answer', 'The folder has no tokenizer (tokenizer.json)');
  for (const { dataPath, nbytes } of cache.records) {
    const shard = find(dataPath);
    if (!shard)
      throw new DesksideError('bad-answer', `A part of the model is missing: ${dataPath.slice(0, 80)}`);
    if (shard.size !== nbytes)
      throw new DesksideError('bad-answer', `A part of the model is cut off: ${dataPath.slice(0, 80)}`);
    needed.set(dataPath, shard);
  }
  const own = files.find((file) => /\.wasm$/i.test(file.name));
  const library = chooseLibrary(name, libraries, own);
  if (own && 'file' in library) needed.set(own.name, own);
  const bytes = [...needed.values()].reduce((sum, { size }) => sum + size, 0);
  const record = modelRecordSchema.safeParse({
    id: ggufId(name, bytes),
    engine: 'web-llm',
    task: config.model_task === 'embedding' || /bert/i.test(config.model_type ?? '') ? 'embedding' : 'chat',
    title: name.slice(0, 200) || 'Model',
    files: [...needed].map(([each, { size }]) => ({ name: each, url: null, bytes: size, sha256: null })),
    contextTokens: Math.min(MOST_CONTEXT, Math.max(512, config.context_window_size ?? MOST_CONTEXT)),
    licence: null,
    library,
    gpuFeatures: /q\df16/.test(name) ? ['shader-f16'] : [],
  });
  if (!record.success)
    throw new DesksideError('bad-answer', 'The folder is not a model that can be kept here');
  return { record: record.data, files: [...needed.values()] };
}

function chooseLibrary(
  name: string,
  { packed, mayBringOwn }: LibraryChoice,
  own: File | undefined,
): ModelLibrary {
  if (own && mayBringOwn) return { file: own.name };
  const stem = name.replace(/[-_]MLC.*$/i, '').toLowerCase();
  const fitting =
    packed.find((each) => each.toLowerCase().startsWith(stem)) ??
    (packed.length === 1 ? packed[0] : undefined);
  if (fitting !== undefined) return { packed: fitting };
  throw new DesksideError(
    'unsupported',
    packed.length === 0
      ? 'No model library came with this version of Deskside, and it runs no others'
      : `None of the model libraries that came with Deskside is for this model: ${packed.join(', ')}`,
  );
}

async function readJson<T extends z.ZodType>(
  file: File | undefined,
  name: string,
  schema: T,
): Promise<z.infer<T>> {
  if (!file) throw new DesksideError('bad-answer', `The folder has no ${name}`);
  try {
    return schema.parse(JSON.parse(await file.text()));
  } catch (cause) {
    throw new DesksideError('bad-answer', `The folder’s ${name} is damaged`, { cause });
  }
}
