import { AddByAddress } from '../../components/models/add-by-address';
import { AddModel } from '../../components/models/add-model';
import { DownloadList } from '../../components/models/download-list';
import { EngineList } from '../../components/models/engine-list';
import { ModelList } from '../../components/models/model-list';
import styles from '../../components/models/models.module.css';
import { OfferList } from '../../components/models/offer-list';
import { StorageLine } from '../../components/models/storage-line';
import type { useModelImport } from '../../components/models/use-model-import';
import { WritingSettings } from '../../components/models/writing-settings';
import { OptionsSection } from '../../components/options/options-section';
import type { SettingLocks, Settings } from '../../lib/core/settings';
import { useModelActions, useModelsOverview } from '../../lib/queries/models';
import { useBuiltInDownload } from './use-built-in-download';
import { wordsFor } from './words-for';

export interface ModelsPageProps {
  adding: ReturnType<typeof useModelImport>;
  settings: Pick<Settings, 'answerModel' | 'answerRoute' | 'modelIdleMinutes'>;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

/** The models section: the models on this device and a test of each, those that can be had, what can run here. */
export function ModelsPage({ adding, settings, locks, onSave }: ModelsPageProps) {
  const { overview, error } = useModelsOverview();
  const actions = useModelActions();
  const builtIn = useBuiltInDownload(actions.refresh);
  return (
    <OptionsSection
      title="Models"
      lead="A language model on this device can write answers in words of its own, each sentence with the words of a source behind it. Nothing it reads or writes leaves the device."
    >
      {actions.failure && <p role="alert">{wordsFor(actions.failure)}</p>}
      {overview === null ? (
        <p role="status">{error ? wordsFor(error) : 'Looking…'}</p>
      ) : (
        <>
          <h2 className={styles.heading}>On this device</h2>
          <DownloadList
            downloads={overview.downloads}
            onPause={actions.pause}
            onResume={actions.resume}
            onRemove={actions.remove}
          />
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
          <StorageLine {...overview.storage} />
          <h2 className={styles.heading}>Add a model</h2>
          <OfferList offers={overview.offers} onDownload={actions.download} />
        </>
      )}
      <AddModel state={adding.state} onAdd={(chosen) => void adding.add(chosen)} onCancel={adding.cancel} />
      <AddByAddress isBusy={actions.isBusy} onAdd={actions.addByAddress} />
      <h2 className={styles.heading}>Writing</h2>
      <WritingSettings settings={settings} locks={locks} onSave={onSave} />
      {overview && (
        <>
          <h2 className={styles.heading}>What this machine can run</h2>
          <EngineList
            engines={overview.engines}
            builtIn={builtIn.state}
            onDownload={() => void builtIn.start()}
          />
        </>
      )}
    </OptionsSection>
  );
}
