import type { Citation } from '../../lib/core/suggestion';
import { Hint } from '../ui/hint';
import styles from './citation-button.module.css';

export interface CitationButtonProps {
  citation: Citation;
  onOpen: () => void;
}

/** The number after a statement: hover or focus shows the quote and its place, a press opens the source there. */
export function CitationButton({ citation, onOpen }: CitationButtonProps) {
  return (
    <Hint side="top" content={<Quote citation={citation} />}>
      <button
        type="button"
        className={styles.number}
        data-citation
        aria-label={`Source ${citation.number}: ${citation.title}`}
        onClick={onOpen}
      >
        {citation.number}
      </button>
    </Hint>
  );
}

function Quote({ citation }: Pick<CitationButtonProps, 'citation'>) {
  return (
    <span className={styles.quote}>
      <strong dir="auto">{citation.title}</strong>
      {citation.headingPath.length > 0 && (
        <span dir="auto" className={styles.path}>
          {citation.headingPath.join(' › ')}
        </span>
      )}
      <q dir="auto">{citation.quote}</q>
    </span>
  );
}
