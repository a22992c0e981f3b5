import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { atlassianJson } from './atlassian';
import { isAtlassianHost } from './atlassian-cloud-site';
import { isHostOf, isSelfHosted } from './base-url-candidates';
import type { ConnectorIo, ProductAnswer, ProbeResult, RequestOptions } from './connector';
import { somethingElse } from './probe-refusal';

const serverInfoSchema = z.object({
  deploymentType: z.literal('Cloud'),
  version: z.string().nullish(),
  serverTitle: z.string().nullish(),
});
const myselfSchema = z.object({ accountId: z.string().nullish(), displayName: z.string().nullish() });

/** Where a site may be: its whole host, except that one part of it is Confluence's. */
export function cloudCandidates(url: URL): string[] {
  const isVendors = isAtlassianHost(url) || isHostOf(url.hostname, ['jira.com']);
  const isPossible = isVendors ? url.protocol === 'https:' : isSelfHosted(url);
  return isPossible && !/^\/wiki(?:\/|$)/.test(url.pathname) ? [url.origin] : [];
}

/** Jira's own description, which it gives to everybody; null for Data Center and for what is no Jira. */
export async function probeCloud(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const info = await io.request
    .json(`${baseUrl}/rest/api/3/serverInfo`, serverInfoSchema)
    .catch(somethingElse);
  return info && { name: info.data.serverTitle || 'Jira', version: info.data.version ?? null };
}

/** Who is signed in, by the account's id: names are nobody's in the cloud. */
export async function identifyCloud({ baseUrl }: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const { data } = await askJira({ ...io, user: null }, `${baseUrl}/rest/api/3/myself`, myselfSchema);
  if (!data.accountId) throw new DesksideError('signed-out', 'Nobody is signed in to Jira');
  return { userId: data.accountId, displayName: data.displayName ?? null };
}

/**
 * JSON for the user that the caller verified. Answers for lack of a session come in many forms; a resource that is
 * gone for good (410) means that this Jira is of another time than ours.
 */
export async function askJira<T>(
  io: ConnectorIo,
  url: string,
  schema: z.ZodType<T>,
  options?: RequestOptions,
): Promise<ProductAnswer<T>> {
  const answer = await atlassianJson(io, url, schema, options).catch(explain);
  // A session that was not taken, although the answer is one: what anonymous people may see.
  if (/AUTHENTICAT(?:ED_FAILED|ION_DENIED)/.test(answer.headers.get('x-seraph-loginreason') ?? '')) {
    throw new DesksideError('signed-out', 'The sign-in was refused');
  }
  return answer;
}

function explain(error: unknown): never {
  if (!(error instanceof DesksideError)) throw error;
  const init = { cause: error, ...(error.at !== undefined && { at: error.at }) };
  if (error.status === 410) throw new DesksideError('unsupported', 'Jira no longer offers this', init);
  // The vendor's edge asks for a human: 405 with a puzzle, 202 with a script that solves one.
  if (error.status === 405 || error.status === 202) {
    throw new DesksideError('signed-out', 'The site wants to see a person first', init);
  }
  throw error;
}
