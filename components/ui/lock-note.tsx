import { Lock } from 'lucide-react';
import styles from './lock-note.module.css';

/** Says that policy fixed a value, and why it cannot be changed here. */
export function LockNote({ id }: { id?: string }) {
  return (
    <span id={id} className={styles.note}>
      <Lock aria-hidden size={12} /> Set by your organisation
    </span>
  );
}
