import { sourceMessage } from '../messages';
import type { SyncView } from '../../lib/queries/library';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { DateText } from '../ui/date-text';
import { Progress } from '../ui/progress';
import { syncSentence } from './library-words';
import styles from './library.module.css';

export interface SyncStatusProps {
  sync: SyncView;
  /** The source's. */
  name: string;
  onPause: (jobKey: string) => void;
  onResume: (jobKey: string) => void;
  onCancel: (jobKey: string) => void;
}

/** One copy: how far it is, what went wrong with which document, and how to stop it or go on. */
export function SyncStatus({ sync, name, onPause, onResume, onCancel }: SyncStatusProps) {
  const { now, locale } = useClock();
  const isRunning = sync.state === 'running';
  const isOver = sync.state === 'done';
  return (
    <div className={styles.sync} data-sync={sync.state}>
      {isRunning && (
        <Progress
          label={`Copying ${name}`}
          done={sync.seen}
          total={sync.mode === 'everything' ? sync.total : null}
        />
      )}
      <div className={styles.sourceHead}>
        <p className={styles.grow} dir="auto">
          {sync.scope !== null && <strong>{sync.scope}: </strong>}
          {syncSentence(sync, name, now, locale)}{' '}
          {isOver && sync.finishedAt !== null && (
            <DateText iso={new Date(sync.finishedAt).toISOString()} verb="Finished" />
          )}
        </p>
        <div className={styles.actions}>
          {isRunning && <Button onClick={() => onPause(sync.jobKey)}>Pause</Button>}
          {!isRunning && !isOver && <Button onClick={() => onResume(sync.jobKey)}>Resume</Button>}
          <Button look="text" onClick={() => onCancel(sync.jobKey)}>
            {isOver ? 'Stop updating' : 'Cancel'}
          </Button>
        </div>
      </div>
      {sync.failed.length > 0 && (
        <details className={styles.failed}>
          <summary>Which could not be read</summary>
          <ul>
            {sync.failed.map(({ id, title, kind }) => (
              <li key={id} dir="auto">
                <strong>{title || id}</strong>:{' '}
                {sourceMessage(kind, { name, retryAt: null, now, locale }).text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
