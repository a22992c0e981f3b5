import { useId } from 'react';
import type { SourceCandidate } from '../../lib/queries/sources';
import { Button } from '../ui/button';
import styles from './add-source-form.module.css';
import { ANY_PRODUCT } from './use-add-source';

export interface ChooseProductProps {
  candidates: readonly SourceCandidate[];
  product: string;
  connecting: boolean;
  onProduct: (product: string) => void;
  onConnect: () => void;
}

/** What the address was recognised as, or the choice where it may be several; then the browser is asked. */
export function ChooseProduct({ candidates, product, connecting, onProduct, onConnect }: ChooseProductProps) {
  const products = new Map(candidates.map((candidate) => [candidate.product, candidate.productName]));
  const hosts = [...new Set(candidates.map((candidate) => new URL(candidate.baseUrl).host))].join(', ');
  return (
    <div className={styles.facts}>
      {products.size === 1 ? (
        <p>
          This is <strong>{[...products.values()].join('')}</strong> at <bdi>{hosts}</bdi>.
        </p>
      ) : (
        <ProductChoice products={products} product={product} disabled={connecting} onProduct={onProduct} />
      )}
      <p className={styles.quiet}>
        The browser asks once whether Deskside may read <bdi>{hosts}</bdi>. It reads with your own session and
        changes nothing.
      </p>
      <Button look="primary" disabled={connecting} onClick={onConnect}>
        {connecting ? 'Connecting…' : 'Allow and connect'}
      </Button>
    </div>
  );
}

interface ProductChoiceProps {
  products: ReadonlyMap<string, string>;
  product: string;
  disabled: boolean;
  onProduct: (product: string) => void;
}

function ProductChoice({ products, product, disabled, onProduct }: ProductChoiceProps) {
  const name = useId();
  const choices = [[ANY_PRODUCT, 'I am not sure: find out'] as const, ...products];
  return (
    <fieldset className={styles.choices} disabled={disabled}>
      <legend>This address may belong to several products. Which is it?</legend>
      {choices.map(([value, label]) => (
        <label key={value} className={styles.radio}>
          <input type="radio" name={name} checked={product === value} onChange={() => onProduct(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
