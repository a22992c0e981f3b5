import type { Settings, SettingLocks } from '../../lib/core/settings';
import { NumberField } from '../ui/number-field';
import { SwitchControl } from '../ui/switch-control';
import { OptionsSection } from './options-section';
import { SettingRow } from './setting-row';

export interface LookupSectionProps {
  settings: Settings;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

/** When Deskside looks something up, and how much it shows. */
export function LookupSection({ settings, locks, onSave }: LookupSectionProps) {
  return (
    <OptionsSection title="Look-up" lead="When Deskside asks your sources, and how much it shows.">
      <SettingRow
        label="Look up by itself"
        help="As soon as a ticket or article opens. When off, you start each look-up."
        locked={Boolean(locks.automaticLookup)}
      >
        {(control) => (
          <SwitchControl
            {...control}
            checked={settings.automaticLookup}
            onChange={(automaticLookup) => onSave({ automaticLookup })}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Similar tickets"
        help="Shows resolved tickets like the one you have open."
        locked={Boolean(locks.similarTickets)}
      >
        {(control) => (
          <SwitchControl
            {...control}
            checked={settings.similarTickets}
            onChange={(similarTickets) => onSave({ similarTickets })}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Read closely"
        help="A small language model on this device reads what was found and puts the best first, a moment after the first suggestions. It needs about 350 MB of memory while it works; nothing leaves the device."
        locked={Boolean(locks.readClosely)}
      >
        {(control) => (
          <SwitchControl
            {...control}
            checked={settings.readClosely}
            onChange={(readClosely) => onSave({ readClosely })}
          />
        )}
      </SettingRow>
      <SettingRow
        label="Suggestions at most"
        help="For one ticket or article, from 1 to 20."
        locked={Boolean(locks.maxSuggestions)}
      >
        {(control) => (
          <NumberField
            {...control}
            min={1}
            max={20}
            value={settings.maxSuggestions}
            onChange={(maxSuggestions) => onSave({ maxSuggestions })}
          />
        )}
      </SettingRow>
    </OptionsSection>
  );
}
