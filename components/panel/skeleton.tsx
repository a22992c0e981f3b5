import { clsx } from 'clsx';
import styles from './skeleton.module.css';

export interface SkeletonProps {
  /** `answer` keeps the answer's room, `results` that of a few results. */
  shape: 'answer' | 'results';
  /** Said after a second, when it is no longer a blink. */
  text?: string;
}

const rows = {
  answer: [['full', 'full', 'half']],
  results: [
    ['title', 'full', 'half'],
    ['title', 'full', 'half'],
    ['title', 'full', 'half'],
  ],
};

/** Keeps the room of what is coming: empty for 150 ms, then grey, with words after a second. All in CSS. */
export function Skeleton({ shape, text }: SkeletonProps) {
  return (
    <div className={styles.skeleton}>
      <div className={clsx(styles.rows, styles[shape])} aria-hidden>
        {rows[shape].map((row, index) => (
          <div key={index} className={styles.row}>
            {row.map((width, bar) => (
              <span key={bar} className={clsx(styles.bar, styles[width])} />
            ))}
          </div>
        ))}
      </div>
      {text !== undefined && (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      )}
    </div>
  );
}
