import { CacheSection, type CacheSectionProps } from '../../components/options/cache-section';
import { useCache } from '../../lib/queries/cache';

/** The cache section with what is in the cache. */
export function CachePage(props: Pick<CacheSectionProps, 'settings' | 'locks' | 'onSave'>) {
  const { stats, purge } = useCache();
  return <CacheSection {...props} stats={stats} onPurge={purge} />;
}
