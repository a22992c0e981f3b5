import type { ModelOffer, ModelRecord } from '../../core/model';
import { organisationRecord } from '../../core/organisation-model';
import type { Settings } from '../../core/settings';
import type { Engine } from '../../engines/engine';
import type { ModelsOverview } from '../../messaging/model-messages';
import type { Logger } from '../../platform/logger';

export interface ModelOffersOptions {
  readonly engines: readonly Engine[];
  /** Offered to everybody, smallest first. */
  readonly catalogue: readonly ModelOffer[];
  /** Those whose libraries were packed into the extension. */
  packed(): Promise<readonly ModelOffer[]>;
  readonly logger: Logger;
}

export type Offer = ModelsOverview['offers'][number];

/** What can be downloaded with one click: the organisation's models first. */
export function createModelOffers(
  { engines, catalogue, packed, logger }: ModelOffersOptions,
  settings: () => Pick<Settings, 'organisationModels'>,
) {
  let fromPackage: Promise<readonly ModelOffer[]> | null = null;
  const readPacked = () =>
    (fromPackage ??= packed().catch((error: unknown) => {
      logger.warn('the models of packed libraries could not be read', error);
      return [];
    }));
  /** By what was asked: the machine stays the same. */
  const known = new Map<string, Promise<string | null>>();
  const lacks = (record: ModelRecord): Promise<string | null> => {
    const key = JSON.stringify([record.engine, record.gpuFeatures, record.memoryBytes]);
    const engine = engines.find(({ id }) => id === record.engine);
    const asked =
      known.get(key) ??
      // Where an engine cannot be asked, loading the model will tell.
      Promise.resolve(engine?.lacks(record) ?? null).catch(() => null);
    known.set(key, asked);
    return asked;
  };

  return async (): Promise<Offer[]> => {
    const own = settings().organisationModels.flatMap((model) => {
      const record = organisationRecord(model);
      if (!record) logger.warn('a model of the policy is not usable', model.id);
      return record ? [{ record, note: '', isOrganisations: true }] : [];
    });
    const others = [...(await readPacked()), ...catalogue].map((offer) => ({
      ...offer,
      isOrganisations: false,
    }));
    return Promise.all(
      [...own, ...others].map(async (offer) => ({ ...offer, problem: await lacks(offer.record) })),
    );
  };
}
