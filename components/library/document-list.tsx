import { useEffect, useRef, useState } from 'react';
import type { ErrorKind } from '../../lib/core/errors';
import type { ListedDocument } from '../../lib/queries/library';
import { sourceMessage } from '../messages';
import { Button } from '../ui/button';
import { Chip } from '../ui/chip';
import { useClock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import { DateText } from '../ui/date-text';
import { formatBytes } from '../when';
import { libraryAddress } from './library-address';
import styles from './library.module.css';

export interface DocumentListProps {
  /** The source's name. */
  name: string;
  /** Null while they are being read. */
  documents: readonly ListedDocument[] | null;
  refusal: ErrorKind | null;
  words: string;
  /** Null where there are no more. */
  onMore: (() => void) | null;
  isLoading: boolean;
  onWords: (words: string) => void;
  onRemove: (documentKey: string) => void;
}

const states = { draft: 'Draft', outdated: 'Outdated', retired: 'Retired' } as const;

/** What is stored of one source, by id, with a way to narrow it. */
export function DocumentList(props: DocumentListProps) {
  const { name, documents, refusal, words, onMore, isLoading, onWords, onRemove } = props;
  const { now, locale } = useClock();
  const list = useRef<HTMLUListElement>(null);
  const [removed, setRemoved] = useState<number | null>(null);
  useEffect(() => {
    if (removed === null) return;
    // The row that had the focus is gone: the next one takes it.
    const links = list.current?.querySelectorAll('a') ?? [];
    (links[Math.min(removed, links.length - 1)] ?? list.current)?.focus();
  }, [removed, documents?.length]);
  return (
    <section aria-label={name}>
      <a href={libraryAddress({ view: 'overview' })} className={styles.back}>
        ‹ Library
      </a>
      <h2 className={styles.heading} dir="auto">
        {name}
      </h2>
      <input
        type="search"
        className={styles.search}
        placeholder="Narrow by title, path or key"
        aria-label={`Narrow the documents of ${name}`}
        value={words}
        maxLength={200}
        onChange={(event) => onWords(event.target.value)}
      />
      {refusal && (
        <p className={styles.problem} role="alert">
          {sourceMessage(refusal, { name, retryAt: null, now, locale }).text} Its documents are shown when it
          says whose they are.
        </p>
      )}
      {documents === null && !refusal && <p className={styles.empty}>Reading…</p>}
      {documents?.length === 0 && !refusal && !isLoading && (
        <p className={styles.empty}>
          {words === '' ? 'Nothing is stored.' : 'No title, path or key has these words.'}
        </p>
      )}
      <ul ref={list} className={styles.documents} aria-label="Documents" tabIndex={-1}>
        {documents?.map((document, index) => (
          <li key={document.documentKey} className={styles.document}>
            <div className={styles.grow}>
              <a
                href={libraryAddress({ view: 'document', documentKey: document.documentKey })}
                className={styles.documentTitle}
                dir="auto"
              >
                {document.title.trim() || 'Untitled'}
              </a>
              <p className={styles.facts}>
                {document.place !== '' && <span dir="auto">{document.place}</span>}
                <DateText iso={document.updated} verb="Updated" />
                <span>{formatBytes(document.bytes, locale)}</span>
                {document.state !== 'current' && <Chip tone="caution">{states[document.state]}</Chip>}
                {!document.pinned && (
                  <Chip title="It passed by in a look-up: it goes when it is old or room is short">
                    Passing
                  </Chip>
                )}
              </p>
            </div>
            <ConfirmButton
              label="Remove"
              confirmLabel="Press again"
              onConfirm={() => {
                onRemove(document.documentKey);
                setRemoved(index);
              }}
            />
          </li>
        ))}
      </ul>
      {onMore && (
        <Button onClick={onMore} disabled={isLoading}>
          {isLoading ? 'Reading…' : 'Show more'}
        </Button>
      )}
    </section>
  );
}
