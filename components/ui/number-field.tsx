import { useState } from 'react';
import styles from './number-field.module.css';

export interface NumberFieldProps {
  id?: string;
  value: number;
  min: number;
  max: number;
  /** Shown after the field: "MB". */
  unit?: string;
  disabled?: boolean;
  describedBy?: string;
  onChange: (value: number) => void;
}

/** A whole number, taken over on Enter or on leaving; what is out of range goes to its nearest end. */
export function NumberField({
  id,
  value,
  min,
  max,
  unit,
  disabled,
  describedBy,
  onChange,
}: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const wanted = draft === null || draft.trim() === '' ? NaN : Math.round(Number(draft));
    setDraft(null);
    if (Number.isNaN(wanted)) return;
    const fitting = Math.min(Math.max(wanted, min), max);
    if (fitting !== value) onChange(fitting);
  };
  return (
    <span className={styles.field}>
      <input
        id={id}
        type="number"
        className={styles.input}
        min={min}
        max={max}
        value={draft ?? String(value)}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      {unit}
    </span>
  );
}
