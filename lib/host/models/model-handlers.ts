import { DesksideError, isAbort } from '../../core/errors';
import { builtInModel, type EngineId, type ModelOffer, type ModelRecord } from '../../core/model';
import { organisationRecord } from '../../core/organisation-model';
import type { Settings } from '../../core/settings';
import type { Availability, Engine } from '../../engines/engine';
import type { ModelsOverview, ModelTrial } from '../../messaging/model-messages';
import type { MessageName } from '../../messaging/protocol';
import type { Handlers } from '../../messaging/server';
import type { ModelStore } from '../../models/model-store';
import type { Logger } from '../../platform/logger';
import type { ModelDownloads } from './model-downloads';
import type { ModelRunner } from './model-runner';

export interface ModelParts {
  readonly store: ModelStore;
  readonly engines: readonly Engine[];
  readonly runner: ModelRunner;
  readonly downloads: ModelDownloads;
  /** Offered to everybody, smallest first. */
  readonly catalogue: readonly ModelOffer[];
  /** What lies at the address of a GGUF file. @throws DesksideError */
  inspect(url: string, sha256: string | null, signal: AbortSignal): Promise<ModelRecord>;
  readonly logger: Logger;
}

const TRIAL_TOKENS = 400;
/** For the first bytes of a file at an address. */
const INSPECT_MS = 20_000;

type Offer = ModelsOverview['offers'][number];

/** What the models page asks for. */
export function createModelHandlers(
  { store, engines, runner, downloads, catalogue, inspect, logger }: ModelParts,
  settings: () => Pick<Settings, 'organisationModels'>,
): Pick<Handlers<'host'>, Extract<MessageName, `models/${string}`>> {
  let trial: ModelTrial | null = null;
  let running: AbortController | null = null;

  const known = new Map<EngineId, Availability>();
  const availability = async (engine: Engine): Promise<ModelsOverview['engines'][number]> => {
    let found = known.get(engine.id);
    if (!found) {
      try {
        // Once more, because the worker may just have ended for another reason.
        found = await engine.availability().catch(() => engine.availability());
        // A download in another page changes it.
        if (found.state !== 'downloadable') known.set(engine.id, found);
      } catch (error) {
        logger.warn('an engine does not say whether it can run', error);
        found = { state: 'unavailable', reason: 'It could not be started' };
      }
    }
    return {
      id: engine.id,
      state: found.state,
      words: found.state === 'available' ? found.runsOn : found.reason,
    };
  };
  const offers = (): Offer[] => {
    const own = settings().organisationModels.flatMap((model) => {
      const record = organisationRecord(model);
      if (!record) logger.warn('a model of the policy is not usable', model.id);
      return record ? [{ record, note: '', isOrganisations: true }] : [];
    });
    return [...own, ...catalogue.map((entry) => ({ ...entry, isOrganisations: false }))];
  };
  const stop = (modelId: string | null) => {
    if (modelId === null || trial?.modelId === modelId) running?.abort();
  };
  const toDownload = async (input: { offered: string } | { url: string; sha256: string | null }) => {
    if ('url' in input) return inspect(input.url, input.sha256, AbortSignal.timeout(INSPECT_MS));
    const found = offers().find(({ record }) => record.id === input.offered);
    if (!found) throw new DesksideError('not-found', 'The model is offered no more');
    return found.record;
  };

  return {
    async 'models/overview'() {
      const [found, stored] = await Promise.all([Promise.all(engines.map(availability)), store.list()]);
      const hasBuiltIn = found.some(({ id, state }) => id === builtInModel.engine && state === 'available');
      const under = downloads.list();
      return {
        engines: found,
        models: [
          ...stored.filter(({ record }) => !under.some(({ modelId }) => modelId === record.id)),
          ...(hasBuiltIn ? [shownBuiltIn] : []),
        ],
        downloads: under,
        offers: offers().filter(({ record }) => !isHere(record, stored)),
        running: runner.state(),
        trial,
      };
    },
    async 'models/add'(input) {
      const record = await toDownload(input);
      const before = await store.get(record.id);
      if (before?.state === 'ready') {
        if (isSame(before.record, record))
          throw new DesksideError('unsupported', 'The model is on this device already');
        // A newer version takes its place.
        await runner.drop(record.id);
      }
      downloads.start(record);
      return {};
    },
    async 'models/pause'({ modelId }) {
      await downloads.pause(modelId);
      return {};
    },
    async 'models/resume'({ modelId }) {
      await downloads.resume(modelId);
      return {};
    },
    async 'models/remove'({ modelId }) {
      stop(modelId);
      await downloads.forget(modelId);
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

const shownBuiltIn: ModelsOverview['models'][number] = {
  record: builtInModel,
  state: 'ready',
  isVerified: true,
  bytes: 0,
  addedAt: 0,
  measured: null,
};

function isHere(record: ModelRecord, stored: readonly { record: ModelRecord }[]): boolean {
  return stored.some((model) => model.record.id === record.id && isSame(model.record, record));
}

function isSame(a: ModelRecord, b: ModelRecord): boolean {
  return JSON.stringify(a.files) === JSON.stringify(b.files);
}

function failureOf(error: unknown): NonNullable<ModelTrial['failure']> {
  if (error instanceof DesksideError) return { kind: error.kind, message: error.message };
  return { kind: 'server', message: 'The model broke down. Ask again: it is started anew' };
}
