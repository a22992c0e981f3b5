import { useState } from 'react';
import type { SourceOffer as Offer } from '../../lib/core/assist-state';
import type { SourceConfig } from '../../lib/core/source';
import { addressOf } from '../../lib/core/source-list';
import { Button } from '../ui/button';
import type { PanelActions } from './panel-actions';
import styles from './source-offer.module.css';

export interface SourceOfferProps {
  offer: Offer | null;
  /** Null while they are not known. */
  sources: readonly Pick<SourceConfig, 'product' | 'baseUrl'>[] | null;
  actions: Pick<PanelActions, 'acceptOffer' | 'declineOffer' | 'openOptions'>;
}

/** Said once, below what matters more: the site in the tab could be searched too. */
export function SourceOffer({ offer, sources, actions }: SourceOfferProps) {
  const [accepted, setAccepted] = useState<Offer | null>(null);
  // The browser's question may have been answered with no: only a source that is there is spoken of.
  const isAdded = accepted && sources?.some((source) => addressOf(source) === addressOf(accepted));
  const shown = offer ?? (isAdded ? accepted : null);
  if (!shown) return null;
  const where = (
    <>
      {shown.productName} at <bdi>{shown.baseUrl.replace(/^https?:\/\//, '')}</bdi>
    </>
  );
  return (
    <section className={styles.offer} aria-label="Another source" role="status">
      {offer ? (
        <>
          <p>Search {where} too, with your own session?</p>
          <div className={styles.buttons}>
            <Button
              onClick={() => {
                // The browser's question needs the click, so this comes first.
                actions.acceptOffer(offer);
                setAccepted(offer);
              }}
            >
              Use it
            </Button>
            <Button look="text" onClick={() => actions.declineOffer(offer)}>
              Not this one
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>{where} is searched from now on: everything you may see there.</p>
          <div className={styles.buttons}>
            <Button look="text" onClick={() => actions.openOptions('sources')}>
              Choose what to search
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
