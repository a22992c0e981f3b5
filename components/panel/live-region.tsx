import styles from './live-region.module.css';

/** Says one sentence to screen readers when it changes, without interrupting. */
export function LiveRegion({ text }: { text: string }) {
  return (
    <p role="status" aria-live="polite" className={styles.region}>
      {text}
    </p>
  );
}
