import { Check, EllipsisVertical } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { IconButton } from '../ui/icon-button';
import type { Theme } from './panel-actions';
import styles from './panel-menu.module.css';

export interface PanelMenuProps {
  theme: Theme;
  /** True where the organisation fixed the theme. */
  themeLocked: boolean;
  onTheme: (theme: Theme) => void;
  onOptions: () => void;
  onKeys: () => void;
}

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function PanelMenu({ theme, themeLocked, onTheme, onOptions, onKeys }: PanelMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={EllipsisVertical} label="Menu" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Item className={styles.item} onSelect={onOptions}>
            Options
          </DropdownMenu.Item>
          <DropdownMenu.Item className={styles.item} onSelect={onKeys}>
            Keys <kbd className={styles.key}>?</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Separator className={styles.separator} />
          <DropdownMenu.Label className={styles.label}>
            {themeLocked ? 'Theme: set by your organisation' : 'Theme'}
          </DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={theme}>
            {themes.map(({ value, label }) => (
              <DropdownMenu.RadioItem
                key={value}
                value={value}
                disabled={themeLocked}
                className={styles.item}
                onSelect={() => onTheme(value)}
              >
                {label}
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden size={14} />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
