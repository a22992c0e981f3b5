import { z } from 'zod';
import { DesksideError } from '../core/errors';
import {
  isSettingKey,
  resolveSettings,
  settingKeys,
  settingsSchema,
  type ResolvedSettings,
  type SettingKey,
} from '../core/settings';
import { addressOf, isPolicySource, parseUserSource } from '../core/source-list';
import type { SourceConfig } from '../core/source';
import type { Logger } from '../platform/logger';

/** The part of `chrome.storage.managed` that is used. */
export interface ReadableArea {
  get(keys: string[] | null): Promise<Record<string, unknown>>;
  onChanged: {
    addListener(listener: (changes: Record<string, unknown>) => void): void;
    removeListener(listener: (changes: Record<string, unknown>) => void): void;
  };
}
/** The part of `chrome.storage.local` that is used. */
export interface WritableArea extends ReadableArea {
  set(items: Record<string, unknown>): Promise<void>;
}

export interface SettingsStore {
  load(): Promise<ResolvedSettings>;
  /**
   * Stores the user's choice for the keys given, all or none, and returns what counts now. `sources` is the whole
   * list; policy's sources may stand in it unchanged or be left out. Throws `forbidden` for what policy has set and
   * `invalid-query` for a value that does not fit.
   */
  save(patch: Record<string, unknown>): Promise<ResolvedSettings>;
  /** Calls back with what counts after every change, of the user's or of policy's. Returns the way to stop. */
  watch(callback: (resolved: ResolvedSettings) => void): () => void;
}

/** One item a setting, so that two contexts that save different settings lose nothing. */
const ITEM_PREFIX = 'setting.';
const itemOf = (key: SettingKey) => `${ITEM_PREFIX}${key}`;
const itemKeys = settingKeys.map(itemOf);

/** The user's settings in `local`, under the administrator's in `managed`. */
export function createSettingsStore(options: {
  local: WritableArea;
  managed: ReadableArea;
  logger?: Logger;
}): SettingsStore {
  const { local, managed, logger } = options;
  let saving: Promise<unknown> = Promise.resolve();

  const readUser = async (): Promise<Record<string, unknown>> => {
    const items = await local.get(itemKeys);
    return Object.fromEntries(
      settingKeys.filter((key) => items[itemOf(key)] !== undefined).map((key) => [key, items[itemOf(key)]]),
    );
  };
  const load = async (): Promise<ResolvedSettings> => {
    const [user, policy] = await Promise.all([readUser(), readManaged(managed)]);
    return resolveSettings(user, policy);
  };
  const store = async (patch: Record<string, unknown>): Promise<ResolvedSettings> => {
    const [user, before] = await Promise.all([readUser(), load()]);
    const items: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(patch)) {
      items[`${ITEM_PREFIX}${key}`] = checkValue(key, value, before, user.sources);
    }
    if (Object.keys(items).length > 0) await local.set(items);
    return load();
  };

  return {
    load,
    save(patch) {
      // One after the other: a save reads before it writes.
      const result = saving.then(() => store(patch));
      saving = result.catch(() => undefined); // the caller of that save hears of its failure
      return result;
    },
    watch(callback) {
      let newest = 0;
      let stopped = false;
      const reload = async () => {
        newest += 1;
        const mine = newest;
        const resolved = await load();
        // An answer that a later change has overtaken would bring old settings back.
        if (mine === newest && !stopped) callback(resolved);
      };
      const onChanged = () => {
        reload().catch((error: unknown) => logger?.warn('changed settings could not be read', error));
      };
      const onLocal = (changes: Record<string, unknown>) => {
        if (Object.keys(changes).some((key) => key.startsWith(ITEM_PREFIX))) onChanged();
      };
      local.onChanged.addListener(onLocal);
      managed.onChanged.addListener(onChanged);
      return () => {
        stopped = true;
        local.onChanged.removeListener(onLocal);
        managed.onChanged.removeListener(onChanged);
      };
    },
  };
}

async function readManaged(managed: ReadableArea): Promise<Record<string, unknown>> {
  try {
    return await managed.get(null);
  } catch (error) {
    // Firefox says so where no administrator has set anything (https://bugzil.la/1868153). Any other failure must
    // not pass for the absence of policy.
    if (error instanceof Error && /manifest not found/i.test(error.message)) return {};
    throw new DesksideError('unsupported', "The administrator's settings could not be read.", {
      cause: error,
    });
  }
}

/** The value as it is to be stored. */
function checkValue(key: string, value: unknown, before: ResolvedSettings, storedSources: unknown): unknown {
  if (!isSettingKey(key)) throw new DesksideError('invalid-query', `${key} is not a setting.`);
  if (before.locks[key]) throw new DesksideError('forbidden', `${key} is set by your administrator.`);
  if (key === 'sources') return checkSources(value, before.settings.sources, storedSources);
  const parsed = settingsSchema.shape[key].safeParse(value);
  if (parsed.success && value !== undefined) return parsed.data;
  throw new DesksideError(
    'invalid-query',
    `${key}: ${parsed.error?.issues[0]?.message ?? 'a value is needed'}`,
    {
      cause: parsed.error,
    },
  );
}

/** The user's own among `value`; sources that policy hides at the moment are kept for the day it no longer does. */
function checkSources(value: unknown, current: readonly SourceConfig[], stored: unknown): SourceConfig[] {
  const list = z.array(z.unknown()).safeParse(value);
  if (!list.success)
    throw new DesksideError('invalid-query', 'sources: a list is needed', { cause: list.error });
  const policy = current.filter(isPolicySource);
  const own: SourceConfig[] = [];
  for (const item of list.data) {
    if (policy.some((source) => sameSource(source, item))) continue;
    const id = z.object({ id: z.string() }).safeParse(item).data?.id;
    if (id !== undefined && isPolicySource({ id })) {
      throw new DesksideError('forbidden', 'A source that your administrator has set cannot be changed.');
    }
    const source = parseUserSource(item);
    if (typeof source === 'string') throw new DesksideError('invalid-query', `sources: ${source}`);
    const double = [...policy, ...own].find(
      (other) => other.id === source.id || addressOf(other) === addressOf(source),
    );
    if (double)
      throw new DesksideError('invalid-query', `${double.name} is already there, at the same address.`);
    own.push(source);
  }
  const hidden = hiddenByPolicy(stored, policy).filter((source) =>
    own.every((other) => other.id !== source.id),
  );
  return [...own, ...hidden];
}

function hiddenByPolicy(stored: unknown, policy: readonly SourceConfig[]): SourceConfig[] {
  const addresses = new Set(policy.map(addressOf));
  return (Array.isArray(stored) ? stored : []).flatMap((item: unknown) => {
    const source = parseUserSource(item);
    return typeof source !== 'string' && addresses.has(addressOf(source)) ? [source] : [];
  });
}

function sameSource(source: SourceConfig, item: unknown): boolean {
  const parsed = settingsSchema.shape.sources.safeParse([item]).data?.[0];
  return parsed !== undefined && JSON.stringify(sorted(parsed)) === JSON.stringify(sorted(source));
}

function sorted(source: SourceConfig): [string, unknown][] {
  return Object.entries(source).sort(([a], [b]) => a.localeCompare(b));
}
