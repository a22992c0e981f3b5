import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './chip.module.css';

export interface ChipProps {
  children: ReactNode;
  tone?: 'neutral' | 'caution' | 'accent';
  title?: string;
}

/** One fact in a word or two. Says it in words, never by colour alone. */
export function Chip({ children, tone = 'neutral', title }: ChipProps) {
  return (
    <span className={clsx(styles.chip, styles[tone])} title={title}>
      {children}
    </span>
  );
}
