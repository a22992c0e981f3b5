import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelRecord } from '../core/model';
import type { ModelsOverview } from '../messaging/model-messages';
import { useBackend, type Backend } from './backend';

export type { ModelDownload, ModelsOverview, ModelTrial } from '../messaging/model-messages';
export type ModelOffer = ModelsOverview['offers'][number];

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

function isUnderWay({ running, trial, downloads }: ModelsOverview): boolean {
  if (downloads.some(({ state }) => state === 'running')) return true;
  return running.phase === 'loading' || running.phase === 'writing' || trial?.state === 'waiting';
}

export function useModelsOverview() {
  const { data, error } = useQuery(modelsOverviewOptions(useBackend()));
  return { overview: data ?? null, error };
}

/** What can be done with models; each reads anew what it changed. `failure`: what the last one failed with. */
export function useModelActions() {
  const { send, permissions, patternOf } = useBackend();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: modelsKey });
  const { mutate, error, isPending } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: refresh,
  });
  /** A server that lets every page read it answers all the same, so a refusal is not the end. Within the click. */
  const withAccess = async (urls: readonly string[], then: () => Promise<unknown>) => {
    const patterns = [...new Set(urls.map(patternOf))];
    if (patterns.length > 0) await permissions.request(patterns).catch(() => false);
    return then();
  };
  return {
    failure: error,
    isBusy: isPending,
    download: ({ record, isOrganisations }: ModelOffer) =>
      mutate(() =>
        withAccess(isOrganisations ? urlsOf(record) : [], () => send('models/add', { offered: record.id })),
      ),
    addByAddress: (url: string, sha256: string | null) =>
      mutate(() => withAccess([url], () => send('models/add', { url, sha256 }))),
    pause: (modelId: string) => mutate(() => send('models/pause', { modelId })),
    resume: (modelId: string) => mutate(() => send('models/resume', { modelId })),
    remove: (modelId: string) => mutate(() => send('models/remove', { modelId })),
    unload: () => mutate(() => send('models/unload', {})),
    ask: (modelId: string, prompt: string) => mutate(() => send('models/try', { modelId, prompt })),
    stop: () => mutate(() => send('models/stop', {})),
    refresh: () => void refresh(),
  };
}

function urlsOf({ files }: ModelRecord): string[] {
  return files.flatMap(({ url }) => (url === null ? [] : [url]));
}
