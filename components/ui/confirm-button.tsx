import { useState } from 'react';
import { Button } from './button';

export interface ConfirmButtonProps {
  label: string;
  /** Names what goes: shown after the first press; the second one does it. */
  confirmLabel: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** Asks by itself: press (or Enter) twice. Leaving it or Escape takes the first press back. */
export function ConfirmButton({ label, confirmLabel, disabled, onConfirm }: ConfirmButtonProps) {
  const [armed, setArmed] = useState(false);
  return (
    <Button
      look={armed ? 'danger' : 'plain'}
      disabled={disabled}
      aria-live="polite"
      onBlur={() => setArmed(false)}
      onKeyDown={(event) => event.key === 'Escape' && setArmed(false)}
      onClick={() => {
        setArmed(!armed);
        if (armed) onConfirm();
      }}
    >
      {armed ? confirmLabel : label}
    </Button>
  );
}
