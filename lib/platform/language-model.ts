/**
 * The browser's Prompt API, as far as it is used here: https://webmachinelearning.github.io/prompt-api/
 * In windows only; workers do not have it.
 */
export interface LanguageModelApi {
  availability(options: object): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
  /** Downloads the model where it is not there: then only while a click is being handled. */
  create(options: LanguageModelOptions): Promise<LanguageModelSession>;
}

export interface LanguageModelOptions {
  readonly initialPrompts?: readonly { readonly role: string; readonly content: string }[];
  readonly signal?: AbortSignal;
  readonly monitor?: (monitor: EventTarget) => void;
}

export interface PromptOptions {
  readonly signal: AbortSignal;
  /** What the whole answer has to match. */
  readonly responseConstraint?: RegExp;
}

export interface LanguageModelSession {
  promptStreaming(input: string, options: PromptOptions): ReadableStream<string>;
  destroy(): void;
}

/** Languages have to be named, or the browser warns; more than these are refused by some versions. */
export const promptLanguages = {
  expectedInputs: [{ type: 'text', languages: ['en'] }],
  expectedOutputs: [{ type: 'text', languages: ['en'] }],
} as const;

/** Null where the browser has no model of its own. */
export function languageModel(): LanguageModelApi | null {
  const api: unknown = Reflect.get(globalThis, 'LanguageModel');
  return typeof api === 'function' ? (api as unknown as LanguageModelApi) : null;
}
