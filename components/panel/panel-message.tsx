import type { LucideIcon } from 'lucide-react';
import { clsx } from 'clsx';
import type { Message } from '../messages';
import { Button } from '../ui/button';
import styles from './panel-message.module.css';

export interface PanelMessageProps {
  icon: LucideIcon;
  message: Message;
  onAction: () => void;
  /** Appears only after a moment, for states that are usually over before they can be read. */
  late?: boolean;
}

/** A state of the whole panel: a quiet picture, one line, one button. */
export function PanelMessage({ icon: Icon, message, onAction, late = false }: PanelMessageProps) {
  return (
    <div className={clsx(styles.message, late && styles.late)}>
      <Icon aria-hidden size={28} strokeWidth={1.5} className={styles.icon} />
      <p className={styles.text} dir="auto">
        {message.text}
      </p>
      {message.action && (
        <Button look="primary" onClick={onAction}>
          {message.action.label}
        </Button>
      )}
    </div>
  );
}
