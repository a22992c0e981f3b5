import type { ModelDownload } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import { Progress } from '../ui/progress';
import { downloadSentence } from './model-words';
import styles from './models.module.css';

export interface DownloadListProps {
  downloads: readonly ModelDownload[];
  onPause: (modelId: string) => void;
  onResume: (modelId: string) => void;
  onRemove: (modelId: string) => void;
}

/** Models on their way to this device. */
export function DownloadList({ downloads, onPause, onResume, onRemove }: DownloadListProps) {
  const { locale } = useClock();
  if (downloads.length === 0) return null;
  return (
    <ul className={styles.models}>
      {downloads.map((download) => (
        <li key={download.modelId} className={styles.model} data-download-id={download.modelId}>
          <h3 className={styles.title}>{download.title}</h3>
          <Progress label={`Downloading ${download.title}`} done={download.bytes} total={download.total} />
          <p role="status" className={download.problem ? styles.problem : styles.facts}>
            {downloadSentence(download, locale)}
          </p>
          <div className={styles.actions}>
            {download.state === 'running' ? (
              <Button onClick={() => onPause(download.modelId)}>Pause</Button>
            ) : (
              <Button onClick={() => onResume(download.modelId)}>Resume</Button>
            )}
            <ConfirmButton
              label="Remove"
              confirmLabel={`Remove ${download.title}`}
              onConfirm={() => onRemove(download.modelId)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
