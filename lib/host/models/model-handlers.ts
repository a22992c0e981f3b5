import { DesksideError } from '../../core/errors';
import { builtInModel, type EngineId, type ModelRecord } from '../../core/model';
import type { Settings } from '../../core/settings';
import type { Availability, Engine } from '../../engines/engine';
import type { ModelsOverview } from '../../messaging/model-messages';
import type { MessageName } from '../../messaging/protocol';
import type { Handlers } from '../../messaging/server';
import type { ModelStore } from '../../models/model-store';
import type { Logger } from '../../platform/logger';
import type { ModelDownloads } from './model-downloads';
import { createModelOffers, type ModelOffersOptions } from './model-offers';
import type { ModelRunner } from './model-runner';
import { createModelTrial } from './model-trial';

export interface ModelParts extends ModelOffersOptions {
  readonly store: ModelStore;
  readonly runner: ModelRunner;
  readonly downloads: ModelDownloads;
  /** What lies at the address of a GGUF file. @throws DesksideError */
  inspect(url: string, sha256: string | null, signal: AbortSignal): Promise<ModelRecord>;
  /** Bytes that the browser still lets the extension keep; null where it does not say. */
  freeBytes(): Promise<number | null>;
  /** Milliseconds. */
  now(): number;
  readonly logger: Logger;
}

/** While a model works the overview is asked for several times a second; the disk is looked at no oftener than this. */
const FREE_SELDOM_MS = 5_000;
/** For the first bytes of a file at an address. */
const INSPECT_MS = 20_000;

/** What the models page asks for. */
export function createModelHandlers(
  parts: ModelParts,
  settings: () => Pick<Settings, 'organisationModels'>,
): Pick<Handlers<'host'>, Extract<MessageName, `models/${string}`>> {
  const { store, engines, runner, downloads, inspect, now, logger } = parts;
  let free: { readonly at: number; readonly bytes: Promise<number | null> } | null = null;
  const freeBytes = () => {
    if (free === null || now() - free.at > FREE_SELDOM_MS) free = { at: now(), bytes: parts.freeBytes() };
    return free.bytes;
  };
  const offers = createModelOffers(parts, settings);
  const trial = createModelTrial(parts);

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
  const toDownload = async (input: { offered: string } | { url: string; sha256: string | null }) => {
    if ('url' in input) return inspect(input.url, input.sha256, AbortSignal.timeout(INSPECT_MS));
    const found = (await offers()).find(({ record }) => record.id === input.offered);
    if (!found) throw new DesksideError('not-found', 'The model is offered no more');
    return found.record;
  };

  return {
    async 'models/overview'() {
      const [found, stored, offered, left] = await Promise.all([
        Promise.all(engines.map(availability)),
        store.list(),
        offers(),
        freeBytes(),
      ]);
      const hasBuiltIn = found.some(({ id, state }) => id === builtInModel.engine && state === 'available');
      const under = downloads.list();
      return {
        engines: found,
        models: [
          ...stored.filter(({ record }) => !under.some(({ modelId }) => modelId === record.id)),
          ...(hasBuiltIn ? [shownBuiltIn] : []),
        ],
        downloads: under,
        offers: offered.filter(({ record }) => !isHere(record, stored)),
        storage: { models: stored.reduce((sum, { bytes }) => sum + bytes, 0), free: left },
        running: runner.state(),
        trial: trial.state(),
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
      trial.stop(modelId);
      await downloads.forget(modelId);
      await runner.drop(modelId);
      await store.remove(modelId);
      trial.forget(modelId);
      return {};
    },
    async 'models/unload'() {
      trial.stop(null);
      await runner.drop(null);
      return {};
    },
    'models/try'(request) {
      trial.start(request);
      return {};
    },
    'models/stop'() {
      trial.stop(null);
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
