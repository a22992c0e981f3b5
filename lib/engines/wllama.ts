import type { ChatCompletionChunk, Wllama } from '@wllama/wllama/esm/index.js';
import { z } from 'zod';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { DesksideError, isAbort } from '../core/errors';
import type { ModelRecord } from '../core/model';
import { createChannel } from '../platform/channel';
import { citedLinesGrammar } from './cited-lines';
import { lacksMemory } from './device-memory';
import { aborted, type Engine, type EngineEvent, type EngineRequest } from './engine';
import { findAdapter } from './gpu-adapter';

/** Tokens that are read in one go: a stop is heard in between. */
const BATCH = 256;

/** llama.cpp in WebAssembly: any GGUF, on WebGPU where there is one and on the processor everywhere else. */
export function createWllamaEngine(): Engine {
  let running: Wllama | null = null;

  const unload = async () => {
    const before = running;
    running = null;
    await before?.exit();
  };

  return {
    id: 'wllama',
    async availability() {
      const missing = missingFeature();
      if (missing !== null) return { state: 'unavailable', reason: missing };
      return { state: 'available', runsOn: (await hasAdapter()) ? 'GPU' : 'processor' };
    },

    lacks: (record) => Promise.resolve(lackingFor(record)),

    async load({ record, files }, { signal, onProgress }) {
      await unload();
      signal.throwIfAborted();
      const lacking = lackingFor(record);
      if (lacking !== null) throw new DesksideError('unsupported', lacking);
      onProgress(null);
      const { Wllama } = await import('@wllama/wllama/esm/index.js');
      const listener = listenForMemory();
      const wllama = new Wllama({ default: wasmUrl }, { logger: listener.logger });
      // By default code from elsewhere would be fetched for browsers that lack something.
      wllama.setCompat(null);
      const stop = () => void wllama.exit();
      signal.addEventListener('abort', stop);
      try {
        const loading = wllama.loadModel([...files], {
          n_ctx: record.contextTokens,
          n_batch: BATCH,
          n_parallel: 1,
          n_threads: threads(),
          ...(record.task === 'embedding' && { embeddings: true, n_ubatch: BATCH }),
          ...((await hasAdapter()) ? {} : { n_gpu_layers: 0 }),
        });
        await Promise.race([loading, aborted(signal)]);
        // A file that the runtime could not make sense of is no failure to it.
        if (!(wllama.getLoadedContextInfo().n_vocab > 0)) throw new Error('No model came of it');
        running = wllama;
      } catch (error) {
        await wllama.exit();
        signal.throwIfAborted();
        throw loadFailure(error, listener.ranOut());
      } finally {
        signal.removeEventListener('abort', stop);
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
        const vectors: number[][] = [];
        // Several in one request wait for each other for ever.
        for (const input of texts) {
          const { data } = await running.createEmbedding({ input });
          signal.throwIfAborted();
          vectors.push(z.array(z.number()).parse(data[0]?.embedding));
        }
        return vectors;
      } catch (cause) {
        signal.throwIfAborted();
        if (isRefusal(cause))
          throw new DesksideError('bad-answer', 'A text is too long for the model', { cause });
        throw new DesksideError('server', 'The model broke while it read', { cause });
      }
    },

    unload,
  };
}

/** The runtime says in its log only that memory ran out. Nothing of it is kept: it quotes what it works on. */
function listenForMemory() {
  let ranOut = false;
  const hear = (...said: unknown[]) => {
    ranOut ||= said.some(
      (each) =>
        typeof each === 'string' &&
        /bad_alloc|fail\w* to allocate|unable to allocate|out of memory/i.test(each),
    );
  };
  const ignore = () => undefined;
  return {
    logger: { debug: ignore, log: hear, warn: hear, error: hear },
    ranOut: () => ranOut,
  };
}

async function* chat(
  wllama: Wllama,
  { messages, mostTokens, temperature, seed, citedLines }: EngineRequest,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const started = performance.now();
  const { push, end, fail, values } = createChannel<EngineEvent>();
  const counted = { promptTokens: null as number | null, tokens: 0, firstTokenMs: null as number | null };
  let reason: 'stop' | 'length' = 'stop';
  const work = wllama.createChatCompletion({
    messages: messages.map(({ role, content }) => ({ role, content })),
    max_tokens: mostTokens,
    temperature,
    ...(seed !== undefined && { seed }),
    ...(citedLines !== undefined && { grammar: citedLinesGrammar(citedLines) }),
    abortSignal: signal,
    stream: true,
    onData({ choices: [choice], usage, timings }: ChatCompletionChunk) {
      const text = choice?.delta.content ?? '';
      if (text !== '') {
        counted.firstTokenMs ??= performance.now() - started;
        counted.tokens += 1;
        push({ type: 'text-delta', text });
      }
      if (choice?.finish_reason === 'length') reason = 'length';
      counted.promptTokens = usage?.prompt_tokens ?? timings?.prompt_n ?? counted.promptTokens;
      counted.tokens = usage?.completion_tokens ?? timings?.predicted_n ?? counted.tokens;
    },
  });
  work.then(end, fail);
  try {
    yield* values;
  } catch (error) {
    signal.throwIfAborted();
    if (isAbort(error)) throw error;
    const why = isRefusal(error) ? 'refused' : 'broke';
    throw new DesksideError('server', `The model ${why} while it wrote`, { cause: error });
  }
  const totalMs = performance.now() - started;
  yield {
    type: 'end',
    reason,
    usage: { ...counted, firstTokenMs: counted.firstTokenMs ?? totalMs, totalMs },
  };
}

/** The runtime is well; it does not do what it was asked. */
function isRefusal(error: unknown): boolean {
  return Reflect.get(Object(error), 'type') === 'inference_error';
}

function loadFailure(error: unknown, ranOut: boolean): DesksideError {
  const text = error instanceof Error ? error.message : '';
  if (ranOut || error instanceof RangeError || /memory|alloc/i.test(text))
    return new DesksideError('no-room', 'The model needs more memory than there is', { cause: error });
  return new DesksideError('bad-answer', 'The file is not a model that can be run here', { cause: error });
}

function lackingFor(record: ModelRecord): string | null {
  return missingFeature() ?? lacksMemory(record);
}

/** What this browser lacks, in words; null where it lacks nothing. */
function missingFeature(): string | null {
  // An i64 memory of no pages: the smallest module that says whether 64-bit memories are known.
  const memory64 = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 4, 0);
  if (!WebAssembly.validate(memory64))
    return 'This browser is too old for it: Chrome 133 or Firefox 134 is needed';
  return null;
}

/** Half of the cores, two at least where there are two: the rest is for the browser and whoever uses it. */
function threads(): number {
  const cores = navigator.hardwareConcurrency || 1;
  return Math.min(8, Math.max(Math.min(2, cores), Math.floor(cores / 2)));
}

/** Whether the runtime would compute on it: it passes over adapters without half precision, without a word. */
async function hasAdapter(): Promise<boolean> {
  return (await findAdapter())?.features.has('shader-f16') ?? false;
}
