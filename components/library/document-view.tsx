import type { OpenDocument } from '../../lib/queries/library';
import { isFile } from '../../lib/core/files-source';
import { isWebUrl, passageUnits, placeOf } from '../passage-text';
import { PassageUnitView } from '../panel/passage-unit-view';
import { Button } from '../ui/button';
import { ConfirmButton } from '../ui/confirm-button';
import { DateText } from '../ui/date-text';
import type { CopyText } from '../ui/use-copy';
import { libraryAddress } from './library-address';
import styles from './library.module.css';

export interface DocumentViewProps {
  /** Undefined while it is being read, null where it is not there. */
  document: OpenDocument | null | undefined;
  sourceName: string;
  copyText: CopyText;
  onOpen: (url: string) => void;
  onRemove: (documentKey: string) => void;
}

/** A document as it is stored: its passages, one after the other, each under its headings. */
export function DocumentView({ document, sourceName, copyText, onOpen, onRemove }: DocumentViewProps) {
  if (document === undefined) return <p className={styles.empty}>Reading…</p>;
  if (document === null)
    return (
      <section aria-label="Document">
        <a href={libraryAddress({ view: 'overview' })} className={styles.back}>
          ‹ Library
        </a>
        <p className={styles.empty}>
          This document is not stored any more, or it belongs to a user who is not signed in now.
        </p>
      </section>
    );
  const { facts, passages } = document;
  const { sourceId, documentKey, url } = facts;
  return (
    <article aria-label={facts.title}>
      <a href={libraryAddress({ view: 'source', sourceId })} className={styles.back}>
        ‹ {sourceName}
      </a>
      <div className={styles.sourceHead}>
        <div className={styles.grow}>
          <h2 className={styles.heading} dir="auto">
            {facts.title.trim() || 'Untitled'}
          </h2>
          <p className={styles.facts}>
            {isFile(facts) ? (
              <span dir="auto">{facts.documentId}</span>
            ) : (
              facts.space && <span>{facts.space}</span>
            )}
            {facts.author && <span dir="auto">{facts.author}</span>}
            <DateText iso={facts.updated} verb="Updated" />
            <span>{passages.length === 1 ? '1 passage' : `${passages.length} passages`}</span>
          </p>
        </div>
        <div className={styles.actions}>
          {isWebUrl(url) && <Button onClick={() => onOpen(url)}>Open the original</Button>}
          <ConfirmButton
            label="Remove"
            confirmLabel="Press again: it goes"
            onConfirm={() => onRemove(documentKey)}
          />
        </div>
      </div>
      {passages.length === 0 && <p className={styles.empty}>It has a title and no text.</p>}
      {passages.map((passage, index) => {
        const path = placeOf(passage);
        const last = passages[index - 1];
        const before = last && placeOf(last);
        return (
          <section key={passage.id} className={styles.passage} aria-label={path || `Passage ${index + 1}`}>
            {path !== '' && path !== before && (
              <h3 className={styles.passagePath} dir="auto">
                {path}
              </h3>
            )}
            {passageUnits(passage, []).map((unit) => (
              <PassageUnitView key={unit.start} unit={unit} copyText={copyText} />
            ))}
          </section>
        );
      })}
    </article>
  );
}
