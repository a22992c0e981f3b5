import type { SettingLocks, Settings } from '../../lib/core/settings';
import { SettingRow } from '../options/setting-row';
import { NumberField } from '../ui/number-field';
import { SwitchControl } from '../ui/switch-control';

export interface WritingSettingsProps {
  settings: Pick<Settings, 'answerRoute' | 'modelIdleMinutes'>;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

/** Whether models write at all, and how long one stays in memory. */
export function WritingSettings({ settings, locks, onSave }: WritingSettingsProps) {
  return (
    <>
      <SettingRow
        label="Models may write answers"
        help="When you ask for it below an answer. When off, answers are quoted from their sources."
        locked={Boolean(locks.answerRoute)}
      >
        {(control) => (
          <SwitchControl
            {...control}
            checked={settings.answerRoute !== 'no-model'}
            onChange={(isOn) => onSave({ answerRoute: isOn ? 'prefer-local' : 'no-model' })}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Unload a model after"
        help="Without a question for so long, it gives its memory back. The next question loads it again."
        locked={Boolean(locks.modelIdleMinutes)}
      >
        {(control) => (
          <NumberField
            {...control}
            min={1}
            max={240}
            unit="minutes"
            value={settings.modelIdleMinutes}
            onChange={(modelIdleMinutes) => onSave({ modelIdleMinutes })}
          />
        )}
      </SettingRow>
    </>
  );
}
