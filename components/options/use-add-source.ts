import { useState } from 'react';
import type { SourceConfig } from '../../lib/core/source';
import type { SourceCandidate, SourceTest } from '../../lib/queries/sources';

/** Any of the recognised products: each is asked in turn. */
export const ANY_PRODUCT = '';

export type AddSourceStep =
  | { readonly kind: 'paste'; readonly problem: string | null }
  | { readonly kind: 'recognising' }
  | { readonly kind: 'choose'; readonly candidates: readonly SourceCandidate[]; readonly product: string }
  | { readonly kind: 'connecting'; readonly candidates: readonly SourceCandidate[]; readonly product: string }
  | {
      readonly kind: 'failed';
      readonly candidates: readonly SourceCandidate[];
      readonly product: string;
      readonly test: SourceTest;
    }
  | { readonly kind: 'connected'; readonly found: FoundSource };

export interface FoundSource {
  readonly product: string;
  readonly productName: string;
  readonly baseUrl: string;
  readonly version: string | null;
  readonly user: string | null;
  readonly name: string;
  /** Its name among the sources there are, where it is one already. */
  readonly already: string | null;
}

export interface AddSourceCallbacks {
  recognise(url: string): Promise<readonly SourceCandidate[]>;
  /** Asks for the hosts inside the click, then who answers there. Never rejects. */
  connect(candidates: readonly SourceCandidate[]): Promise<SourceTest>;
}

/** The steps of adding a source: paste, recognise, allow and connect, name. */
export function useAddSource(
  callbacks: AddSourceCallbacks,
  existing: readonly SourceConfig[],
  address: string,
) {
  const [url, setUrl] = useState(address);
  const [step, setStep] = useState<AddSourceStep>({ kind: 'paste', problem: null });

  const recognise = async () => {
    const address = webAddress(url);
    if (address === null)
      return setStep({ kind: 'paste', problem: 'That is not a web address. Copy one from the browser.' });
    setStep({ kind: 'recognising' });
    setStep(
      await callbacks.recognise(address).then(
        (candidates): AddSourceStep => afterRecognition(candidates),
        (): AddSourceStep => ({ kind: 'paste', problem: 'The address could not be looked at. Try again.' }),
      ),
    );
  };
  const connect = (candidates: readonly SourceCandidate[], product: string) => {
    setStep({ kind: 'connecting', candidates, product });
    // Called before anything is awaited: the browser's question needs the click.
    const asked = candidates.filter((candidate) => product === ANY_PRODUCT || candidate.product === product);
    void callbacks.connect(asked).then((test) => {
      const found = test.ok ? foundSource(test, existing) : null;
      setStep(found ? { kind: 'connected', found } : { kind: 'failed', candidates, product, test });
    });
  };
  const reset = () => {
    setUrl('');
    setStep({ kind: 'paste', problem: null });
  };
  return { url, setUrl, step, setStep, recognise, connect, reset };
}

/** What was pasted as an http(s) address, its scheme added where it was left out; null where it is none. */
export function webAddress(pasted: string): string | null {
  const text = pasted.trim();
  const candidate = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s/.test(text) || !URL.canParse(candidate)) return null;
  const { protocol, href, hostname } = new URL(candidate);
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? href : null;
}

function afterRecognition(candidates: readonly SourceCandidate[]): AddSourceStep {
  if (candidates.length === 0) {
    return {
      kind: 'paste',
      problem: 'No product that Deskside knows has such an address. Paste one of an article or ticket.',
    };
  }
  const products = new Set(candidates.map((candidate) => candidate.product));
  return {
    kind: 'choose',
    candidates,
    product: products.size === 1 ? (candidates[0]?.product ?? ANY_PRODUCT) : ANY_PRODUCT,
  };
}

/** The source that a test found; null where it does not say enough to be one. */
export function foundSource(test: SourceTest, existing: readonly SourceConfig[]): FoundSource | null {
  const { product, baseUrl } = test;
  if (product === null || baseUrl === null) return null;
  const productName = test.productName ?? product;
  const same = existing.find((source) => source.product === product && source.baseUrl === baseUrl);
  return {
    product,
    productName,
    baseUrl,
    version: test.version,
    user: test.user,
    name: (test.instanceName?.trim() || productName).slice(0, 120),
    already: same?.name ?? null,
  };
}
