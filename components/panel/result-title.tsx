import styles from './result-title.module.css';

export interface ResultTitleProps {
  title: string;
  /** False for an address that is no web page: there is no way in. */
  canOpen: boolean;
  /** Shown before the title, monospaced: a ticket's key. */
  itemKey?: string;
  onOpen: () => void;
}

/** A result's heading and its way in. */
export function ResultTitle({ title, canOpen, itemKey, onOpen }: ResultTitleProps) {
  const label = (
    <>
      {itemKey !== undefined && <bdi className={styles.key}>{itemKey}</bdi>}
      {title.trim() === '' ? 'Untitled' : title}
    </>
  );
  return (
    <h3 className={styles.heading} dir="auto">
      {canOpen ? (
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
