import { useState } from 'react';
import type { SourceConfig } from '../../lib/core/source';
import { sourceLockKey, type SettingLocks } from '../../lib/core/settings';
import type { SourceTest } from '../../lib/queries/sources';
import type { MessageAction } from '../messages';
import { SourceRow } from './source-row';
import styles from './source-table.module.css';

export interface SourceTableProps {
  sources: readonly SourceConfig[];
  checks: ReadonlyMap<string, SourceTest | undefined>;
  locks: SettingLocks;
  productName: (product: string) => string;
  onChange: (source: SourceConfig) => void;
  onEdit: (source: SourceConfig) => void;
  onRemove: (source: SourceConfig) => void;
  onAction: (action: MessageAction, source: SourceConfig) => void;
}

/** From how many sources on a filter is worth its room. */
const FILTER_FROM = 8;

/** The sources: sorted by a press on a heading, filtered by words once there are many. */
export function SourceTable({ sources, checks, locks, productName, ...handlers }: SourceTableProps) {
  const [descending, setDescending] = useState<boolean | null>(null);
  const [filter, setFilter] = useState('');
  const shown = arrange(sources, filter, descending);
  const sortName = descending === null ? 'none' : descending ? 'descending' : 'ascending';
  return (
    <>
      {sources.length >= FILTER_FROM && (
        <input
          type="search"
          className={styles.filter}
          placeholder="Filter by name, product or address"
          aria-label="Filter sources"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" aria-sort={sortName}>
              <button
                type="button"
                className={styles.sort}
                onClick={() => setDescending(descending === false)}
              >
                Source <span aria-hidden>{descending === null ? '' : descending ? '↓' : '↑'}</span>
              </button>
            </th>
            <th scope="col">Connection</th>
            <th scope="col">Searched</th>
            <th scope="col">Pages read</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map((source) => (
            <SourceRow
              key={source.id}
              source={source}
              productName={productName(source.product)}
              check={checks.get(source.id)}
              locked={locks[sourceLockKey(source.id)] !== undefined || locks.sources !== undefined}
              {...handlers}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

function arrange(
  sources: readonly SourceConfig[],
  filter: string,
  descending: boolean | null,
): SourceConfig[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (source: SourceConfig) => {
    const text = `${source.name} ${source.product} ${source.baseUrl}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = sources.filter(matches);
  if (descending === null) return found;
  const sorted = found.sort((a, b) => a.name.localeCompare(b.name));
  return descending ? sorted.reverse() : sorted;
}
