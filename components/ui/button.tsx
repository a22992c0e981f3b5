import { clsx } from 'clsx';
import type { ComponentPropsWithRef } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `primary` at most once a view; `text` looks like a link. */
  look?: 'primary' | 'plain' | 'text' | 'danger';
}

export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={clsx(styles.button, styles[look], className)} {...rest} />;
}
