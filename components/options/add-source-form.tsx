import { useId } from 'react';
import type { SourceConfig } from '../../lib/core/source';
import { AddressInput } from '../ui/address-input';
import { Button } from '../ui/button';
import styles from './add-source-form.module.css';
import { ChooseProduct } from './choose-product';
import { ConnectFailure } from './connect-failure';
import { NameSource } from './name-source';
import { foundSource, useAddSource, type AddSourceCallbacks, type FoundSource } from './use-add-source';

export interface AddSourceFormProps extends AddSourceCallbacks {
  existing: readonly SourceConfig[];
  /** Filled in already, for an address that was brought along. */
  address?: string;
  onSave: (found: FoundSource, name: string) => void;
  onOpen: (url: string) => void;
}

/** Paste an address, allow it, connect, name it. One step at a time, in one place. */
export function AddSourceForm({ existing, address = '', onSave, onOpen, ...callbacks }: AddSourceFormProps) {
  const { url, setUrl, step, setStep, recognise, connect, reset } = useAddSource(
    callbacks,
    existing,
    address,
  );
  const id = useId();
  const isPaste = step.kind === 'paste' || step.kind === 'recognising';
  return (
    <div className={styles.form}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void recognise();
        }}
      >
        <label htmlFor={id} className={styles.label}>
          Add a source
        </label>
        <div className={styles.line}>
          <AddressInput
            id={id}
            className={styles.input}
            placeholder="Paste the address of any article or ticket"
            value={url}
            readOnly={!isPaste}
            onChange={setUrl}
          />
          {isPaste ? (
            <Button type="submit" look="primary" disabled={step.kind === 'recognising' || url.trim() === ''}>
              Next
            </Button>
          ) : (
            <Button onClick={reset}>Start over</Button>
          )}
        </div>
      </form>
      <div role="status" className={styles.step}>
        {step.kind === 'paste' && step.problem !== null && <p className={styles.problem}>{step.problem}</p>}
        {(step.kind === 'choose' || step.kind === 'connecting') && (
          <ChooseProduct
            candidates={step.candidates}
            product={step.product}
            connecting={step.kind === 'connecting'}
            onProduct={(product) => setStep({ ...step, kind: 'choose', product })}
            onConnect={() => connect(step.candidates, step.product)}
          />
        )}
        {step.kind === 'failed' && (
          <ConnectFailure
            test={step.test}
            fallbackUrl={step.candidates[0]?.baseUrl ?? null}
            onOpen={onOpen}
            onRetry={() => connect(step.candidates, step.product)}
            onKeep={() => {
              const found = foundSource(step.test, existing);
              if (found) setStep({ kind: 'connected', found });
            }}
          />
        )}
        {step.kind === 'connected' && (
          <NameSource
            found={step.found}
            onSave={(name) => {
              onSave(step.found, name);
              reset();
            }}
          />
        )}
      </div>
    </div>
  );
}
