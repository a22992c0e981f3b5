import { useId, useState } from 'react';
import { AddressInput } from '../ui/address-input';
import { Button } from '../ui/button';
import styles from './models.module.css';

export interface AddByAddressProps {
  /** Whether the last one is still being looked at. */
  isBusy: boolean;
  onAdd: (url: string, sha256: string | null) => void;
}

/** A GGUF file from somewhere on the web, or from the company's own server. */
export function AddByAddress({ isBusy, onAdd }: AddByAddressProps) {
  const [url, setUrl] = useState('');
  const [hash, setHash] = useState('');
  const id = useId();
  const sha256 = hash
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  const problem = problemOf(url.trim(), sha256);
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && url.trim() !== '') onAdd(url.trim(), sha256 === '' ? null : sha256);
      }}
    >
      <label htmlFor={id}>Address of a GGUF file</label>
      <AddressInput id={id} className={styles.input} placeholder="https://" value={url} onChange={setUrl} />
      <label htmlFor={`${id}-hash`}>Its SHA-256, where you know it</label>
      <input
        id={`${id}-hash`}
        className={styles.input}
        autoComplete="off"
        spellCheck={false}
        value={hash}
        aria-describedby={`${id}-help`}
        onChange={(event) => setHash(event.target.value)}
      />
      <p id={`${id}-help`} className={problem ? styles.problem : styles.facts} role="status">
        {problem ??
          'Without it the model is called unverified: nobody can say whether it came as it was made.'}
      </p>
      <div className={styles.actions}>
        <Button type="submit" disabled={isBusy || url.trim() === '' || problem !== null}>
          Download
        </Button>
      </div>
    </form>
  );
}

function problemOf(url: string, sha256: string): string | null {
  if (url !== '' && !/^https?:\/\/[^/]+\/./i.test(url))
    return 'An address begins with https:// and names a file.';
  if (sha256 !== '' && !/^[0-9a-f]{64}$/.test(sha256))
    return 'A SHA-256 has 64 digits, from 0 to 9 and a to f.';
  return null;
}
