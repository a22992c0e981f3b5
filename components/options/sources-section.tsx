import type { ReactNode } from 'react';
import type { SettingLocks } from '../../lib/core/settings';
import type { SourceConfig } from '../../lib/core/source';
import type { SourceTest } from '../../lib/queries/sources';
import type { MessageAction } from '../messages';
import { Button } from '../ui/button';
import { LockNote } from '../ui/lock-note';
import { OptionsSection } from './options-section';
import { SourceTable } from './source-table';
import styles from './sources-section.module.css';

export interface SourcesSectionProps {
  sources: readonly SourceConfig[];
  checks: ReadonlyMap<string, SourceTest | undefined>;
  locks: SettingLocks;
  productName: (product: string) => string;
  /** Whether users may have sources of their own. */
  mayAdd: boolean;
  /** Settings that could not be used, in words. */
  problems: readonly string[];
  /** The source just removed, until something else was changed. */
  removed: SourceConfig | null;
  onChange: (source: SourceConfig) => void;
  /** Opens a source's name and parts. */
  onEdit: (source: SourceConfig) => void;
  onRemove: (source: SourceConfig) => void;
  onUndo: () => void;
  onAction: (action: MessageAction, source: SourceConfig) => void;
  addForm: ReactNode;
  /** The open settings of one source; null when there are none. */
  details: ReactNode;
}

/** Where the company keeps its knowledge. */
export function SourcesSection(props: SourcesSectionProps) {
  const { sources, removed, mayAdd } = props;
  return (
    <OptionsSection
      title="Sources"
      lead="Where your company keeps its knowledge. Deskside searches them with your own signed-in session and sees only what you may see."
    >
      {mayAdd ? (
        props.addForm
      ) : (
        <p className={styles.locked}>
          Only your organisation adds sources here. <LockNote />
        </p>
      )}
      <div role="status">
        {removed && (
          <p className={styles.removed}>
            <span>
              Removed <bdi>{removed.name}</bdi>.
            </span>
            <Button look="text" onClick={props.onUndo}>
              Undo
            </Button>
          </p>
        )}
      </div>
      {sources.length > 0 && <SourceTable {...props} />}
      {props.details}
      {props.problems.length > 0 && (
        <div className={styles.problems}>
          <h2>Settings that could not be used</h2>
          <ul>
            {props.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
    </OptionsSection>
  );
}
