import { useId, type ReactNode } from 'react';
import styles from './panel-section.module.css';

export interface PanelSectionProps {
  title: string;
  /** Shown after the title, quietly. */
  count?: number;
  /** At the far end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
}

export function PanelSection({ title, count, aside, children }: PanelSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
