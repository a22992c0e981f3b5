import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelsOverview } from '../messaging/model-messages';
import { useBackend, type Backend } from './backend';

export type { ModelsOverview, ModelTrial } from '../messaging/model-messages';

const modelsKey = ['models'] as const;

/** While a model works, what it says grows; else hardly anything changes by itself. */
const OFTEN_MS = 200;
const SELDOM_MS = 5_000;

/** Engines, models on this device, and what one of them is doing. */
export function modelsOverviewOptions({ send }: Pick<Backend, 'send'>) {
  return queryOptions({
    queryKey: [...modelsKey, 'overview'],
    queryFn: (): Promise<ModelsOverview> => send('models/overview', {}),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? OFTEN_MS : SELDOM_MS),
  });
}

function isUnderWay({ running, trial }: ModelsOverview): boolean {
  return running.phase === 'loading' || running.phase === 'writing' || trial?.state === 'waiting';
}

export function useModelsOverview() {
  const { data, error } = useQuery(modelsOverviewOptions(useBackend()));
  return { overview: data ?? null, error };
}

/** What can be done with models; each reads anew what it changed. `failure`: what the last one failed with. */
export function useModelActions() {
  const { send } = useBackend();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: modelsKey });
  const { mutate, error } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: refresh,
  });
  return {
    failure: error,
    remove: (modelId: string) => mutate(() => send('models/remove', { modelId })),
    unload: () => mutate(() => send('models/unload', {})),
    ask: (modelId: string, prompt: string) => mutate(() => send('models/try', { modelId, prompt })),
    stop: () => mutate(() => send('models/stop', {})),
    refresh: () => void refresh(),
  };
}
