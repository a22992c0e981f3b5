import { useState } from 'react';
import type { QueuedFile } from '../../lib/queries/import-queue';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { formatBytes } from '../when';
import { counted } from './library-words';
import styles from './library.module.css';

/** Rows that are shown at once: a folder may hold ten thousand files. */
const MOST_ROWS = 100;
/** What needs somebody comes first, then what moves. */
const order: Record<QueuedFile['state'], number> = {
  failed: 0,
  reading: 1,
  adding: 1,
  done: 2,
  cancelled: 3,
  removed: 4,
  waiting: 5,
};

export interface ImportListProps {
  files: readonly QueuedFile[];
  onRemove: (id: number) => void;
}

/** Each file with what became of it. */
export function ImportList({ files, onRemove }: ImportListProps) {
  const { locale } = useClock();
  const [most, setMost] = useState(MOST_ROWS);
  const rows = files.toSorted((a, b) => order[a.state] - order[b.state] || a.id - b.id);
  return (
    <>
      <ul className={styles.files} aria-label="Files">
        {rows.slice(0, most).map((file) => (
          <li key={file.id} className={styles.file} data-file={file.state}>
            <div className={styles.grow}>
              <p className={styles.path} dir="auto">
                {file.path}
              </p>
              <p className={file.problem ? styles.problem : styles.facts}>{sentenceOf(file, locale)}</p>
            </div>
            {file.state === 'done' && (
              <Button look="text" aria-label={`Remove ${file.path} again`} onClick={() => onRemove(file.id)}>
                Remove again
              </Button>
            )}
          </li>
        ))}
      </ul>
      {rows.length > most && (
        <Button look="text" onClick={() => setMost(most + MOST_ROWS)}>
          Show more of {rows.length.toLocaleString(locale)}
        </Button>
      )}
    </>
  );
}

function sentenceOf(file: QueuedFile, locale: string): string {
  const { state, done, total, outcome, problem } = file;
  const of = total > 0 ? ` ${done.toLocaleString(locale)} of ${total.toLocaleString(locale)}` : '';
  if (problem) return `${problem.text} ${problem.next}`;
  if (state === 'waiting') return `${formatBytes(file.bytes, locale)}, waiting`;
  if (state === 'reading') return `Reading${of}…`;
  if (state === 'adding') return `Adding${of}…`;
  if (state === 'cancelled') return 'Cancelled';
  if (state === 'removed') return 'Removed again';
  if (outcome === null) return '';
  const parts = [
    ...(outcome.added > 0 ? [`${counted(outcome.added, 'document', 'documents', locale)} added`] : []),
    ...(outcome.updated > 0 ? [`${outcome.updated.toLocaleString(locale)} updated`] : []),
    ...(outcome.removed > 0
      ? [`${outcome.removed.toLocaleString(locale)} removed that it holds no more`]
      : []),
    ...(outcome.unchanged > 0 ? [`${outcome.unchanged.toLocaleString(locale)} as before`] : []),
  ];
  const cut = file.cut ? ' It is longer than Deskside reads: its end was left out.' : '';
  return `${parts.join(', ') || 'Nothing to add'}.${cut}`;
}
