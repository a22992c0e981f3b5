import type { ReactNode } from 'react';
import styles from './options-section.module.css';

export interface OptionsSectionProps {
  title: string;
  lead: string;
  children: ReactNode;
}

export function OptionsSection({ title, lead, children }: OptionsSectionProps) {
  return (
    <section aria-label={title}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.lead}>{lead}</p>
      {children}
    </section>
  );
}
