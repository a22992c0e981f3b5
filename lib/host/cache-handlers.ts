import { FILES_SOURCE_ID } from '../core/files-source';
import type { Settings } from '../core/settings';
import type { Handlers } from '../messaging/server';
import type { LibraryParts } from './library-handlers';

/** A copy of a source is brought up to date when it is this old. */
const COPY_AGE_MS = 6 * 60 * 60_000;

type CacheMessage = 'cache/stats' | 'cache/purge' | 'cache/maintain';

/** What the options page and upkeep ask of the cache; `purge` also for whoever takes a source away. */
export function createCacheHandlers(
  { library, sync, quotaBytes }: Pick<LibraryParts, 'library' | 'sync' | 'quotaBytes'>,
  settings: () => Settings,
): Pick<Handlers<'host'>, CacheMessage> & {
  purge(filter: { sourceId: string } | { all: true }): Promise<void>;
} {
  const purge = async (filter: { sourceId: string } | { all: true }) => {
    await Promise.all([library.purge(filter), sync.purged(filter)]);
  };
  /** All but the files that somebody brought in by hand: those are no cache, and go by a button of their own. */
  const purgeCache = async () => {
    if (!library.isKept()) return purge({ all: true });
    const { sources } = await library.stats();
    const ids = [...sources.map(({ sourceId }) => sourceId), ...settings().sources.map(({ id }) => id)];
    for (const sourceId of new Set(ids)) if (sourceId !== FILES_SOURCE_ID) await purge({ sourceId });
  };

  return {
    purge,
    async 'cache/stats'() {
      const { sources, bytes } = await library.stats();
      return { sources, bytes, quotaBytes: await quotaBytes() };
    },
    async 'cache/purge'({ sourceId }) {
      await (sourceId === null ? purgeCache() : purge({ sourceId }));
      return {};
    },
    async 'cache/maintain'() {
      const { cacheMaxAgeDays, cacheMaxMegabytes, sources } = settings();
      await library.maintain({
        maxAgeDays: cacheMaxAgeDays,
        maxBytes: cacheMaxMegabytes * 1_000_000,
        sourceIds: [FILES_SOURCE_ID, ...sources.map(({ id }) => id)],
      });
      await sync.refresh(COPY_AGE_MS);
      return {};
    },
  };
}
