import type { ModelsOverview } from '../../lib/queries/models';
import { useClock } from '../ui/clock';
import { formatBytes } from '../when';
import styles from './models.module.css';

/** What all models take, and what there is left. */
export function StorageLine({ models, free }: ModelsOverview['storage']) {
  const { locale } = useClock();
  if (models === 0 && free === null) return null;
  return (
    <p className={styles.facts}>
      {models > 0 && <span>Models take {formatBytes(models, locale)}</span>}
      {free !== null && <span>{formatBytes(free, locale)} are left for Deskside on this device</span>}
    </p>
  );
}
