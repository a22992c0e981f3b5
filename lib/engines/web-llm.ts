import type { InitProgressReport, MLCEngine } from '@mlc-ai/web-llm';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DesksideError } from '../core/errors';
import type { ModelRecord } from '../core/model';
import { cacheOfFiles } from './cache-of-files';
import { citedLinesGrammar } from './cited-lines';
import { lacksMemory } from './device-memory';
import { aborted, type Engine, type EngineEvent, type EngineRequest, type OpenModel } from './engine';
import { findAdapter, type GpuAdapter } from './gpu-adapter';
import { listPackedLibraries, readPackedLibrary } from './packed-libraries';

/** Nothing is ever asked there: it is how web-llm's cache calls the files that lie on this device. */
const ROOT = 'https://model.invalid/';

/** Whether libraries may run that did not come with the extension: in `build:enterprise` only. */
const isEnterprise = import.meta.env.ENTERPRISE === true;

/** What web-llm asks of every adapter, whatever the model. */
const hardNeeds = { maxComputeWorkgroupStorageSize: 32_768, maxStorageBuffersPerShaderStage: 10 };

/** WebLLM: models compiled for WebGPU, each with a library that is packed into the extension or allowed by policy. */
export function createWebLlmEngine(): Engine {
  let running: MLCEngine | null = null;

  const unload = async () => {
    const before = running;
    running = null;
    await before?.unload();
  };

  return {
    id: 'web-llm',
    async availability() {
      const adapter = await findAdapter();
      const reason = missingOf(adapter);
      if (reason !== null) return { state: 'unavailable', reason };
      if (!isEnterprise && (await listPackedLibraries()).length === 0)
        return { state: 'unavailable', reason: 'No model library was packed into this version of Deskside' };
      const { description = '', vendor = '' } = adapter?.info ?? {};
      return { state: 'available', runsOn: description || vendor ? `GPU (${description || vendor})` : 'GPU' };
    },

    lacks,

    async load(model, { signal, onProgress }) {
      await unload();
      signal.throwIfAborted();
      const lacking = await lacks(model.record);
      if (lacking !== null) throw new DesksideError('unsupported', lacking);
      onProgress(null);
      const library = await readLibrary(model);
      const base = `${ROOT}${model.record.id}/resolve/main/`;
      const files = new Map<string, Blob>(
        model.files.map((file, at) => [`${base}${nameAt(model, at)}`, file]),
      );
      const libraryUrl = `${base}library.wasm`;
      files.set(libraryUrl, new Blob([library]));
      Object.defineProperty(globalThis, 'caches', { value: cacheOfFiles(files), configurable: true });
      const { MLCEngine, ModelType } = await import('@mlc-ai/web-llm');
      const engine = new MLCEngine({
        logLevel: 'SILENT',
        initProgressCallback: ({ progress }: InitProgressReport) => onProgress(progress),
        appConfig: {
          cacheBackend: 'cache',
          model_list: [
            {
              model: base,
              model_id: model.record.id,
              model_lib: libraryUrl,
              required_features: model.record.gpuFeatures,
              // An embedding model's library is made for one length of texts.
              ...(model.record.task === 'embedding'
                ? { model_type: ModelType.embedding }
                : { overrides: { context_window_size: model.record.contextTokens } }),
            },
          ],
        },
      });
      try {
        await Promise.race([engine.reload(model.record.id), aborted(signal)]);
        running = engine;
      } catch (error) {
        await engine.unload().catch(() => undefined);
        signal.throwIfAborted();
        throw loadFailure(error);
      } finally {
        Reflect.deleteProperty(globalThis, 'caches');
      }
    },

    async *stream(request, { signal }) {
      signal.throwIfAborted();
      if (running === null) throw new DesksideError('unsupported', 'No model is loaded');
      yield* chat(running, request, signal);
    },

    async embed(texts, { signal }) {
      signal.throwIfAborted();
      if (running === null) throw new DesksideError('unsupported', 'No model is loaded');
      try {
        const { data } = await running.embeddings.create({ input: [...texts] });
        signal.throwIfAborted();
        return data.map(({ embedding }) => embedding);
      } catch (error) {
        signal.throwIfAborted();
        throw embeddingFailure(error);
      }
    },

    unload,
  };
}

async function* chat(
  engine: MLCEngine,
  { messages, mostTokens, temperature, seed, citedLines }: EngineRequest,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const started = performance.now();
  const stop = () => void engine.interruptGenerate();
  signal.addEventListener('abort', stop, { once: true });
  let firstTokenMs: number | null = null;
  let promptTokens: number | null = null;
  let tokens = 0;
  let reason: 'stop' | 'length' = 'stop';
  try {
    const chunks = await engine.chat.completions.create({
      stream: true,
      stream_options: { include_usage: true },
      messages: messages.map(({ role, content }) => ({ role, content })),
      max_tokens: mostTokens,
      temperature,
      ...(seed !== undefined && { seed }),
      ...(citedLines !== undefined && {
        response_format: { type: 'grammar' as const, grammar: citedLinesGrammar(citedLines) },
      }),
    });
    for await (const { choices, usage } of chunks) {
      const text = choices[0]?.delta.content ?? '';
      if (text !== '') {
        firstTokenMs ??= performance.now() - started;
        tokens += 1;
        yield { type: 'text-delta', text };
      }
      if (choices[0]?.finish_reason === 'length') reason = 'length';
      promptTokens = usage?.prompt_tokens ?? promptTokens;
      tokens = usage?.completion_tokens ?? tokens;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new DesksideError('server', 'The model broke while it wrote', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  const totalMs = performance.now() - started;
  yield {
    type: 'end',
    reason,
    usage: { promptTokens, tokens, firstTokenMs: firstTokenMs ?? totalMs, totalMs },
  };
}

/** Before anything is compiled: why this machine cannot run the model; null where nothing is against it. */
async function lacks(record: ModelRecord): Promise<string | null> {
  const adapter = await findAdapter();
  const missing = missingOf(adapter);
  if (missing !== null) return missing;
  const lacking = record.gpuFeatures.filter((feature) => !adapter?.features.has(feature));
  if (lacking.length > 0) return `The graphics processor lacks ${lacking.join(', ')}, which the model needs`;
  return lacksMemory(record);
}

/** Why nothing can run on it, in words; null where it can. */
function missingOf(adapter: GpuAdapter | null): string | null {
  if (adapter === null) return 'The browser offers no graphics processor (WebGPU)';
  for (const [name, needed] of Object.entries(hardNeeds)) {
    const has = adapter.limits[name] ?? 0;
    if (has < needed) return `The graphics processor is too small (${name} is ${has}, ${needed} is needed)`;
  }
  return null;
}

/** The library's bytes. It is code: packed with the extension, or with a hash that an administrator allowed. */
async function readLibrary({ record, files, allowedLibraries }: OpenModel): Promise<ArrayBuffer> {
  if (record.library === null)
    throw new DesksideError('bad-answer', 'The model names no library to run it with');
  if ('packed' in record.library) return readPackedLibrary(record.library.packed);
  const { file } = record.library;
  if (!isEnterprise)
    throw new DesksideError(
      'unsupported',
      'This version of Deskside runs only model libraries that came with it',
    );
  const found = files[record.files.findIndex(({ name }) => name === file)];
  if (!found) throw new DesksideError('not-found', 'The model’s library is not among its files');
  const bytes = await found.arrayBuffer();
  const hash = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (!allowedLibraries.includes(hash))
    throw new DesksideError('forbidden', 'Your organisation does not allow the model’s library to run');
  return bytes;
}

function nameAt({ record }: OpenModel, at: number): string {
  return record.files[at]?.name ?? '';
}

function embeddingFailure(cause: unknown): DesksideError {
  if (Reflect.get(Object(cause), 'name') === 'EmbeddingExceedContextWindowSizeError')
    return new DesksideError('bad-answer', 'A text is too long for the model', { cause });
  return new DesksideError('server', 'The model broke while it read', { cause });
}

function loadFailure(error: unknown): DesksideError {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const fail = (kind: DesksideError['kind'], words: string) =>
    new DesksideError(kind, words, { cause: error });
  if (name === 'NotFoundError') return fail('not-found', `${message.slice(0, 100)}: it is not whole`);
  if (name === 'DeviceLostError' || /memory|alloc|maxBufferSize|maxStorageBuffer/i.test(message))
    return fail('no-room', 'The model needs more of the graphics processor than there is');
  if (name === 'LinkError' || name === 'CompileError' || /import|wasm/i.test(message))
    return fail('bad-answer', 'The model’s library cannot be run by this version of Deskside');
  return fail('bad-answer', 'The model’s files are not what WebLLM can run');
}
