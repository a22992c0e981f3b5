import type { ReactNode } from 'react';
import styles from './result-list.module.css';

export interface ResultListProps<T> {
  items: readonly T[];
  /** Stable across updates: what keeps its place keeps its focus. */
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
}

/** Results in the order the host keeps. */
export function ResultList<T>({ items, keyOf, children }: ResultListProps<T>) {
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={keyOf(item)} className={styles.item}>
          {children(item)}
        </li>
      ))}
    </ul>
  );
}
