import type { SourceConfig } from '../../lib/core/source';
import type { CacheStats } from '../../lib/queries/cache';
import { useClock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import { DateText } from '../ui/date-text';
import { formatBytes } from '../when';
import styles from './cache-section.module.css';

export interface CacheTableProps {
  stats: CacheStats;
  sources: readonly SourceConfig[];
  onPurge: (sourceId: string) => void;
}

/** The cache by source, the largest first. */
export function CacheTable({ stats, sources, onPurge }: CacheTableProps) {
  const { locale } = useClock();
  const rows = [...stats.sources].sort((a, b) => b.bytes - a.bytes);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Documents</th>
          <th scope="col">Size</th>
          <th scope="col">Last read</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.sourceId}>
            <th scope="row" dir="auto">
              {sources.find((source) => source.id === row.sourceId)?.name ?? 'A source removed since'}
            </th>
            <td className={styles.number}>{row.documents.toLocaleString(locale)}</td>
            <td className={styles.number}>{formatBytes(row.bytes, locale)}</td>
            <td>
              <DateText iso={row.newest === null ? null : new Date(row.newest).toISOString()} />
            </td>
            <td>
              <ConfirmButton
                label="Empty"
                confirmLabel={`Press again: ${row.documents} go`}
                disabled={row.documents === 0}
                onConfirm={() => onPurge(row.sourceId)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
