import { DesksideError, isAbort } from '../../core/errors';
import type { EngineId } from '../../core/model';
import type { Engine, EngineEvent, EngineRequest } from '../../engines/engine';
import type { RunningModel } from '../../messaging/model-messages';
import type { ModelStore } from '../../models/model-store';

export interface ModelRunnerOptions {
  readonly store: Pick<ModelStore, 'open'>;
  readonly engines: readonly Engine[];
  /** Ends the worker that the engines work in, whatever it is doing. */
  restart(): void;
  /** Milliseconds without a request after which the model's memory is given back. */
  readonly idleMs: number;
  now(): number;
}

const resting: RunningModel = { modelId: null, phase: 'idle', loadMs: null };

/**
 * Keeps one model loaded, and asks it one thing after the other. An engine that breaks down is started anew with the
 * next request.
 */
export function createModelRunner(options: ModelRunnerOptions) {
  let running = resting;
  let loaded: Engine | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: ReturnType<typeof setTimeout> | undefined;

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
  const load = async (modelId: string, signal: AbortSignal): Promise<Engine> => {
    if (loaded !== null && running.modelId === modelId) return loaded;
    await unload();
    const model = await options.store.open(modelId);
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
    idle = setTimeout(() => void inTurn(unload), options.idleMs);
  };
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  return {
    state: (): RunningModel => running,
    /**
     * Loads the model where it is not loaded, and hands over what it says.
     * @throws DesksideError; AbortError
     */
    write(
      modelId: string,
      request: EngineRequest,
      { signal, onEvent }: { readonly signal: AbortSignal; onEvent(event: EngineEvent): void },
    ): Promise<void> {
      return inTurn(async () => {
        signal.throwIfAborted();
        clearTimeout(idle);
        try {
          const engine = await load(modelId, signal);
          running = { ...running, phase: 'writing' };
          for await (const event of engine.stream(request, { signal })) onEvent(event);
        } catch (error) {
          // Whatever it was stopped in, it goes on from there; else it may have broken down.
          if (!isAbort(error) && loaded !== null) giveUp();
          throw error;
        } finally {
          if (loaded !== null) running = { ...running, phase: 'ready' };
          rest();
        }
      });
    },
    /** Gives back the memory of the model, or of whichever is loaded; after what is being written with it. */
    async drop(modelId: string | null): Promise<void> {
      if (modelId !== null && running.modelId !== modelId) return;
      await inTurn(unload);
    },
  };
}
export type ModelRunner = ReturnType<typeof createModelRunner>;
