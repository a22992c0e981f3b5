import { engineNames } from '../../lib/core/model';
import type { ModelsOverview } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { Progress } from '../ui/progress';
import styles from './models.module.css';

/** The download of the browser's own model. */
export interface BuiltInDownload {
  /** 0 to 1; null while nothing is downloaded. */
  readonly share: number | null;
  readonly problem: string | null;
}

export interface EngineListProps {
  engines: ModelsOverview['engines'];
  builtIn: BuiltInDownload;
  onDownload: () => void;
}

/** What this machine can run, and why not. */
export function EngineList({ engines, builtIn, onDownload }: EngineListProps) {
  return (
    <ul>
      {engines.map(({ id, state, words }) => (
        <li key={id} className={styles.engine} data-engine-id={id}>
          {state === 'available' ? `${engineNames[id]}: on the ${words}.` : `${engineNames[id]}: ${words}.`}
          {state === 'downloadable' && builtIn.share === null && (
            <div className={styles.actions}>
              <Button onClick={onDownload}>Let the browser download it</Button>
            </div>
          )}
          {builtIn.share !== null && state === 'downloadable' && (
            <Progress label="The browser is downloading its model" done={builtIn.share} total={1} />
          )}
          {builtIn.problem && state === 'downloadable' && (
            <p role="alert" className={styles.problem}>
              {builtIn.problem}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
