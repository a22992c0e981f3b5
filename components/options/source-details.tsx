import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useRef, useState } from 'react';
import { MOST_SOURCE_SCOPES, type SourceConfig } from '../../lib/core/source';
import type { SourceScopes } from '../../lib/queries/sources';
import { Button } from '../ui/button';
import { ScopeChoices } from './scope-choices';
import styles from './source-details.module.css';

export interface SourceDetailsProps {
  source: SourceConfig;
  /** Its parts as the product lists them; undefined while it is being asked. */
  scopes: SourceScopes | undefined;
  onSave: (source: SourceConfig) => void;
  onClose: () => void;
}

/** A source's name, and which of its parts are searched. */
export function SourceDetails({ source, scopes, onSave, onClose }: SourceDetailsProps) {
  const [name, setName] = useState(source.name);
  const [everything, setEverything] = useState(source.scopes.length === 0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(source.scopes));
  const id = useId();
  const nameField = useRef<HTMLInputElement>(null);
  const noun = scopes?.noun ?? null;
  // Nothing chosen would mean everything: that has its own choice above.
  const isTooMany = !everything && chosen.size > MOST_SOURCE_SCOPES;
  const usable = name.trim() !== '' && (everything || chosen.size > 0) && !isTooMany;
  const save = () => {
    if (usable) onSave({ ...source, name: name.trim(), scopes: everything ? [] : [...chosen] });
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.dialog}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            nameField.current?.focus();
          }}
        >
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <div className={styles.header}>
              <Dialog.Title className={styles.title}>
                <bdi>{source.name}</bdi>
              </Dialog.Title>
              <Dialog.Close className={styles.close} aria-label="Close">
                <X aria-hidden size={16} />
              </Dialog.Close>
            </div>
            <label htmlFor={id} className={styles.label}>
              Name
            </label>
            <input
              ref={nameField}
              id={id}
              className={styles.input}
              maxLength={120}
              dir="auto"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            {scopes === undefined || noun !== null || source.scopes.length > 0 ? (
              <ScopeChoices
                sourceName={source.name}
                scopes={scopes}
                everything={everything}
                chosen={chosen}
                onEverything={setEverything}
                onChosen={setChosen}
              />
            ) : (
              <p className={styles.quiet}>All that you may see there is searched.</p>
            )}
            {isTooMany && (
              <p role="status" className={styles.problem}>
                Choose {MOST_SOURCE_SCOPES} {noun ?? 'parts'} at most, or everything.
              </p>
            )}
            <div className={styles.buttons}>
              <Button type="submit" look="primary" disabled={!usable}>
                Save
              </Button>
              <Button onClick={onClose}>Cancel</Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
