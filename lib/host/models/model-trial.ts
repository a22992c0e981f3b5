import { DesksideError, isAbort } from '../../core/errors';
import type { ModelTrial } from '../../messaging/model-messages';
import type { ModelStore } from '../../models/model-store';
import type { Logger } from '../../platform/logger';
import type { ModelRunner } from './model-runner';

export interface TrialOptions {
  readonly store: Pick<ModelStore, 'get'>;
  readonly runner: Pick<ModelRunner, 'write' | 'embed'>;
  /** Milliseconds. */
  now(): number;
  readonly logger: Logger;
}

export interface TrialRequest {
  readonly modelId: string;
  readonly prompt: string;
  readonly seed?: number | undefined;
}

const MOST_TOKENS = 400;
/** Lines that an embedding model is given in one go. */
const MOST_LINES = 20;

/** What somebody tries a model with on the models page: a question, or lines to be compared. One at a time. */
export function createModelTrial({ store, runner, now, logger }: TrialOptions) {
  let trial: ModelTrial | null = null;
  let running: AbortController | null = null;

  const stop = (modelId: string | null) => {
    if (modelId === null || trial?.modelId === modelId) running?.abort();
  };
  const answer = async ({ modelId, prompt, seed }: TrialRequest, mine: AbortController, say: Say) => {
    const request = {
      messages: [{ role: 'user' as const, content: prompt }],
      mostTokens: MOST_TOKENS,
      temperature: seed === undefined ? 0 : 0.8,
      seed,
    };
    await runner.write(modelId, request, {
      signal: mine.signal,
      onEvent(event) {
        if (event.type === 'text-delta') say({ state: 'writing', text: (trial?.text ?? '') + event.text });
        if (event.type === 'end')
          say({ state: 'done', usage: event.usage, isCutOff: event.reason === 'length' });
      },
    });
  };
  const compare = async ({ modelId, prompt }: TrialRequest, mine: AbortController, say: Say) => {
    const lines = prompt
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, MOST_LINES);
    let started = now();
    const vectors = await runner.embed(modelId, lines, {
      signal: mine.signal,
      // Its time without loading.
      onPhase: () => (started = now()),
    });
    const [first = []] = vectors;
    say({
      state: 'done',
      comparison: {
        dimensions: first.length,
        totalMs: now() - started,
        rows: lines.slice(1).map((text, at) => ({ text, likeness: cosine(first, vectors[at + 1] ?? []) })),
      },
    });
  };
  const run = async (request: TrialRequest, mine: AbortController, say: Say) => {
    try {
      const task = (await store.get(request.modelId))?.record.task ?? 'chat';
      await (task === 'embedding' ? compare : answer)(request, mine, say);
    } catch (error) {
      if (isAbort(error)) return say({ state: 'stopped' });
      logger.warn('a model failed', error);
      say({ state: 'failed', failure: failureOf(error) });
    }
  };

  return {
    state: (): ModelTrial | null => trial,
    start(request: TrialRequest): void {
      stop(null);
      const mine = (running = new AbortController());
      const say: Say = (change) => {
        if (running === mine && trial) trial = { ...trial, ...change };
      };
      trial = {
        modelId: request.modelId,
        state: 'waiting',
        text: '',
        usage: null,
        isCutOff: false,
        comparison: null,
        failure: null,
      };
      void run(request, mine, say);
    },
    /** Null for whichever it is. */
    stop,
    /** The model is gone: so is what it said. */
    forget(modelId: string): void {
      if (trial?.modelId === modelId) trial = null;
    },
  };
}

type Say = (change: Partial<ModelTrial>) => void;

/** -1 to 1; 0 for vectors that cannot be compared. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 ? dot(a, b) / lengths : 0;
}

function failureOf(error: unknown): NonNullable<ModelTrial['failure']> {
  if (error instanceof DesksideError) return { kind: error.kind, message: error.message };
  return { kind: 'server', message: 'The model broke down. Ask again: it is started anew' };
}
