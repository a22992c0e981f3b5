import { SlidersHorizontal, Trash2 } from 'lucide-react';
import type { SourceConfig } from '../../lib/core/source';
import type { SourceTest } from '../../lib/queries/sources';
import type { MessageAction } from '../messages';
import { IconButton } from '../ui/icon-button';
import { LockNote } from '../ui/lock-note';
import { SwitchControl } from '../ui/switch-control';
import { SourceConnection } from './source-connection';
import styles from './source-table.module.css';

export interface SourceRowProps {
  source: SourceConfig;
  /** The product as its vendor writes it. */
  productName: string;
  check: SourceTest | undefined;
  locked: boolean;
  onChange: (source: SourceConfig) => void;
  onEdit: (source: SourceConfig) => void;
  onRemove: (source: SourceConfig) => void;
  onAction: (action: MessageAction, source: SourceConfig) => void;
}

export function SourceRow({
  source,
  productName,
  check,
  locked,
  onChange,
  onEdit,
  onRemove,
  onAction,
}: SourceRowProps) {
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.source}>
        <bdi className={styles.name}>{source.name}</bdi>
        <span className={styles.address}>
          {productName} · {source.baseUrl.replace(/^https:\/\//, '')}
        </span>
        {source.scopes.length > 0 && (
          <span className={styles.address}>
            Only: {source.scopes.slice(0, 6).join(', ')}
            {source.scopes.length > 6 && ' …'}
          </span>
        )}
        {locked && <LockNote />}
      </th>
      <td className={styles.connection}>
        <SourceConnection source={source} check={check} onAction={(action) => onAction(action, source)} />
      </td>
      <td className={styles.toggle} data-label="Searched">
        <SwitchControl
          label={`Search ${source.name}`}
          checked={source.enabled}
          disabled={locked}
          onChange={(enabled) => onChange({ ...source, enabled })}
        />
      </td>
      <td className={styles.toggle} data-label="Pages read">
        <SwitchControl
          label={`Read pages of ${source.name}`}
          checked={source.readPages}
          disabled={locked}
          onChange={(readPages) => onChange({ ...source, readPages })}
        />
      </td>
      <td className={styles.remove}>
        {!locked && (
          <span className={styles.buttons}>
            <IconButton
              icon={SlidersHorizontal}
              label={`Name and parts of ${source.name}`}
              onClick={() => onEdit(source)}
            />
            <IconButton icon={Trash2} label={`Remove ${source.name}`} onClick={() => onRemove(source)} />
          </span>
        )}
      </td>
    </tr>
  );
}
