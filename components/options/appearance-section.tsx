import type { Settings, SettingLocks } from '../../lib/core/settings';
import { LockNote } from '../ui/lock-note';
import styles from './appearance-section.module.css';
import { OptionsSection } from './options-section';

export interface AppearanceSectionProps {
  settings: Settings;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

const themes = [
  { value: 'system', label: 'As the system', help: 'Light or dark, as your system is set' },
  { value: 'light', label: 'Light', help: 'Always light' },
  { value: 'dark', label: 'Dark', help: 'Always dark' },
] as const;

export function AppearanceSection({ settings, locks, onSave }: AppearanceSectionProps) {
  const locked = Boolean(locks.theme);
  return (
    <OptionsSection
      title="Appearance"
      lead="Colours of the panel and of this page. High contrast follows your system."
    >
      <fieldset className={styles.themes} disabled={locked}>
        <legend className={styles.legend}>Theme</legend>
        {themes.map(({ value, label, help }) => (
          <label key={value} className={styles.theme}>
            <input
              type="radio"
              name="theme"
              checked={settings.theme === value}
              onChange={() => onSave({ theme: value })}
            />
            <span>
              {label}
              <span className={styles.help}>{help}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {locked && <LockNote />}
    </OptionsSection>
  );
}
