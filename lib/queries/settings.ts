import {
  mutationOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { settingsSchema, type Settings, type SettingLocks } from '../core/settings';
import type { MessageOutput } from '../messaging/protocol';
import { useBackend, type Backend } from './backend';

export interface SettingsView {
  readonly settings: Settings;
  readonly locks: SettingLocks;
  /** Values that could not be used, in words. */
  readonly problems: readonly string[];
}

const settingsKey = ['settings'] as const;

/** The settings that count, with what policy fixed. */
export function settingsOptions({ send }: Pick<Backend, 'send'>) {
  return queryOptions({
    queryKey: settingsKey,
    queryFn: async (): Promise<SettingsView> => toView(await send('settings/load', {})),
    staleTime: Infinity,
  });
}

/**
 * Saves some settings. What was chosen shows at once; when the save is refused, what really counts is read again.
 */
export function saveSettingsOptions({ send }: Pick<Backend, 'send'>, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['settings', 'save'],
    // One after the other: each save answers with all settings, and an older answer must not come last.
    scope: { id: 'settings' },
    mutationFn: async (patch: Partial<Settings>): Promise<SettingsView> =>
      toView(await send('settings/save', { patch })),
    onMutate: (patch) => {
      client.setQueryData<SettingsView>(
        settingsKey,
        (view) => view && { ...view, settings: { ...view.settings, ...patch } },
      );
    },
    onSuccess: (view) => client.setQueryData(settingsKey, view),
    onError: () => client.invalidateQueries({ queryKey: settingsKey }),
  });
}

/** The settings and the way to change them; `view` is null until they were read. */
export function useSettings() {
  const backend = useBackend();
  const client = useQueryClient();
  const { data, error } = useQuery(settingsOptions(backend));
  const saving = useMutation(saveSettingsOptions(backend, client));
  return {
    view: data ?? null,
    loadError: error,
    saveError: saving.error,
    save: saving.mutate,
    saveAndWait: saving.mutateAsync,
  };
}

/** Reads the settings again whenever the browser says that stored ones changed, until `signal` aborts. */
export function followSettings(options: {
  storage: {
    onChanged: { addListener(listener: () => void): void; removeListener(listener: () => void): void };
  };
  client: QueryClient;
  signal: AbortSignal;
}): void {
  const onChanged = () => void options.client.invalidateQueries({ queryKey: settingsKey });
  options.storage.onChanged.addListener(onChanged);
  options.signal.addEventListener('abort', () => options.storage.onChanged.removeListener(onChanged));
}

function toView(snapshot: MessageOutput<'settings/load'>): SettingsView {
  return {
    settings: settingsSchema.parse(snapshot.settings),
    locks: snapshot.locks,
    problems: snapshot.problems,
  };
}
