import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { Hint } from './hint';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  icon: LucideIcon;
  /** Its accessible name and tooltip. */
  label: string;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string;
  spinning?: boolean;
}

export function IconButton({ icon: Icon, label, shortcut, spinning, className, ...rest }: IconButtonProps) {
  const hint = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <Hint content={hint}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        className={clsx(styles.button, className)}
        {...rest}
      >
        <Icon aria-hidden size={16} className={clsx(spinning && styles.spinning)} />
      </button>
    </Hint>
  );
}
