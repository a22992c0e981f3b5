import { DesksideError } from '../../core/errors';
import type { EndpointAddress } from '../../engines/openai';
import type { SecretStore } from '../../storage/secret-store';

export interface EndpointAccess {
  readonly secrets: SecretStore;
  /** Whether the browser lets the extension ask this address now. */
  isAllowed(baseUrl: string): Promise<boolean>;
}

/** What its key is kept under. */
export const ENDPOINT_KEY = 'endpoint-key';

/** The address with the key that belongs to it. @throws DesksideError `no-permission` */
export async function endpointAddress(
  { secrets, isAllowed }: EndpointAccess,
  baseUrl: string,
): Promise<EndpointAddress> {
  if (!(await isAllowed(baseUrl)))
    throw new DesksideError(
      'no-permission',
      `The browser does not let Deskside ask ${new URL(baseUrl).host} yet`,
    );
  return { baseUrl, apiKey: await secrets.read(ENDPOINT_KEY, baseUrl) };
}
