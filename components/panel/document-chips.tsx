import type { DocumentFacts } from '../../lib/core/suggestion';
import { Chip } from '../ui/chip';

export interface DocumentChipsProps {
  facts: Pick<DocumentFacts, 'state' | 'restricted'>;
  changed: boolean;
  /** True where the source did not confirm the cached copy in this look-up. */
  unconfirmed: boolean;
}

const states = {
  draft: { text: 'Draft', title: 'Not published yet' },
  outdated: { text: 'Outdated', title: 'Marked as outdated by its owners' },
  retired: { text: 'Retired', title: 'Withdrawn by its owners' },
} as const;

/** What is out of the ordinary about a document; nothing for a current one that everybody may read. */
export function DocumentChips({ facts, changed, unconfirmed }: DocumentChipsProps) {
  const state = facts.state === 'current' ? null : states[facts.state];
  return (
    <>
      {state && (
        <Chip tone="caution" title={state.title}>
          {state.text}
        </Chip>
      )}
      {facts.restricted && <Chip title="Not everybody in the company may read it">Restricted</Chip>}
      {changed && (
        <Chip tone="accent" title="It changed since it was last read">
          Changed
        </Chip>
      )}
      {unconfirmed && (
        <Chip title="Its source did not answer just now; this is the copy read before">From cache</Chip>
      )}
    </>
  );
}
