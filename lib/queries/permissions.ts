import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useBackend, type Backend } from './backend';

const grantedKey = ['granted-hosts'] as const;

/** The hosts the browser lets the extension read, as match patterns. */
export function grantedHostsOptions({ permissions }: Pick<Backend, 'permissions'>) {
  return queryOptions({ queryKey: grantedKey, queryFn: () => permissions.granted(), staleTime: 0 });
}

/**
 * Asks for a host or gives it back, then looks at everything that hangs on it again. Not a mutation: those start a
 * moment later, and browsers show the question only while the click itself is being handled.
 */
export async function changeHost(
  { permissions }: Pick<Backend, 'permissions'>,
  client: QueryClient,
  change: { pattern: string; allow: boolean },
): Promise<void> {
  const origins = [change.pattern];
  await (change.allow ? permissions.request(origins) : permissions.remove(origins));
  await Promise.all([
    client.invalidateQueries({ queryKey: grantedKey }),
    client.invalidateQueries({ queryKey: ['source-check'] }),
  ]);
}

/** Granted hosts, those that cannot be given back, and the way to change them. */
export function useHosts() {
  const backend = useBackend();
  const client = useQueryClient();
  const { data } = useQuery(grantedHostsOptions(backend));
  return {
    granted: data ?? null,
    fixed: backend.permissions.fixed,
    change: (change: { pattern: string; allow: boolean }) => changeHost(backend, client, change),
  };
}
