import type { Settings } from './settings';
import type { SourceConfig } from './source';

/** The collections of an endpoint are searched like a source; it is made of the settings and stands in no list. */
export const ENDPOINT_SOURCE_ID = 'endpoint';
export const ENDPOINT_PRODUCT = 'endpoint';
const TTL_MINUTES = 60;

/** Null where no collection was chosen, or nothing may leave the device. */
export function endpointSource({
  endpointUrl,
  endpointStores,
  answerRoute,
}: Pick<Settings, 'endpointUrl' | 'endpointStores' | 'answerRoute'>): SourceConfig | null {
  if (endpointUrl === '' || endpointStores.length === 0 || answerRoute === 'local-only') return null;
  return {
    id: ENDPOINT_SOURCE_ID,
    product: ENDPOINT_PRODUCT,
    name: new URL(endpointUrl).host.slice(0, 120),
    baseUrl: endpointUrl,
    enabled: true,
    readPages: false,
    scopes: [...endpointStores],
    ttlMinutes: TTL_MINUTES,
  };
}
