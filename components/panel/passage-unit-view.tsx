import type { PassageUnit } from '../passage-text';
import { CopyButton } from '../ui/copy-button';
import { useCopy, type CopyText } from '../ui/use-copy';
import { MarkedText } from './marked-text';
import styles from './passage-unit-view.module.css';

/** One unit of a passage in the shape it has in its document. */
export function PassageUnitView({ unit, copyText }: { unit: PassageUnit; copyText: CopyText }) {
  if (unit.kind === 'code') return <CodeUnit unit={unit} copyText={copyText} />;
  return (
    <p className={styles[unit.kind]} dir="auto">
      <MarkedText segments={unit.segments} />
    </p>
  );
}

function CodeUnit({ unit, copyText }: { unit: PassageUnit; copyText: CopyText }) {
  const { status, copy } = useCopy(copyText);
  return (
    <div className={styles.codeBox}>
      <pre className={styles.code} dir="ltr">
        <MarkedText segments={unit.segments} />
      </pre>
      <CopyButton label="Copy code" className={styles.copy} status={status} onCopy={() => copy(unit.text)} />
    </div>
  );
}
