import styles from './progress.module.css';

export interface ProgressProps {
  /** What is under way, for screen readers. */
  label: string;
  done: number;
  /** Null or 0 while nobody knows: the bar moves without saying how far. */
  total: number | null;
}

/** A bar; its numbers stand in words beside it. */
export function Progress({ label, done, total }: ProgressProps) {
  const known = total !== null && total > 0;
  return (
    <progress
      className={styles.progress}
      aria-label={label}
      {...(known && { value: Math.min(done, total), max: total })}
    />
  );
}
