import type { LibraryHit } from '../../lib/queries/library';
import { passageUnits } from '../passage-text';
import { MarkedText } from '../panel/marked-text';
import { DateText } from '../ui/date-text';
import { libraryAddress } from './library-address';
import { whySentence } from './library-words';
import styles from './library.module.css';

export interface SearchResultsProps {
  /** Null while they are looked for. */
  hits: readonly LibraryHit[] | null;
  words: string;
  nameOf: (sourceId: string) => string;
}

/** Characters of a passage that are shown. */
const MOST_TEXT = 600;

/** What a search of the library found, best first, each with the passage and what brought it. */
export function SearchResults({ hits, words, nameOf }: SearchResultsProps) {
  if (hits === null) return <p className={styles.empty}>Searching…</p>;
  return (
    <section aria-label="Found">
      <p className={styles.facts} role="status">
        {hits.length === 0
          ? `Nothing stored has to do with “${words}”.`
          : `${hits.length} ${hits.length === 1 ? 'document' : 'documents'} for “${words}”`}
      </p>
      <ol className={styles.documents}>
        {hits.map(({ facts, passage, marks, why }) => (
          <li key={facts.documentKey} className={styles.hit}>
            <a
              href={libraryAddress({ view: 'document', documentKey: facts.documentKey })}
              className={styles.documentTitle}
              dir="auto"
            >
              {facts.title.trim() || 'Untitled'}
            </a>
            <p className={styles.facts}>
              <span dir="auto">{nameOf(facts.sourceId)}</span>
              <DateText iso={facts.updated} verb="Updated" />
              <span>{whySentence({ facts, passage, marks, why })}</span>
            </p>
            <div className={styles.hitText} dir="auto">
              {passageUnits({ ...passage, text: passage.text.slice(0, MOST_TEXT) }, marks)
                .slice(0, 4)
                .map((unit) => (
                  <p key={unit.start}>
                    <MarkedText segments={unit.segments} />
                  </p>
                ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
