import type { Connector } from '../connectors/connector';
import type { SourceOffer } from '../core/assist-state';
import type { PageReading } from '../core/page';
import type { Settings } from '../core/settings';
import { addressOf } from '../core/source-list';
import { passingSource, sourceOf } from './read-context';

/** The site of this page as a source to use, unless it is one, was declined, or may not be added. */
export function offerOf(
  { match }: Pick<PageReading, 'match'>,
  settings: Pick<Settings, 'sources' | 'offerSources' | 'allowUserSources' | 'declinedOffers'>,
  connectors: readonly Connector[],
): SourceOffer | null {
  const connector = connectors.find(({ id }) => id === match.site);
  if (!connector || !settings.offerSources || !settings.allowUserSources) return null;
  if (sourceOf(match, settings.sources)) return null;
  const { product, baseUrl } = passingSource(match, connector);
  if (settings.declinedOffers.includes(addressOf({ product, baseUrl }))) return null;
  return { product, productName: connector.name, baseUrl };
}
