import type { InputHTMLAttributes } from 'react';

export interface AddressInputProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'onChange' | 'type' | 'inputMode'
> {
  value: string;
  onChange: (value: string) => void;
}

/** A field for an address: nothing corrects or completes what is pasted into it. */
export function AddressInput({ onChange, ...rest }: AddressInputProps) {
  return (
    <input
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
