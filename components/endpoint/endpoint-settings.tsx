import { useId, useState } from 'react';
import type { SettingLocks, Settings } from '../../lib/core/settings';
import { SettingRow } from '../options/setting-row';
import { LockNote } from '../ui/lock-note';
import styles from './endpoint.module.css';

export interface EndpointSettingsProps {
  settings: Pick<Settings, 'answerRoute' | 'redactionWords'>;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

const routes: readonly (readonly [route: Settings['answerRoute'], label: string])[] = [
  ['prefer-local', 'This device first, then the endpoint'],
  ['prefer-remote', 'The endpoint first, then this device'],
  ['local-only', 'This device only'],
  ['remote-only', 'The endpoint only'],
  ['no-model', 'Nobody: answers are quoted'],
];

/** Who writes, and what never leaves. */
export function EndpointSettings({ settings, locks, onSave }: EndpointSettingsProps) {
  const id = useId();
  const saved = settings.redactionWords.join('\n');
  const [words, setWords] = useState(saved);
  const keep = () => {
    if (words !== saved)
      onSave({
        redactionWords: words
          .split('\n')
          .map((line) => line.trim().slice(0, 200))
          .filter((line) => line !== '')
          .slice(0, 200),
      });
  };
  return (
    <>
      <SettingRow
        label="Who writes answers"
        help="Where the first cannot, the next one does, from the same sources; the panel says who wrote."
        locked={Boolean(locks.answerRoute)}
      >
        {({ id: control, describedBy, disabled }) => (
          <select
            id={control}
            aria-describedby={describedBy}
            disabled={disabled}
            className={styles.select}
            value={settings.answerRoute}
            onChange={(event) => {
              const route = routes.find(([each]) => each === event.target.value);
              if (route) onSave({ answerRoute: route[0] });
            }}
          >
            {routes.map(([route, label]) => (
              <option key={route} value={route}>
                {label}
              </option>
            ))}
          </select>
        )}
      </SettingRow>
      <div>
        <label htmlFor={id}>Words that never leave</label>
        <p id={`${id}-help`} className={styles.facts}>
          One word or phrase a line, beside names, addresses, numbers and secrets, which are taken out anyway.
          An asterisk stands for the rest of a word.
        </p>
        <textarea
          id={id}
          rows={4}
          className={styles.words}
          aria-describedby={`${id}-help`}
          disabled={Boolean(locks.redactionWords)}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onBlur={keep}
        />
        {locks.redactionWords && <LockNote />}
      </div>
    </>
  );
}
