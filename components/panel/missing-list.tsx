import styles from './missing-list.module.css';

/** What would be needed to answer; nothing where nothing is. */
export function MissingList({ missing }: { missing: readonly string[] }) {
  if (missing.length === 0) return null;
  return (
    <div className={styles.missing}>
      <h3 className={styles.title}>Missing</h3>
      <ul className={styles.list}>
        {missing.map((fact) => (
          <li key={fact} dir="auto">
            {fact}
          </li>
        ))}
      </ul>
    </div>
  );
}
