import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { Suggestion } from '../../lib/core/suggestion';
import { isWebUrl } from '../passage-text';
import { DateText } from '../ui/date-text';
import { DocumentChips } from './document-chips';
import { ResultTitle } from './result-title';
import { Strength } from './strength';
import styles from './ticket-card.module.css';

export interface TicketCardProps {
  ticket: Suggestion;
  sourceName: string | null;
  unconfirmed: boolean;
  /** It was imported by hand, so it opens in the library. */
  isFile: boolean;
  onOpen: () => void;
}

/** One resolved ticket; how it was resolved is folded below it. */
export function TicketCard({ ticket, sourceName, unconfirmed, isFile, onOpen }: TicketCardProps) {
  const resolution = ticket.ticketResolution?.trim() ?? '';
  return (
    <article className={styles.card} data-result>
      <ResultTitle
        title={ticket.title}
        canOpen={isFile || isWebUrl(ticket.url)}
        itemKey={ticket.ticketKey ?? undefined}
        onOpen={onOpen}
      />
      <div className={styles.meta}>
        <Strength strength={ticket.strength} />
        {sourceName !== null && <span dir="auto">{sourceName}</span>}
        <DateText
          iso={ticket.ticketResolvedAt ?? ticket.updated}
          verb={ticket.ticketResolvedAt ? 'Resolved' : 'Updated'}
        />
        <DocumentChips facts={ticket} changed={ticket.changed} unconfirmed={unconfirmed} />
      </div>
      {resolution !== '' && (
        <Collapsible.Root className={styles.fold}>
          <Collapsible.Trigger className={styles.trigger}>
            <ChevronRight aria-hidden size={14} className={styles.chevron} />
            How it was resolved
          </Collapsible.Trigger>
          <Collapsible.Content>
            <p className={styles.resolution} dir="auto">
              {resolution}
            </p>
          </Collapsible.Content>
        </Collapsible.Root>
      )}
    </article>
  );
}
