import { queryOptions, skipToken, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AssistState } from '../core/assist-state';
import { watchTab, type ConnectionStatus } from '../messaging/panel-stream';
import { useBackend, type Backend } from './backend';

export type { ConnectionStatus } from '../messaging/panel-stream';

/** A tab's state as the host last told it. Written by the stream alone: there is nothing to fetch. */
export function assistOptions(tabId: number | null) {
  return queryOptions<AssistState>({ queryKey: ['assist', tabId], queryFn: skipToken, staleTime: Infinity });
}

export interface FollowTabOptions {
  backend: Pick<Backend, 'send' | 'runtime'>;
  client: QueryClient;
  tabId: number;
  onConnection(status: ConnectionStatus): void;
  signal: AbortSignal;
}

/**
 * Keeps one tab's state in the query cache until `signal` aborts, and then drops it: what a tab showed before the
 * panel looked away is not shown again, not even for a moment.
 */
export function followTab({ backend, client, tabId, onConnection, signal }: FollowTabOptions): void {
  const { queryKey } = assistOptions(tabId);
  watchTab({
    runtime: backend.runtime,
    send: backend.send,
    tabId,
    onState: (state) => client.setQueryData(queryKey, state),
    onConnection,
    signal,
  });
  signal.addEventListener('abort', () => client.removeQueries({ queryKey, exact: true }));
}

/** The state of a tab, followed while mounted; `reconnect` opens the stream anew. */
export function useAssist(tabId: number | null): {
  state: AssistState | null;
  connection: ConnectionStatus;
  reconnect(): void;
} {
  const backend = useBackend();
  const client = useQueryClient();
  const [connection, setConnection] = useState<ConnectionStatus>('connecting');
  const [attempt, setAttempt] = useState(0);
  const { data } = useQuery(assistOptions(tabId));
  useEffect(() => {
    if (tabId === null) return;
    const stop = new AbortController();
    followTab({ backend, client, tabId, onConnection: setConnection, signal: stop.signal });
    return () => stop.abort();
  }, [backend, client, tabId, attempt]);
  return { state: data ?? null, connection, reconnect: () => setAttempt((count) => count + 1) };
}
