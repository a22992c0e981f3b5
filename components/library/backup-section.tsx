import { Download, Upload } from 'lucide-react';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { FileButton } from '../ui/file-button';
import { Progress } from '../ui/progress';
import { counted } from './library-words';
import styles from './library.module.css';
import type { BackupState } from './use-backup';

export interface BackupSectionProps {
  state: BackupState;
  documents: number;
  enabled: boolean;
  onBackUp: () => void;
  onRestore: (file: File) => void;
  onCancel: () => void;
}

/** The library into a file, and back from one. */
export function BackupSection({
  state,
  documents,
  enabled,
  onBackUp,
  onRestore,
  onCancel,
}: BackupSectionProps) {
  const { locale } = useClock();
  const isUnderWay = state.doing !== null;
  return (
    <section aria-label="Backup" className={styles.backup}>
      <h2 className={styles.heading}>Backup</h2>
      <p className={styles.lead}>
        Everything you may read here, with what was computed of it, in one file. It is not encrypted: keep it
        where you would keep the documents themselves. Restoring leaves alone what was read later.
      </p>
      <div className={styles.actions}>
        <Button disabled={isUnderWay || documents === 0} onClick={onBackUp}>
          <Download aria-hidden size={15} /> Back up to a file
        </Button>
        <FileButton
          disabled={isUnderWay || !enabled}
          accept=".gz"
          mark="restore"
          onFiles={([file]) => file && onRestore(file)}
        >
          <Upload aria-hidden size={15} /> Restore from a file
        </FileButton>
        {isUnderWay && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      {state.doing !== null && (
        <Progress
          label={state.doing === 'backup' ? 'Backing up' : 'Restoring'}
          done={state.documents}
          total={state.doing === 'backup' ? documents : null}
        />
      )}
      <p role="status" className={state.problem ? styles.problem : styles.facts}>
        {sentenceOf(state, locale)}
      </p>
    </section>
  );
}

function sentenceOf({ doing, documents, outcome, problem, saved }: BackupState, locale: string): string {
  const number = counted(documents, 'document', 'documents', locale);
  if (doing === 'backup') return `Backing up: ${number} so far…`;
  if (doing === 'restore') return `Restoring: ${number} so far…`;
  const parts = outcome
    ? [
        `${counted(outcome.restored, 'document', 'documents', locale)} restored`,
        ...(outcome.kept > 0 ? [`${outcome.kept.toLocaleString(locale)} left as they are, read later`] : []),
        ...(outcome.refused > 0
          ? [
              `${outcome.refused.toLocaleString(locale)} refused: of sources that are not set up here, or of users who are not signed in`,
            ]
          : []),
      ]
    : [];
  const result = parts.length > 0 ? `${parts.join(', ')}.` : '';
  if (problem) return [problem, result].filter((part) => part !== '').join(' ');
  return saved ? `${number} backed up.` : result;
}
