import { queryOptions, skipToken, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { DesksideError, type ErrorKind } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { sourceConfigSchema } from '../core/source';
import type { SourceOffer } from '../core/assist-state';
import type { SourceCandidate, SourceScopes, SourceTest } from '../messaging/protocol';
import { useBackend, type Backend } from './backend';

export type { SourceCandidate, SourceScopes, SourceTest } from '../messaging/protocol';

/** Who is signed in at a source, and whether it answers: asked when the options page shows it. */
export function sourceCheckOptions({ send }: Pick<Backend, 'send'>, source: SourceConfig) {
  return queryOptions({
    queryKey: ['source-check', source.id, source.product, source.baseUrl],
    queryFn: (): Promise<SourceTest> => send('source/check', { source }),
    enabled: source.enabled,
    staleTime: 60_000,
    // People sign in elsewhere and come back: then it is worth asking again.
    refetchOnWindowFocus: 'always',
  });
}

/** The parts of a source to choose from; asked while somebody looks at its settings. */
export function sourceScopesOptions({ send }: Pick<Backend, 'send'>, source: SourceConfig | null) {
  return queryOptions({
    queryKey: ['source-scopes', source?.id, source?.product, source?.baseUrl],
    queryFn: source === null ? skipToken : (): Promise<SourceScopes> => send('source/scopes', { source }),
    staleTime: 60_000,
  });
}

/** Undefined while the source is being asked. */
export function useSourceScopes(source: SourceConfig | null): SourceScopes | undefined {
  const { data, error } = useQuery(sourceScopesOptions(useBackend(), source));
  if (error) return { noun: null, choices: [], error: failedTest(error).error };
  return data;
}

/** The site in a tab as a source, under a name that the others do not have. */
export function sourceFromOffer(
  { product, productName, baseUrl }: SourceOffer,
  existing: readonly SourceConfig[],
  random: string,
): SourceConfig {
  const taken = existing.some(({ name }) => name === productName);
  const name = (taken ? `${productName} (${new URL(baseUrl).host})` : productName).slice(0, 120);
  return sourceConfigSchema.parse({ id: newSourceId(name, random), product, baseUrl, name });
}

/** What is known of each source's connection; undefined while it is being asked. */
export function useSourceChecks(
  sources: readonly SourceConfig[],
): ReadonlyMap<string, SourceTest | undefined> {
  const backend = useBackend();
  const results = useQueries({ queries: sources.map((source) => sourceCheckOptions(backend, source)) });
  return new Map(sources.map((source, index) => [source.id, toCheck(results[index])]));
}

/** Asks one source again how it answers. */
export function useRecheck(): (sourceId: string) => Promise<void> {
  const client = useQueryClient();
  return (sourceId) => client.resetQueries({ queryKey: ['source-check', sourceId] });
}

function toCheck(
  result: { data?: SourceTest | undefined; error: Error | null } | undefined,
): SourceTest | undefined {
  if (result?.error) return failedTest(result.error);
  return result?.data;
}

/** Which products a pasted address may belong to. */
export async function recogniseSource(
  { send }: Pick<Backend, 'send'>,
  url: string,
): Promise<SourceCandidate[]> {
  const { candidates } = await send('source/recognise', { url });
  return candidates;
}

/**
 * Asks the browser for the candidates' hosts, then each candidate who it is. Has to be called inside a click, with
 * nothing awaited before: browsers grant hosts only then.
 */
export async function connectSource(
  { send, permissions }: Pick<Backend, 'send' | 'permissions'>,
  candidates: readonly SourceCandidate[],
): Promise<SourceTest> {
  const origins = [...new Set(candidates.flatMap((candidate) => candidate.origins))];
  const granted = await permissions.request(origins);
  if (!granted) return emptyTest('no-permission');
  try {
    return await send('source/test', { candidates: candidates.slice(0, 12) });
  } catch (error) {
    return failedTest(error);
  }
}

/** A failure of the extension itself, in the shape of a test that failed. */
function failedTest(error: unknown): SourceTest {
  return emptyTest(error instanceof DesksideError ? error.kind : 'server');
}

function emptyTest(error: ErrorKind): SourceTest {
  const unknown = {
    product: null,
    productName: null,
    baseUrl: null,
    instanceName: null,
    version: null,
    user: null,
  };
  return { ok: false, error, ...unknown };
}

/** An id that says what it is and meets no other: "acme-wiki-k3v9". `random` are a few characters of a-z and 0-9. */
export function newSourceId(name: string, random: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    // Ids that begin like policy's own are refused (see core/source-list).
    .replace(/^policy(-|$)/, '')
    .slice(0, 40);
  return `${slug === '' ? 'source' : slug}-${random}`.replace(/-{2,}/g, '-');
}
