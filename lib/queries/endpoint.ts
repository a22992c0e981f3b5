import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBackend } from './backend';

const stateKey = ['endpoint', 'state'] as const;

/** The endpoint's key and a test of it. The key itself never comes back to a page. */
export function useEndpoint(endpointUrl: string) {
  const { send, permissions, patternOf } = useBackend();
  const client = useQueryClient();
  const state = useQuery({
    queryKey: [...stateKey, endpointUrl],
    queryFn: () => send('endpoint/state', { baseUrl: endpointUrl }),
    enabled: endpointUrl !== '',
  });
  /** What the endpoint that is set up offers: asked once for as long as the page is open. */
  const offer = useQuery({
    queryKey: ['endpoint', 'offer', endpointUrl],
    queryFn: () => send('endpoint/test', { baseUrl: endpointUrl }),
    enabled: endpointUrl !== '',
    staleTime: Infinity,
  });
  const refresh = () => client.invalidateQueries({ queryKey: stateKey });
  /** Within the click: the browser asks for the host. */
  const connect = useMutation({
    mutationFn: async ({ baseUrl, key }: { baseUrl: string; key: string }) => {
      const granted = await permissions.request([patternOf(baseUrl)]);
      if (!granted)
        return {
          models: [],
          stores: null,
          failure: {
            kind: 'no-permission' as const,
            message: 'The browser was not allowed to ask this server',
          },
        };
      if (key !== '') await send('endpoint/save-key', { baseUrl, key });
      return send('endpoint/test', { baseUrl });
    },
    onSettled: refresh,
  });
  const forgetKey = useMutation({
    mutationFn: () => send('endpoint/save-key', { baseUrl: '', key: null }),
    onSettled: refresh,
  });
  return {
    hasKey: state.data?.hasKey ?? false,
    found: connect.data ?? null,
    stores: offer.data?.stores ?? null,
    error: connect.error ?? forgetKey.error,
    isBusy: connect.isPending,
    connect: (baseUrl: string, key: string) => connect.mutate({ baseUrl, key }),
    reset: connect.reset,
    forgetKey: () => forgetKey.mutate(),
  };
}
