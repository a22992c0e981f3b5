import type { AssistState } from '../../lib/core/assist-state';
import { failureText, progressText } from '../messages';
import { Button } from '../ui/button';
import styles from './head-status.module.css';

export interface HeadStatusProps {
  state: AssistState;
  connection: 'connecting' | 'connected' | 'lost';
  onRefresh: () => void;
  /** Brings the lines of the failed sources into view. */
  onShowSources: () => void;
  onReconnect: () => void;
}

/** What is going on, or what needs a person: at most one thing, in a place that is always kept. */
export function HeadStatus({ state, connection, onRefresh, onShowSources, onReconnect }: HeadStatusProps) {
  if (connection === 'lost')
    return <StatusButton text="Reconnecting…" label="Try now" onClick={onReconnect} />;
  if (state.stage === 'cache' || state.stage === 'live')
    return <span className={styles.quiet}>{progressText(state.sources)}</span>;
  if (state.offline) return <StatusButton text="No source reached" label="Try again" onClick={onRefresh} />;
  const failure = failureText(state.sources);
  if (failure !== null) return <StatusButton text={failure} label="Show" onClick={onShowSources} />;
  return null;
}

function StatusButton({ text, label, onClick }: { text: string; label: string; onClick: () => void }) {
  return (
    <span className={styles.attention}>
      {text}
      <Button look="text" className={styles.button} onClick={onClick}>
        {label}
      </Button>
    </span>
  );
}
