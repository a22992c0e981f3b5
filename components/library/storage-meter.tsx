import { useClock } from '../ui/clock';
import { formatBytes } from '../when';
import styles from './library.module.css';

/** How much is stored of what the browser allows, and what of it may go by itself. */
export function StorageMeter({ bytes, quotaBytes }: { bytes: number; quotaBytes: number | null }) {
  const { locale } = useClock();
  const used = formatBytes(bytes, locale);
  return (
    <div className={styles.storage}>
      <p>
        {quotaBytes === null
          ? `${used} stored`
          : `${used} stored of ${formatBytes(quotaBytes, locale)} the browser allows`}
      </p>
      {quotaBytes !== null && (
        <meter
          className={styles.meter}
          aria-label="Storage used"
          min={0}
          max={quotaBytes}
          high={quotaBytes * 0.8}
          value={bytes}
        />
      )}
      <p className={styles.facts}>
        What passed by in look-ups goes when it is old or room is short. Imported files and copied sources
        stay until you remove them.
      </p>
    </div>
  );
}
