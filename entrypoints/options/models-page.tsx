import { AddModel } from '../../components/models/add-model';
import { ModelList } from '../../components/models/model-list';
import styles from '../../components/models/models.module.css';
import type { useModelImport } from '../../components/models/use-model-import';
import { OptionsSection } from '../../components/options/options-section';
import { engineNames } from '../../lib/core/model';
import type { SettingLocks, Settings } from '../../lib/core/settings';
import { useModelActions, useModelsOverview } from '../../lib/queries/models';
import { wordsFor } from './words-for';

export interface ModelsPageProps {
  adding: ReturnType<typeof useModelImport>;
  settings: Pick<Settings, 'answerModel'>;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

/** The models section: what can run here, the models on this device, and a test of each. */
export function ModelsPage({ adding, settings, locks, onSave }: ModelsPageProps) {
  const { overview, error } = useModelsOverview();
  const actions = useModelActions();
  return (
    <OptionsSection
      title="Models"
      lead="A language model on this device can write answers in words of its own, each sentence with the words of a source behind it. Nothing it reads or writes leaves the device."
    >
      {actions.failure && <p role="alert">{wordsFor(actions.failure)}</p>}
      <AddModel state={adding.state} onAdd={(file) => void adding.add(file)} onCancel={adding.cancel} />
      <h2 className={styles.heading}>On this device</h2>
      {overview === null ? (
        <p role="status">{error ? wordsFor(error) : 'Looking…'}</p>
      ) : (
        <>
          <ModelList
            overview={overview}
            chosen={settings.answerModel}
            isLocked={Boolean(locks.answerModel)}
            onChoose={(answerModel) => onSave({ answerModel })}
            onAsk={actions.ask}
            onStop={actions.stop}
            onUnload={actions.unload}
            onRemove={actions.remove}
          />
          <h2 className={styles.heading}>What this machine can run</h2>
          <ul>
            {overview.engines.map(({ id, isAvailable, words }) => (
              <li key={id} className={styles.engine}>
                {isAvailable ? `${engineNames[id]}: on the ${words}` : `${engineNames[id]}: no. ${words}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </OptionsSection>
  );
}
