import { DesksideError } from '../core/errors';
import { languageModel, type LanguageModelSession, promptLanguages } from '../platform/language-model';
import { citedLinesPattern } from './cited-lines';
import type { ChatMessage, Engine, EngineEvent, EngineRequest } from './engine';

/** The model that the browser brings along, by its Prompt API: in documents only. */
export function createChromeAiEngine(): Engine {
  /** Keeps the model in memory between questions. */
  let warm: LanguageModelSession | null = null;

  const unload = () => {
    warm?.destroy();
    warm = null;
    return Promise.resolve();
  };

  return {
    id: 'chrome-ai',
    async availability() {
      const api = languageModel();
      if (!api) return { state: 'unavailable', reason: 'This browser has no model of its own' };
      const state = await api.availability(promptLanguages);
      if (state === 'available') return { state: 'available', runsOn: 'browser' };
      if (state === 'unavailable')
        return {
          state: 'unavailable',
          reason: 'The browser says that this machine is too small for its model',
        };
      return { state: 'downloadable', reason: 'The browser has yet to download it' };
    },

    // The browser answers for its own model.
    lacks: () => Promise.resolve(null),

    async load(_model, { signal, onProgress }) {
      await unload();
      const api = languageModel();
      if (!api || (await api.availability(promptLanguages)) !== 'available')
        throw new DesksideError('unsupported', 'The browser’s own model is not ready: see Options › Models');
      onProgress(null);
      warm = await api.create({ ...promptLanguages, signal }).catch((cause: unknown) => {
        signal.throwIfAborted();
        throw new DesksideError('server', 'The browser did not start its model', { cause });
      });
    },

    async *stream(request, { signal }) {
      signal.throwIfAborted();
      const api = languageModel();
      if (warm === null || !api) throw new DesksideError('unsupported', 'No model is loaded');
      const started = performance.now();
      // A session remembers what was said; the next question is another one.
      const session = await api
        .create({ ...promptLanguages, initialPrompts: beginning(request.messages), signal })
        .catch(failWhile('started', signal));
      try {
        yield* answer(session, request, started, signal);
      } finally {
        session.destroy();
      }
    },

    embed: () =>
      Promise.reject(new DesksideError('unsupported', 'The browser’s own model turns no text into numbers')),

    unload,
  };
}

async function* answer(
  session: LanguageModelSession,
  { messages, mostTokens, citedLines }: EngineRequest,
  started: number,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const last = messages.at(-1)?.content ?? '';
  const form = citedLines === undefined ? {} : { responseConstraint: citedLinesPattern(citedLines) };
  const reader = session.promptStreaming(last, { signal, ...form }).getReader();
  let firstTokenMs: number | null = null;
  let tokens = 0;
  let reason: 'stop' | 'length' = 'stop';
  for (;;) {
    const { done, value } = await reader.read().catch(failWhile('wrote', signal));
    if (done) break;
    if (value === '') continue;
    firstTokenMs ??= performance.now() - started;
    tokens += 1;
    yield { type: 'text-delta', text: value };
    if (tokens < mostTokens) continue;
    reason = 'length';
    await reader.cancel();
    break;
  }
  const totalMs = performance.now() - started;
  yield {
    type: 'end',
    reason,
    usage: { promptTokens: null, tokens, firstTokenMs: firstTokenMs ?? totalMs, totalMs },
  };
}

/** All but the last message. The API takes a system prompt in the first place only. */
function beginning(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.slice(0, -1).map(({ role, content }, at) => ({
    role: role === 'system' && at > 0 ? 'user' : role,
    content,
  }));
}

function failWhile(what: string, signal: AbortSignal): (error: unknown) => never {
  return (cause) => {
    signal.throwIfAborted();
    const name = cause instanceof DOMException ? cause.name : '';
    if (name === 'QuotaExceededError')
      throw new DesksideError('bad-answer', 'The sources are too long for the browser’s own model', {
        cause,
      });
    throw new DesksideError('server', `The browser’s own model broke while it ${what}`, { cause });
  };
}
