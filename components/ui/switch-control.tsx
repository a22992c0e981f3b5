import { Switch } from 'radix-ui';
import styles from './switch-control.module.css';

export interface SwitchControlProps {
  checked: boolean;
  disabled?: boolean;
  /** Its accessible name, where no label element names it. */
  label?: string;
  id?: string;
  describedBy?: string;
  onChange: (checked: boolean) => void;
}

export function SwitchControl({ checked, disabled, label, id, describedBy, onChange }: SwitchControlProps) {
  return (
    <Switch.Root
      id={id}
      className={styles.track}
      checked={checked}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      onCheckedChange={onChange}
    >
      <Switch.Thumb className={styles.thumb} />
    </Switch.Root>
  );
}
