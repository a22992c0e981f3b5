import { Fragment } from 'react';
import type { SentText } from '../../lib/core/assist-state';
import styles from './sent-preview.module.css';

export interface SentPreviewProps {
  sent: SentText;
}

/** Word for word what goes to an endpoint; what was taken out is marked, and names what stays here. */
export function SentPreview({ sent }: SentPreviewProps) {
  const { host, texts, taken } = sent;
  const values = new Map(taken.map(({ placeholder, value }) => [placeholder, value]));
  return (
    <div className={styles.preview}>
      <p>{takenSentence(taken.length, host)}</p>
      <div className={styles.texts} tabIndex={0} role="region" aria-label={`What is sent to ${host}`}>
        {texts.map((text, at) => (
          <p key={at} dir="auto">
            {text.split(/([A-Z]+_\d+)/).map((part, index) => {
              const value = values.get(part);
              return value === undefined ? (
                <Fragment key={index}>{part}</Fragment>
              ) : (
                <mark key={index} className={styles.taken} title={`Stays here: ${value}`}>
                  {part}
                </mark>
              );
            })}
          </p>
        ))}
      </div>
      {taken.length > 0 && (
        <details>
          <summary>What stays here</summary>
          <ul className={styles.list}>
            {taken.map(({ placeholder, value }) => (
              <li key={placeholder}>
                <mark className={styles.taken}>{placeholder}</mark> <span dir="auto">{value}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function takenSentence(count: number, host: string): string {
  if (count === 0)
    return `This is sent to ${host}. Nothing in it was found that names a person or opens a door.`;
  const what =
    count === 1
      ? 'One name, address, number or secret was'
      : `${count} names, addresses, numbers or secrets were`;
  return `This is sent to ${host}. ${what} taken out, and will be put back in the answer here.`;
}
