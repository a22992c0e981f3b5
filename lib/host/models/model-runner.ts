import { DesksideError, isAbort } from '../../core/errors';
import { builtInModel, type EngineId } from '../../core/model';
import type { Engine, EngineEvent, EngineRequest, OpenModel } from '../../engines/engine';
import type { RunningModel } from '../../messaging/model-messages';
import type { ModelStore } from '../../models/model-store';
import { createTurns } from './turns';

export interface ModelRunnerOptions {
  readonly store: Pick<ModelStore, 'open' | 'measure'>;
  readonly engines: readonly Engine[];
  /** Ends the worker that the engines work in, whatever it is doing. */
  restart(): void;
  /** Milliseconds without a request after which the model's memory is given back. */
  idleMs(): number;
  /** SHA-256 of libraries that policy allows. */
  allowedLibraries(): readonly string[];
  now(): number;
}

export type WritingPhase = 'waiting' | 'loading' | 'writing';

export interface AskingOptions {
  readonly signal: AbortSignal;
  /** What it is about: waiting for another request to end, loading the model, writing. */
  onPhase?(phase: WritingPhase): void;
}

export interface WritingOptions extends AskingOptions {
  onEvent(event: EngineEvent): void;
}

const resting: RunningModel = { modelId: null, phase: 'idle', loadMs: null };

/**
 * Keeps one model loaded, and asks it one thing after the other, what was asked last first: it is what somebody looks
 * at. An engine that breaks down is started anew with the next request.
 */
export function createModelRunner(options: ModelRunnerOptions) {
  let running = resting;
  let loaded: Engine | null = null;
  let writing: AbortController | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const turns = createTurns();

  const engineOf = (id: EngineId): Engine => {
    const engine = options.engines.find((each) => each.id === id);
    if (!engine) throw new DesksideError('unsupported', `This version has no engine ${id}`);
    return engine;
  };
  const forget = () => {
    running = resting;
    loaded = null;
  };
  /** Its answer to the next request would be anybody's guess. */
  const giveUp = () => {
    forget();
    options.restart();
  };
  const unload = async () => {
    clearTimeout(idle);
    const engine = loaded;
    forget();
    try {
      await engine?.unload();
    } catch {
      giveUp();
    }
  };
  const open = async (modelId: string): Promise<OpenModel> => {
    const allowedLibraries = options.allowedLibraries();
    if (modelId === builtInModel.id) return { record: builtInModel, files: [], allowedLibraries };
    return { ...(await options.store.open(modelId)), allowedLibraries };
  };
  const load = async (modelId: string, signal: AbortSignal): Promise<Engine> => {
    if (loaded !== null && running.modelId === modelId) return loaded;
    await unload();
    const model = await open(modelId);
    const engine = engineOf(model.record.engine);
    running = { modelId, phase: 'loading', loadMs: null };
    const started = options.now();
    try {
      await engine.load(model, { signal, onProgress: () => undefined });
    } catch (error) {
      giveUp();
      throw error;
    }
    loaded = engine;
    running = { modelId, phase: 'ready', loadMs: options.now() - started };
    return engine;
  };
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => void turns.take(unload), options.idleMs());
  };
  const measure = (modelId: string, event: EngineEvent) => {
    if (event.type !== 'end' || modelId === builtInModel.id) return;
    const { tokens, firstTokenMs, totalMs } = event.usage;
    const writingMs = totalMs - firstTokenMs;
    if (tokens < 2 || writingMs <= 0) return;
    const measured = {
      loadMs: running.loadMs ?? 0,
      firstTokenMs,
      tokensPerSecond: ((tokens - 1) * 1000) / writingMs,
    };
    // How fast it was is nice to know; an answer does not wait for it or fail with it.
    options.store.measure(modelId, measured).catch(() => undefined);
  };

  /** Waits for its turn, loads the model where it is not loaded, and asks it. */
  const ask = <T>(
    modelId: string,
    { signal, onPhase }: AskingOptions,
    work: (engine: Engine, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    onPhase?.('waiting');
    return turns.take(async () => {
      signal.throwIfAborted();
      clearTimeout(idle);
      const own = (writing = new AbortController());
      const either = AbortSignal.any([signal, own.signal]);
      try {
        if (running.modelId !== modelId) onPhase?.('loading');
        const engine = await load(modelId, either);
        running = { ...running, phase: 'writing' };
        onPhase?.('writing');
        return await work(engine, either);
      } catch (error) {
        // Whatever it was stopped in, it goes on from there; else it may have broken down.
        if (!isAbort(error) && loaded !== null) giveUp();
        throw error;
      } finally {
        writing = null;
        if (loaded !== null) running = { ...running, phase: 'ready' };
        rest();
      }
    }, signal);
  };

  return {
    state: (): RunningModel => running,
    /**
     * Hands over what the model says.
     * @throws DesksideError; AbortError
     */
    write: (
      modelId: string,
      request: EngineRequest,
      { onEvent, ...options }: WritingOptions,
    ): Promise<void> =>
      ask(modelId, options, async (engine, signal) => {
        for await (const event of engine.stream(request, { signal })) {
          measure(modelId, event);
          onEvent(event);
        }
      }),
    /**
     * One vector for each text, by an embedding model.
     * @throws DesksideError; AbortError
     */
    embed: (modelId: string, texts: readonly string[], options: AskingOptions) =>
      ask(modelId, options, (engine, signal) => engine.embed(texts, { signal })),
    /** Gives back the memory of the model, or of whichever is loaded. What is being written with it is stopped. */
    async drop(modelId: string | null): Promise<void> {
      if (modelId !== null && running.modelId !== modelId) return;
      writing?.abort();
      await turns.take(unload);
    },
  };
}
export type ModelRunner = ReturnType<typeof createModelRunner>;
