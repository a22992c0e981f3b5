import type { SourceTest } from '../../lib/queries/sources';
import { connectMessage } from '../messages';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import styles from './add-source-form.module.css';

export interface ConnectFailureProps {
  test: SourceTest;
  /** Where "Open it" goes when nothing was identified. */
  fallbackUrl: string | null;
  onOpen: (url: string) => void;
  onRetry: () => void;
  /** Goes on to naming it all the same: possible once it is known what it is. */
  onKeep: () => void;
}

/** Why connecting failed and what to do about it. */
export function ConnectFailure({ test, fallbackUrl, onOpen, onRetry, onKeep }: ConnectFailureProps) {
  const { now, locale } = useClock();
  const { text, opens, retryLabel } = connectMessage(test, now, locale);
  const url = test.baseUrl ?? fallbackUrl;
  return (
    <div className={styles.facts}>
      <p className={styles.problem} dir="auto">
        {text}
      </p>
      <div className={styles.line}>
        {opens && url !== null && (
          <Button look="primary" onClick={() => onOpen(url)}>
            Open it
          </Button>
        )}
        <Button look={opens ? 'plain' : 'primary'} onClick={onRetry}>
          {retryLabel}
        </Button>
        {opens && test.product !== null && test.baseUrl !== null && (
          <Button onClick={onKeep}>Add it all the same</Button>
        )}
      </div>
    </div>
  );
}
