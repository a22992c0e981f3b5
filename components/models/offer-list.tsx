import { Download } from 'lucide-react';
import type { ModelOffer } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Chip } from '../ui/chip';
import { formatBytes } from '../when';
import styles from './models.module.css';

export interface OfferListProps {
  offers: readonly ModelOffer[];
  onDownload: (offer: ModelOffer) => void;
}

/** Models that can be downloaded with one click. */
export function OfferList({ offers, onDownload }: OfferListProps) {
  const { locale } = useClock();
  return (
    <ul className={styles.models}>
      {offers.map((offer) => {
        const { record, note, isOrganisations, problem } = offer;
        const bytes = record.files.reduce((sum, file) => sum + file.bytes, 0);
        const isVerified = record.files.every(({ sha256 }) => sha256 !== null);
        return (
          <li key={record.id} className={styles.offer} data-offer-id={record.id}>
            <div className={styles.model}>
              <div className={styles.head}>
                <h3 className={styles.title}>{record.title}</h3>
                {isOrganisations && <Chip>Your organisation’s</Chip>}
                {!isVerified && <Chip>Unverified</Chip>}
              </div>
              {note !== '' && <p>{note}</p>}
              <p className={styles.facts}>
                <span>{formatBytes(bytes, locale)} to download</span>
                {record.memoryBytes !== null && (
                  <span>about {formatBytes(record.memoryBytes, locale)} of memory</span>
                )}
                {record.licence && <span>Licence: {record.licence}</span>}
                <span>From {hostsOf(record.files)}</span>
              </p>
              {problem !== null && <p className={styles.problem}>{problem}.</p>}
            </div>
            <Button
              disabled={problem !== null}
              aria-label={`Download ${record.title}`}
              onClick={() => onDownload(offer)}
            >
              <Download aria-hidden size={14} /> Download
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function hostsOf(files: ModelOffer['record']['files']): string {
  return [...new Set(files.flatMap(({ url }) => (url === null ? [] : [new URL(url).host])))].join(', ');
}
