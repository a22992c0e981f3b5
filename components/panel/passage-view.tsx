import { useId, useState } from 'react';
import type { Passage, Span } from '../../lib/core/suggestion';
import { foldedStart, passageUnits } from '../passage-text';
import { Button } from '../ui/button';
import type { CopyText } from '../ui/use-copy';
import { PassageUnitView } from './passage-unit-view';
import styles from './passage-view.module.css';
import { useOverflow } from './use-overflow';

export interface PassageViewProps {
  passage: Passage;
  marks: readonly Span[];
  copyText: CopyText;
}

/** The passage with its matches; longer than about five lines it folds, beginning where the first match can be seen. */
export function PassageView({ passage, marks, copyText }: PassageViewProps) {
  const [open, setOpen] = useState(false);
  const { ref, overflows } = useOverflow<HTMLDivElement>(passage.id);
  const bodyId = useId();
  const units = passageUnits(passage, marks);
  const start = foldedStart(units);
  const folds = overflows || start > 0;
  return (
    <div className={styles.passage}>
      <div
        id={bodyId}
        ref={ref}
        dir="auto"
        className={open ? styles.open : styles.folded}
        data-fades={overflows}
      >
        {!open && start > 0 && <span className={styles.skipped}>…</span>}
        {(open ? units : units.slice(start)).map((unit) => (
          <PassageUnitView key={unit.start} unit={unit} copyText={copyText} />
        ))}
      </div>
      {folds && (
        <Button
          look="text"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Show less' : 'Show more'}
        </Button>
      )}
    </div>
  );
}
