import { useId, type ReactNode } from 'react';
import { LockNote } from '../ui/lock-note';
import styles from './setting-row.module.css';

/** What the control of a row needs to be named and described by it. */
export interface SettingControl {
  id: string;
  describedBy: string;
  disabled: boolean;
}

export interface SettingRowProps {
  label: string;
  help: string;
  /** True where policy fixed the value. */
  locked: boolean;
  children: (control: SettingControl) => ReactNode;
}

/** One setting: its name, one line of help, its control; a lock where it is fixed. */
export function SettingRow({ label, help, locked, children }: SettingRowProps) {
  const id = useId();
  const helpId = `${id}-help`;
  return (
    <div className={styles.row}>
      <div>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        <p id={helpId} className={styles.help}>
          {help}
        </p>
        {locked && <LockNote />}
      </div>
      {children({ id, describedBy: helpId, disabled: locked })}
    </div>
  );
}
