import { useState } from 'react';
import type { Settings, SettingLocks } from '../../lib/core/settings';
import type { CacheStats } from '../../lib/queries/cache';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import { NumberField } from '../ui/number-field';
import { SwitchControl } from '../ui/switch-control';
import { formatBytes } from '../when';
import { CacheTable } from './cache-table';
import styles from './cache-section.module.css';
import { OptionsSection } from './options-section';
import { SettingRow } from './setting-row';

export interface CacheSectionProps {
  settings: Settings;
  locks: SettingLocks;
  /** Null while it is being counted. */
  stats: CacheStats | null;
  onSave: (patch: Partial<Settings>) => void;
  /** Null for everything. */
  onPurge: (sourceId: string | null) => void;
}

/** What is kept on this device, how much of it, and how to be rid of it. */
export function CacheSection({ settings, locks, stats, onSave, onPurge }: CacheSectionProps) {
  const { locale } = useClock();
  const [asking, setAsking] = useState(false);
  const documents = stats?.sources.reduce((sum, source) => sum + source.documents, 0) ?? 0;
  return (
    <OptionsSection
      title="Cache"
      lead="What you have already seen is kept on this device, apart for every signed-in user, so that the next look-up is instant."
    >
      <SettingRow
        label="Keep a cache"
        help="When off, nothing is kept and nothing shows without a network: the library is emptied, imported files as well."
        locked={Boolean(locks.cacheEnabled)}
      >
        {({ id, describedBy, disabled }) => (
          <SwitchControl
            id={id}
            describedBy={describedBy}
            disabled={disabled}
            checked={settings.cacheEnabled}
            onChange={(cacheEnabled) => {
              // Files that somebody brought in are not read again by themselves.
              if (!cacheEnabled && documents > 0) setAsking(true);
              else onSave({ cacheEnabled });
            }}
          />
        )}
      </SettingRow>
      {asking && (
        <div role="alert" className={styles.ask}>
          <p>
            {documents.toLocaleString(locale)} documents are deleted from this device, imported files among
            them.
          </p>
          <Button
            look="danger"
            onClick={() => {
              setAsking(false);
              onSave({ cacheEnabled: false });
            }}
          >
            Delete and turn off
          </Button>
          <Button onClick={() => setAsking(false)}>Keep the cache</Button>
        </div>
      )}
      <SettingRow
        label="Size at most"
        help="What was not used longest goes first."
        locked={Boolean(locks.cacheMaxMegabytes)}
      >
        {(control) => (
          <NumberField
            {...control}
            unit="MB"
            min={10}
            max={5000}
            value={settings.cacheMaxMegabytes}
            onChange={(cacheMaxMegabytes) => onSave({ cacheMaxMegabytes })}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Age at most"
        help="What was not read again for so long is deleted."
        locked={Boolean(locks.cacheMaxAgeDays)}
      >
        {(control) => (
          <NumberField
            {...control}
            unit="days"
            min={1}
            max={365}
            value={settings.cacheMaxAgeDays}
            onChange={(cacheMaxAgeDays) => onSave({ cacheMaxAgeDays })}
          />
        )}
      </SettingRow>
      <div className={styles.header}>
        <h2 className={styles.title}>
          {stats === null ? 'Counting…' : `${formatBytes(stats.bytes, locale)} on this device`}
        </h2>
        <ConfirmButton
          label="Empty the cache"
          confirmLabel={`Press again: ${documents} documents go`}
          disabled={documents === 0}
          onConfirm={() => onPurge(null)}
        />
      </div>
      {stats && stats.sources.length > 0 && (
        <CacheTable stats={stats} sources={settings.sources} onPurge={onPurge} />
      )}
    </OptionsSection>
  );
}
