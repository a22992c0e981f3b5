import { DesksideError, isAbort } from '../../core/errors';
import type { EngineId } from '../../core/model';
import type { Availability, Engine } from '../../engines/engine';
import type { ModelTrial } from '../../messaging/model-messages';
import type { MessageName } from '../../messaging/protocol';
import type { Handlers } from '../../messaging/server';
import type { ModelStore } from '../../models/model-store';
import type { Logger } from '../../platform/logger';
import type { ChosenModel } from '../answer-writer';
import type { ModelRunner } from './model-runner';

export interface ModelParts {
  readonly store: ModelStore;
  readonly engines: readonly Engine[];
  readonly runner: ModelRunner;
  readonly logger: Logger;
}

const TRIAL_TOKENS = 400;

/** What the models page asks for. */
export function createModelHandlers({
  store,
  engines,
  runner,
  logger,
}: ModelParts): Pick<Handlers<'host'>, Extract<MessageName, `models/${string}`>> {
  let trial: ModelTrial | null = null;
  let running: AbortController | null = null;

  const known = new Map<EngineId, Availability>();
  const availability = async (engine: Engine) => {
    let found = known.get(engine.id);
    if (!found) {
      try {
        // Once more, because the worker may just have ended for another reason.
        found = await engine.availability().catch(() => engine.availability());
        known.set(engine.id, found);
      } catch (error) {
        logger.warn('an engine does not say whether it can run', error);
        found = { state: 'unavailable', reason: 'It could not be started' };
      }
    }
    return found.state === 'available'
      ? { id: engine.id, isAvailable: true, words: found.runsOn }
      : { id: engine.id, isAvailable: false, words: found.reason };
  };
  const stop = (modelId: string | null) => {
    if (modelId === null || trial?.modelId === modelId) running?.abort();
  };

  return {
    async 'models/overview'() {
      const [found, models] = await Promise.all([Promise.all(engines.map(availability)), store.list()]);
      return { engines: found, models, running: runner.state(), trial };
    },
    async 'models/remove'({ modelId }) {
      stop(modelId);
      await runner.drop(modelId);
      await store.remove(modelId);
      if (trial?.modelId === modelId) trial = null;
      return {};
    },
    async 'models/unload'() {
      stop(null);
      await runner.drop(null);
      return {};
    },
    'models/try'({ modelId, prompt, seed }) {
      stop(null);
      const mine = (running = new AbortController());
      const say = (change: Partial<ModelTrial>) => {
        if (running === mine && trial) trial = { ...trial, ...change };
      };
      trial = { modelId, state: 'waiting', text: '', usage: null, isCutOff: false, failure: null };
      const request = {
        messages: [{ role: 'user' as const, content: prompt }],
        mostTokens: TRIAL_TOKENS,
        temperature: seed === undefined ? 0 : 0.8,
        seed,
      };
      runner
        .write(modelId, request, {
          signal: mine.signal,
          onEvent(event) {
            if (event.type === 'text-delta')
              say({ state: 'writing', text: (trial?.text ?? '') + event.text });
            if (event.type === 'end')
              say({ state: 'done', usage: event.usage, isCutOff: event.reason === 'length' });
          },
        })
        .catch((error: unknown) => {
          if (isAbort(error)) return say({ state: 'stopped' });
          logger.warn('a model failed', error);
          say({ state: 'failed', failure: failureOf(error) });
        });
      return {};
    },
    'models/stop'() {
      stop(null);
      return {};
    },
  };
}

/** The model of the settings, as a writer; null where it is not here whole. */
export async function chosenModel(
  { store, runner }: ModelParts,
  modelId: string,
): Promise<ChosenModel | null> {
  if (modelId === '') return null;
  const found = await store.get(modelId);
  return found?.state === 'ready'
    ? { title: found.record.title, write: (request, options) => runner.write(modelId, request, options) }
    : null;
}

function failureOf(error: unknown): NonNullable<ModelTrial['failure']> {
  if (error instanceof DesksideError) return { kind: error.kind, message: error.message };
  return { kind: 'server', message: 'The model broke down. Ask again: it is started anew' };
}
