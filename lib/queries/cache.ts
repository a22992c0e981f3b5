import {
  mutationOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import type { CacheStats } from '../messaging/protocol';
import { useBackend, type Backend } from './backend';

export type { CacheStats } from '../messaging/protocol';

const statsKey = ['cache-stats'] as const;

/** What the cache holds, by source. */
export function cacheStatsOptions({ send }: Pick<Backend, 'send'>) {
  return queryOptions({
    queryKey: statsKey,
    queryFn: (): Promise<CacheStats> => send('cache/stats', {}),
    staleTime: 10_000,
  });
}

/** Deletes what is cached of one source, or of all with null. */
export function purgeCacheOptions({ send }: Pick<Backend, 'send'>, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['cache-purge'],
    mutationFn: (sourceId: string | null) => send('cache/purge', { sourceId }),
    onSettled: () => client.invalidateQueries({ queryKey: statsKey }),
  });
}

/** The cache's size and the way to empty it. */
export function useCache() {
  const backend = useBackend();
  const client = useQueryClient();
  const { data, error } = useQuery(cacheStatsOptions(backend));
  const purging = useMutation(purgeCacheOptions(backend, client));
  return { stats: data ?? null, error: error ?? purging.error, purge: purging.mutate };
}
