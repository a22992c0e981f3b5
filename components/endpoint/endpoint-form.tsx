import { useId, useState } from 'react';
import { AddressInput } from '../ui/address-input';
import { Button } from '../ui/button';
import styles from './endpoint.module.css';

export interface EndpointFormProps {
  baseUrl: string;
  /** Policy has decided on the address. */
  isLocked: boolean;
  hasKey: boolean;
  isBusy: boolean;
  /** What the server offers; null before it was asked. */
  models: readonly string[] | null;
  /** Why it could not be asked, in words. */
  problem: string | null;
  /** Has to run inside the click. */
  onConnect: (baseUrl: string, key: string) => void;
  onUse: (baseUrl: string, model: string) => void;
}

/** Address and key of a server; then one of the models that it offers. */
export function EndpointForm(props: EndpointFormProps) {
  const { isLocked, hasKey, isBusy, models, problem, onConnect, onUse } = props;
  const [url, setUrl] = useState(props.baseUrl);
  const [key, setKey] = useState('');
  const [model, setModel] = useState('');
  const id = useId();
  const address = url.trim().replace(/\/+$/, '');
  const isAddress = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(address);
  const chosen = model.trim() === '' ? (models?.[0] ?? '') : model.trim();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isAddress && !isBusy) onConnect(address, key.trim());
      }}
    >
      <label htmlFor={id}>Base URL</label>
      <AddressInput
        id={id}
        className={styles.input}
        placeholder="https://models.company.example/v1"
        readOnly={isLocked}
        value={url}
        onChange={setUrl}
      />
      <label htmlFor={`${id}-key`}>Key</label>
      <input
        id={`${id}-key`}
        className={styles.input}
        type="password"
        autoComplete="off"
        placeholder={hasKey ? 'A key is saved' : 'None, where the server wants none'}
        aria-describedby={`${id}-help`}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <p id={`${id}-help`} className={styles.facts}>
        It is kept in this browser profile, sent to this address only, and never shown again.
      </p>
      <div className={styles.actions}>
        <Button type="submit" look={models === null ? 'primary' : undefined} disabled={!isAddress || isBusy}>
          {isBusy ? 'Asking…' : models === null ? 'Connect' : 'Ask again'}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}.
        </p>
      )}
      {models !== null && problem === null && (
        <>
          <p role="status" className={styles.facts}>
            {models.length === 0
              ? 'It answers, and does not say which models it has: enter the name of one.'
              : `It answers, and offers ${models.length === 1 ? 'one model' : `${models.length} models`}.`}
          </p>
          <label htmlFor={`${id}-model`}>Model</label>
          <input
            id={`${id}-model`}
            className={styles.input}
            list={`${id}-models`}
            autoComplete="off"
            spellCheck={false}
            placeholder={models[0] ?? 'name of a model'}
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
          <datalist id={`${id}-models`}>
            {models.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
          <div className={styles.actions}>
            <Button look="primary" disabled={chosen === ''} onClick={() => onUse(address, chosen)}>
              Use {chosen === '' ? 'it' : chosen}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
