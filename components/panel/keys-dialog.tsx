import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import styles from './keys-dialog.module.css';

export interface KeysDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const keys: readonly (readonly [key: string, does: string])[] = [
  ['j', 'Next result'],
  ['k', 'Previous result'],
  ['o', 'Open the source at the passage'],
  ['c', 'Copy the answer with its sources'],
  ['r', 'Search again'],
  ['Esc', 'Back'],
  ['?', 'These keys'],
];

export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <div className={styles.header}>
            <Dialog.Title className={styles.title}>Keys</Dialog.Title>
            <Dialog.Close className={styles.close} aria-label="Close">
              <X aria-hidden size={16} />
            </Dialog.Close>
          </div>
          <dl className={styles.keys}>
            {keys.map(([key, does]) => (
              <div key={key} className={styles.row}>
                <dt>
                  <kbd className={styles.key}>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
