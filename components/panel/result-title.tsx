import { isWebUrl } from '../passage-text';
import styles from './result-title.module.css';

export interface ResultTitleProps {
  title: string;
  url: string;
  /** Shown before the title, monospaced: a ticket's key. */
  itemKey?: string;
  onOpen: () => void;
}

/** A result's heading and its way in; an address that is not a web page has no way in. */
export function ResultTitle({ title, url, itemKey, onOpen }: ResultTitleProps) {
  const label = (
    <>
      {itemKey !== undefined && <bdi className={styles.key}>{itemKey}</bdi>}
      {title.trim() === '' ? 'Untitled' : title}
    </>
  );
  return (
    <h3 className={styles.heading} dir="auto">
      {isWebUrl(url) ? (
        <button type="button" className={styles.title} data-result-title onClick={onOpen}>
          {label}
        </button>
      ) : (
        <span className={styles.title} data-result-title tabIndex={-1}>
          {label}
        </span>
      )}
    </h3>
  );
}
