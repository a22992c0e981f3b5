import type { EngineId, EngineUsage, ModelRecord } from '../core/model';

export type Availability =
  | { readonly state: 'available'; /** What it would run on, in words. */ readonly runsOn: string }
  /** After a download that only a click in a visible page can start. */
  | { readonly state: 'downloadable'; readonly reason: string }
  | { readonly state: 'unavailable'; /** Why not, and what to do about it. */ readonly reason: string };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface EngineRequest {
  readonly messages: readonly ChatMessage[];
  /** The answer ends there, whatever the model still has to say. */
  readonly mostTokens: number;
  /** 0 takes the likeliest token each time. */
  readonly temperature: number;
  /** The same seed, model and request give the same answer. */
  readonly seed?: number | undefined;
  /** The answer is lines, each of which ends with the number of one of so many sources: see `cited-lines.ts`. */
  readonly citedLines?: number | undefined;
}

export type EngineEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'warning'; readonly text: string }
  /** `length`: the answer was cut off at `mostTokens` or at the end of the context. */
  | { readonly type: 'end'; readonly reason: 'stop' | 'length'; readonly usage: EngineUsage };

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Share that is done, 0 to 1; null while nobody knows. */
  onProgress(share: number | null): void;
}

/** A model as it lies on this device. */
export interface OpenModel {
  readonly record: ModelRecord;
  /** The record's files, in its order, whole and verified. */
  readonly files: readonly File[];
  /** SHA-256 in hex of the libraries that an administrator allows beside those packed into the extension. */
  readonly allowedLibraries: readonly string[];
}

/** Runs language models. One instance, at most one model loaded; one request at a time. */
export interface Engine {
  readonly id: EngineId;
  availability(): Promise<Availability>;
  /** Why this machine cannot run this model, in words, as far as it can be told beforehand; null where nothing is against it. */
  lacks(record: ModelRecord): Promise<string | null>;
  /**
   * Makes a model ready, and lets go of the one before.
   * @throws DesksideError `bad-answer` for a file that is no model, `no-room` without the memory, `unsupported`;
   *   AbortError
   */
  load(model: OpenModel, options: LoadOptions): Promise<void>;
  /**
   * What the model says, as it comes; the last event is `end`.
   * @throws DesksideError `server` where the engine broke down: it has to be loaded again; AbortError
   */
  stream(request: EngineRequest, options: { readonly signal: AbortSignal }): AsyncIterable<EngineEvent>;
  /**
   * One vector for each text, in their order, all of the same length; of a model whose task is embedding.
   * @throws DesksideError `unsupported` where none is loaded, `bad-answer` for a text that is too long, `server`;
   *   AbortError
   */
  embed(
    texts: readonly string[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly (readonly number[])[]>;
  /** Gives back the memory. */
  unload(): Promise<void>;
}

/** Rejects when the signal says so; what is under way goes on. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
