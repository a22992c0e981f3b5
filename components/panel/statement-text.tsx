import type { ReactNode } from 'react';
import { pathSpans, segmentsOf } from '../passage-text';
import { MarkedText } from './marked-text';
import styles from './statement-text.module.css';

export interface StatementTextProps {
  text: string;
  /** The citation's number, which never stands alone on a line. */
  children: ReactNode;
}

/** Up to how many characters the last word keeps its number beside it; a longer one has to be able to break. */
const LONGEST_KEPT_WORD = 18;

export function StatementText({ text, children }: StatementTextProps) {
  const lastWord = text.length - (/\S+\s*$/.exec(text)?.[0].length ?? 0);
  const splitAt = text.length - lastWord > LONGEST_KEPT_WORD ? text.length : lastWord;
  const paths = pathSpans(text);
  return (
    <>
      <MarkedText segments={segmentsOf(text, 0, splitAt, [], paths)} />
      <span className={styles.kept}>
        <MarkedText segments={segmentsOf(text, splitAt, text.length, [], paths)} />
        {children}
      </span>
    </>
  );
}
