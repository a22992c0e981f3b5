import type { Suggestion } from '../../lib/core/suggestion';
import { isWebUrl, placeOf } from '../passage-text';
import { DateText } from '../ui/date-text';
import type { CopyText } from '../ui/use-copy';
import { DocumentChips } from './document-chips';
import { PassageView } from './passage-view';
import { ResultTitle } from './result-title';
import styles from './suggestion-card.module.css';
import { shortVersion } from './short-version';
import { Strength } from './strength';

export interface SuggestionCardProps {
  suggestion: Suggestion;
  /** The source's name; null where it is no longer known. */
  sourceName: string | null;
  unconfirmed: boolean;
  /** It was imported by hand, so it opens in the library. */
  isFile: boolean;
  onOpen: () => void;
  copyText: CopyText;
}

/** One article: its title, where it lives, how fresh it is, and the passage that says why it is here. */
export function SuggestionCard({
  suggestion,
  sourceName,
  unconfirmed,
  isFile,
  onOpen,
  copyText,
}: SuggestionCardProps) {
  const place = [sourceName, suggestion.space].filter((part) => part !== null && part !== '').join(' · ');
  // A file's version is the hash of its bytes.
  const version = isFile ? null : shortVersion(suggestion.version);
  const path = placeOf(suggestion.passage);
  return (
    <article className={styles.card} data-result>
      <ResultTitle title={suggestion.title} canOpen={isFile || isWebUrl(suggestion.url)} onOpen={onOpen} />
      <div className={styles.meta}>
        <Strength strength={suggestion.strength} />
        {place !== '' && <span dir="auto">{place}</span>}
        <DateText iso={suggestion.updated} verb="Updated" />
        {version !== null && <span>{version}</span>}
        <DocumentChips facts={suggestion} changed={suggestion.changed} unconfirmed={unconfirmed} />
      </div>
      {path !== '' && (
        <p className={styles.path} dir="auto">
          {path}
        </p>
      )}
      <PassageView passage={suggestion.passage} marks={suggestion.marks} copyText={copyText} />
    </article>
  );
}
