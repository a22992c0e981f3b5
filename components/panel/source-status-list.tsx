import type { Ref } from 'react';
import type { SourceStatus } from '../../lib/core/assist-state';
import { wordsOnlyMessage } from '../messages';
import type { PanelActions } from './panel-actions';
import { PanelSection } from './panel-section';
import { SourceStatusLine } from './source-status-line';
import styles from './source-status-list.module.css';

export interface SourceStatusListProps {
  sources: readonly SourceStatus[];
  /** Language of a page that was looked up by its words alone; null where meaning counted, too. */
  wordsOnly: string | null;
  actions: PanelActions;
  ref?: Ref<HTMLUListElement>;
}

/** One line a source: what it brought, or what it needs. Failed ones stand first. */
export function SourceStatusList({ sources, wordsOnly, actions, ref }: SourceStatusListProps) {
  if (sources.length === 0) return null;
  const failed = sources.filter((source) => source.state === 'failed');
  const others = sources.filter((source) => source.state !== 'failed');
  return (
    <PanelSection title="Searched">
      <ul ref={ref} className={styles.list} tabIndex={-1}>
        {[...failed, ...others].map((source) => (
          <SourceStatusLine key={source.sourceId} source={source} actions={actions} />
        ))}
      </ul>
      {wordsOnly !== null && <p className={styles.note}>{wordsOnlyMessage(wordsOnly)}</p>}
    </PanelSection>
  );
}
