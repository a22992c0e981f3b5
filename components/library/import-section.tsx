import { FolderUp, Upload } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import type { QueuedFile } from '../../lib/queries/import-queue';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Progress } from '../ui/progress';
import { ImportList } from './import-list';
import { counted } from './library-words';
import styles from './library.module.css';

export interface ImportSectionProps {
  files: readonly QueuedFile[];
  /** False while the cache is off: nothing can be kept. */
  enabled: boolean;
  /** Endings of the files that can be read: ".pdf". */
  accept: readonly string[];
  /** From a drop or one of the two inputs. */
  onChoose: (event: Event) => void;
  onCancel: () => void;
  onRetry: () => void;
  onClear: () => void;
  onRemove: (id: number) => void;
}

/** The way in for files and folders, and how each of them fares. */
export function ImportSection({ files, enabled, accept, onChoose, ...actions }: ImportSectionProps) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onDrag = (over: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(over && enabled);
  };
  const choose = (event: { nativeEvent: Event; currentTarget: HTMLInputElement }) => {
    onChoose(event.nativeEvent);
    // The same file may be chosen once more.
    const { currentTarget } = event;
    setTimeout(() => (currentTarget.value = ''), 0);
  };
  return (
    <section aria-label="Add files">
      <div
        className={styles.drop}
        data-over={isOver}
        onDragEnter={onDrag(true)}
        onDragOver={onDrag(true)}
        onDragLeave={onDrag(false)}
        onDrop={(event) => {
          onDrag(false)(event);
          if (enabled) onChoose(event.nativeEvent);
        }}
      >
        <p className={styles.dropText}>
          {enabled
            ? 'Drop files or folders here: PDF, Word, HTML, Markdown, CSV or plain text. They stay on this device.'
            : 'The cache is off, so nothing can be kept. Turn it on under Cache to add files.'}
        </p>
        <div className={styles.actions}>
          <Button look="primary" disabled={!enabled} onClick={() => input.current?.click()}>
            <Upload aria-hidden size={15} /> Choose files
          </Button>
          <Button disabled={!enabled} onClick={() => folder.current?.click()}>
            <FolderUp aria-hidden size={15} /> Choose a folder
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={accept.join(',')}
          onChange={choose}
          data-files
        />
        {/* React knows no such attribute, browsers do. */}
        <input ref={folder} type="file" hidden onChange={choose} {...{ webkitdirectory: '' }} data-folder />
      </div>
      {files.length > 0 && <ImportProgress files={files} {...actions} />}
    </section>
  );
}

type ImportProgressProps = Pick<
  ImportSectionProps,
  'files' | 'onCancel' | 'onRetry' | 'onClear' | 'onRemove'
>;

function ImportProgress({ files, onCancel, onRetry, onClear, onRemove }: ImportProgressProps) {
  const { locale } = useClock();
  const isUnderWay = files.some(
    ({ state }) => state === 'waiting' || state === 'reading' || state === 'adding',
  );
  const over = files.filter(({ state }) => state !== 'waiting' && state !== 'reading' && state !== 'adding');
  const failed = files.filter(({ state }) => state === 'failed');
  const mayRetry = files.some(
    ({ state, problem }) => state === 'cancelled' || (state === 'failed' && problem?.retryable),
  );
  const total = counted(files.length, 'file', 'files', locale);
  const added = files.filter(({ state }) => state === 'done').length.toLocaleString(locale);
  return (
    <div className={styles.import}>
      {isUnderWay && <Progress label="Adding files" done={over.length} total={files.length} />}
      <div className={styles.sourceHead}>
        <p className={styles.grow} role="status">
          {isUnderWay ? `Adding ${total}…` : `${added} of ${total} added.`}
          {failed.length > 0 && ` ${counted(failed.length, 'file', 'files', locale)} could not be added.`}
        </p>
        <div className={styles.actions}>
          {isUnderWay && <Button onClick={onCancel}>Cancel</Button>}
          {!isUnderWay && mayRetry && <Button onClick={onRetry}>Try again</Button>}
          {!isUnderWay && (
            <Button look="text" onClick={onClear}>
              Close the list
            </Button>
          )}
        </div>
      </div>
      <ImportList files={files} onRemove={onRemove} />
    </div>
  );
}
