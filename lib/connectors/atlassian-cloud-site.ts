import { z } from 'zod';
import { isHostOf } from './base-url-candidates';
import type { ConnectorIo } from './connector';
import { somethingElse } from './probe-refusal';

/** https://support.atlassian.com/jira/kb/retrieve-my-atlassian-sites-cloud-id/ */
const tenantSchema = z.object({ cloudId: z.string().min(1) });

/** True for a host name that the vendor gives to its customers' sites. */
export function isAtlassianHost(url: URL): boolean {
  return isHostOf(url.hostname, ['atlassian.net']);
}

/**
 * Whether a site of the vendor's cloud answers there: by its host name, or on a company's own domain by the tenant's
 * id, which every site tells everybody. Needs no sign-in.
 */
export async function isAtlassianCloud(baseUrl: string, io: ConnectorIo): Promise<boolean> {
  const url = new URL(baseUrl);
  if (isAtlassianHost(url)) return true;
  const tenant = await io.request.json(`${url.origin}/_edge/tenant_info`, tenantSchema).catch(somethingElse);
  return tenant !== null;
}
