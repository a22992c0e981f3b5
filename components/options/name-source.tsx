import { useId, useState } from 'react';
import { Button } from '../ui/button';
import styles from './add-source-form.module.css';
import type { FoundSource } from './use-add-source';

export interface NameSourceProps {
  found: FoundSource;
  onSave: (name: string) => void;
}

/** What answered, and the name people here will see it under. */
export function NameSource({ found, onSave }: NameSourceProps) {
  const [name, setName] = useState(found.name);
  const id = useId();
  if (found.already !== null) {
    return (
      <p>
        You already have it, as <strong dir="auto">{found.already}</strong>.
      </p>
    );
  }
  return (
    <form
      className={styles.facts}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onSave(name.trim());
      }}
    >
      <p>
        Connected to{' '}
        <strong>
          {found.productName}
          {found.version === null ? '' : ` ${found.version}`}
        </strong>
        {found.user === null ? (
          '. You are not signed in there: only public pages are found.'
        ) : (
          <>
            , signed in as <bdi>{found.user}</bdi>.
          </>
        )}
      </p>
      <div>
        <label htmlFor={id} className={styles.label}>
          Name
        </label>
        <div className={styles.line}>
          <input
            id={id}
            className={styles.input}
            maxLength={120}
            value={name}
            dir="auto"
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </div>
    </form>
  );
}
