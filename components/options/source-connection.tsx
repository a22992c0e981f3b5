import { Check, CircleAlert } from 'lucide-react';
import type { SourceConfig } from '../../lib/core/source';
import type { SourceTest } from '../../lib/queries/sources';
import { sourceMessage, type MessageAction } from '../messages';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import styles from './source-connection.module.css';

export interface SourceConnectionProps {
  source: SourceConfig;
  /** Undefined while it is being asked. */
  check: SourceTest | undefined;
  onAction: (action: MessageAction) => void;
}

/** Whether a source answers and who is signed in there, or what to do about it. */
export function SourceConnection({ source, check, onAction }: SourceConnectionProps) {
  const { now, locale } = useClock();
  if (!source.enabled) return <span className={styles.quiet}>Not searched</span>;
  if (check === undefined) return <span className={styles.quiet}>Checking…</span>;
  if (check.ok) {
    return (
      <span className={styles.line}>
        <Check aria-hidden size={15} className={styles.fine} />
        <span dir="auto">
          {check.user === null ? 'Connected, not signed in' : `Signed in as ${check.user}`}
        </span>
      </span>
    );
  }
  const name = source.name;
  const { text, action } = sourceMessage(check.error ?? 'unreachable', { name, retryAt: null, now, locale });
  return (
    <span className={styles.problem}>
      <span className={styles.line}>
        <CircleAlert aria-hidden size={15} className={styles.alert} />
        <span dir="auto">{text}</span>
      </span>
      {/* On this page the settings are already in sight. */}
      {action && action.kind !== 'options' && (
        <Button look="text" className={styles.action} onClick={() => onAction(action.kind)}>
          {action.label}
        </Button>
      )}
    </span>
  );
}
