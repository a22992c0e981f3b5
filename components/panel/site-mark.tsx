import styles from './site-mark.module.css';

/** The product a page belongs to, by its first letter; its name is for the tooltip. */
export function SiteMark({ name }: { name: string }) {
  const [letter = '?'] = name;
  return (
    <span className={styles.mark} title={name} aria-hidden>
      {letter.toLocaleUpperCase()}
    </span>
  );
}
