import type { Suggestion } from '../../lib/core/suggestion';
import styles from './strength.module.css';

const words = { likely: 'Likely', possible: 'Possible' } as const;

/** How sure the ranking is, in a word and a dot that is full or hollow. */
export function Strength({ strength }: { strength: Suggestion['strength'] }) {
  return (
    <span className={styles.strength} data-strength={strength}>
      {words[strength]}
    </span>
  );
}
