import { Check, CircleAlert, Ellipsis } from 'lucide-react';
import type { SourceStatus } from '../../lib/core/assist-state';
import { statusMessage } from '../messages';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { runStatusAction } from './message-actions';
import type { PanelActions } from './panel-actions';
import styles from './source-status-line.module.css';

export interface SourceStatusLineProps {
  source: SourceStatus;
  actions: PanelActions;
}

export function SourceStatusLine({ source, actions }: SourceStatusLineProps) {
  return (
    <li className={styles.line} data-state={source.state}>
      {source.state === 'failed' ? (
        <Failed source={source} actions={actions} />
      ) : (
        <Progress source={source} />
      )}
    </li>
  );
}

function Failed({ source, actions }: SourceStatusLineProps) {
  const { now, locale } = useClock();
  const { text, action } = statusMessage(source, now, locale);
  return (
    <>
      <CircleAlert aria-hidden size={15} className={styles.alert} />
      <span className={styles.text}>{text}</span>
      {action && (
        <Button className={styles.button} onClick={() => runStatusAction(action.kind, source, actions)}>
          {action.label}
        </Button>
      )}
    </>
  );
}

function Progress({ source }: { source: SourceStatus }) {
  const done = source.state === 'done';
  const Icon = done ? Check : Ellipsis;
  return (
    <>
      <Icon aria-hidden size={15} className={styles.quiet} />
      <span className={styles.text}>
        <bdi>{source.name}</bdi>
      </span>
      <span className={styles.quiet}>{done ? foundText(source.found) : 'Searching…'}</span>
    </>
  );
}

function foundText(found: number): string {
  return found === 0 ? 'nothing found' : `${found} found`;
}
