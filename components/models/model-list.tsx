import { useState } from 'react';
import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Chip } from '../ui/chip';
import { ConfirmButton } from '../ui/confirm-button';
import { formatBytes } from '../when';
import { ModelTrialView } from './model-trial';
import { measuredWords } from './model-words';
import styles from './models.module.css';

export interface ModelListProps {
  overview: ModelsOverview;
  /** Id of the model that writes answers; empty for none. */
  chosen: string;
  /** Policy has decided. */
  isLocked: boolean;
  /** Empty for none. */
  onChoose: (modelId: string) => void;
  onAsk: (modelId: string, prompt: string) => void;
  onStop: () => void;
  onUnload: () => void;
  onRemove: (modelId: string) => void;
}

/** The models on this device. */
export function ModelList({ overview, ...actions }: ModelListProps) {
  if (overview.models.length === 0)
    return overview.downloads.length > 0 ? null : <p className={styles.empty}>No model is on this device.</p>;
  return (
    <ul className={styles.models}>
      {overview.models.map((model) => (
        <ModelRow key={model.record.id} model={model} overview={overview} {...actions} />
      ))}
    </ul>
  );
}

interface ModelRowProps extends ModelListProps {
  model: ModelsOverview['models'][number];
}

function ModelRow({
  model,
  overview,
  chosen,
  isLocked,
  onChoose,
  onAsk,
  onStop,
  onUnload,
  onRemove,
}: ModelRowProps) {
  const { locale } = useClock();
  const [isOpen, setOpen] = useState(false);
  const { record, state, isVerified, bytes } = model;
  const { running, engines } = overview;
  const trial: ModelTrial | null = overview.trial?.modelId === record.id ? overview.trial : null;
  const isLoaded =
    running.modelId === record.id && (running.phase === 'ready' || running.phase === 'writing');
  const engine = engines.find(({ id }) => id === record.engine);
  const canRun = state === 'ready' && engine?.state === 'available';
  const isBuiltIn = record.files.length === 0;
  const isChat = record.task === 'chat';
  const isShown = canRun && (isOpen || trial !== null);
  return (
    <li className={styles.model} data-model-id={record.id}>
      <div className={styles.head}>
        <h3 className={styles.title}>{record.title}</h3>
        {chosen === record.id && <Chip>Writes answers</Chip>}
        {isLoaded && <Chip>Loaded</Chip>}
        {state === 'incomplete' && <Chip>Incomplete</Chip>}
        {state === 'ready' && !isVerified && <Chip>Unverified</Chip>}
      </div>
      <p className={styles.facts}>
        {isBuiltIn ? (
          <span>Kept by the browser</span>
        ) : (
          <>
            <span>{formatBytes(bytes, locale)}</span>
            {isChat ? (
              <span>{record.contextTokens.toLocaleString(locale)} tokens of context</span>
            ) : (
              <span>Compares texts, writes none</span>
            )}
            <span>{record.licence ? `Licence: ${record.licence}` : 'The file names no licence'}</span>
          </>
        )}
        {model.measured && <span>{measuredWords(model.measured, locale)}</span>}
      </p>
      {state === 'incomplete' && (
        <p className={styles.problem}>Parts of it are missing. Remove it and add it again.</p>
      )}
      {state === 'ready' && engine && engine.state !== 'available' && (
        <p className={styles.problem}>It cannot run here: {engine.words}.</p>
      )}
      <div className={styles.actions}>
        {((canRun && isChat) || chosen === record.id) && (
          <Button disabled={isLocked} onClick={() => onChoose(chosen === record.id ? '' : record.id)}>
            {chosen === record.id ? 'Do not use for answers' : 'Use for answers'}
          </Button>
        )}
        {canRun && !isShown && <Button onClick={() => setOpen(true)}>Try it</Button>}
        {isLoaded && <Button onClick={onUnload}>Unload</Button>}
        {!isBuiltIn && (
          <ConfirmButton
            label="Remove"
            confirmLabel={`Remove ${record.title}`}
            onConfirm={() => onRemove(record.id)}
          />
        )}
      </div>
      {isShown && (
        <ModelTrialView
          modelId={record.id}
          task={record.task}
          running={running}
          trial={trial}
          onAsk={(prompt) => onAsk(record.id, prompt)}
          onStop={onStop}
        />
      )}
    </li>
  );
}
