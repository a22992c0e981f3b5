import type { SourceConfig } from '../../lib/core/source';
import { FILES_SOURCE_ID } from '../../lib/core/files-source';
import type { LibraryOverview as Overview, ListedKind, SyncView } from '../../lib/queries/library';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import { DateText } from '../ui/date-text';
import { formatBytes } from '../when';
import { libraryAddress } from './library-address';
import { counted, sourceNameOf } from './library-words';
import styles from './library.module.css';
import { SyncStatus } from './sync-status';

export interface LibraryOverviewProps {
  overview: Overview;
  sources: readonly SourceConfig[];
  onCopy: (sourceId: string, what: ListedKind) => void;
  onPause: (jobKey: string) => void;
  onResume: (jobKey: string) => void;
  onCancel: (jobKey: string) => void;
  onRemoveAll: (sourceId: string) => void;
}

/** What is stored of each source, and how its copy stands. */
export function LibraryOverview({ overview, sources, onCopy, onRemoveAll, ...jobs }: LibraryOverviewProps) {
  const { locale } = useClock();
  if (overview.sources.length === 0)
    return (
      <p className={styles.empty}>
        Nothing is stored yet. Add files above, or add a source: what you look at is kept by itself.
      </p>
    );
  return (
    <ul className={styles.sources}>
      {overview.sources.map((row) => {
        const name = sourceNameOf(row.sourceId, sources);
        const syncs = overview.syncs.filter(({ sourceId }) => sourceId === row.sourceId);
        return (
          <li key={row.sourceId} className={styles.source} data-source={row.sourceId}>
            <div className={styles.sourceHead}>
              <div className={styles.grow}>
                <h3 className={styles.sourceName} dir="auto">
                  {row.documents > 0 ? (
                    <a href={libraryAddress({ view: 'source', sourceId: row.sourceId })}>{name}</a>
                  ) : (
                    name
                  )}
                </h3>
                <p className={styles.facts}>
                  {row.documents === 0 ? (
                    'Nothing stored yet'
                  ) : (
                    <>
                      <span>{counted(row.documents, 'document', 'documents', locale)}</span>
                      <span>{counted(row.passages, 'passage', 'passages', locale)}</span>
                      <span>{formatBytes(row.bytes, locale)}</span>
                      <DateText
                        iso={row.newest === null ? null : new Date(row.newest).toISOString()}
                        verb={row.sourceId === FILES_SOURCE_ID ? 'Imported' : 'Read'}
                      />
                    </>
                  )}
                </p>
              </div>
              <div className={styles.actions}>
                {row.lists.map((what) => (
                  <CopyButton
                    key={what}
                    what={what}
                    syncs={syncs}
                    disabled={!overview.kept}
                    onCopy={() => onCopy(row.sourceId, what)}
                  />
                ))}
                {row.documents > 0 && (
                  <ConfirmButton
                    label="Remove all"
                    confirmLabel={`Press again: ${counted(row.documents, 'document goes', 'documents go', locale)}`}
                    onConfirm={() => onRemoveAll(row.sourceId)}
                  />
                )}
              </div>
            </div>
            {syncs.map((sync) => (
              <SyncStatus key={sync.jobKey} sync={sync} name={name} {...jobs} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}

/** Not offered while a copy is under way: that one has buttons of its own. */
function CopyButton({
  what,
  syncs,
  disabled,
  onCopy,
}: {
  what: ListedKind;
  syncs: readonly SyncView[];
  disabled: boolean;
  onCopy: () => void;
}) {
  const own = syncs.filter((sync) => sync.what === what);
  if (own.some(({ state }) => state !== 'done')) return null;
  const noun = what === 'articles' ? 'articles' : 'resolved tickets';
  return (
    <Button onClick={onCopy} disabled={disabled}>
      {own.length > 0 ? `Update ${noun} now` : `Copy all ${noun}`}
    </Button>
  );
}
