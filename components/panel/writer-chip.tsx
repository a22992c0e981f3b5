import { Lock } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { SourceStatus } from '../../lib/core/assist-state';
import { ENDPOINT_PRODUCT } from '../../lib/core/endpoint-source';
import { VisuallyHidden } from '../ui/visually-hidden';
import styles from './writer-chip.module.css';

export interface WriterChipProps {
  /** Null while nothing is shown. */
  writer: 'extracts' | 'cache' | 'model' | 'remote' | null;
  /** The endpoint that writes answers when it is asked to; null for none. */
  endpointHost: string | null;
  /** Sources that are asked. */
  searched: readonly Pick<SourceStatus, 'name' | 'product'>[];
}

const writers = {
  extracts: {
    label: 'Extracts',
    help: 'Every sentence is taken word for word from a source. Nothing is rewritten.',
  },
  model: {
    label: 'On device',
    help: 'A model on this device wrote this. Each sentence has the words of a source behind it; what none bears out was left out.',
  },
  remote: {
    label: 'Remote',
    help: 'A model far away wrote this. Each sentence has the words of a source behind it; what none bears out was left out.',
  },
  cache: {
    label: 'From cache',
    help: 'This is what your sources said before, word for word. They have not confirmed it yet.',
  },
} as const;

/** Who wrote what is shown; its lock opens what leaves this device. */
export function WriterChip({ writer, endpointHost, searched }: WriterChipProps) {
  const isEndpoint = ({ product }: { product: string }) => product === ENDPOINT_PRODUCT;
  const own = searched.filter((source) => !isEndpoint(source));
  const remote = searched.find(isEndpoint);
  const { label, help } = writer === null ? { label: 'Privacy', help: null } : writers[writer];
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.chip} data-writer={writer ?? 'none'}>
        <Lock aria-hidden size={11} strokeWidth={2.4} />
        {label}
        <VisuallyHidden>: what leaves this device</VisuallyHidden>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.content} align="start" sideOffset={5} collisionPadding={8}>
          {help !== null && <p>{help}</p>}
          <h2 className={styles.title}>What leaves this device</h2>
          {searched.length === 0 && endpointHost === null ? (
            <p>Nothing.</p>
          ) : (
            <>
              {own.length > 0 && (
                <>
                  <p>
                    Search words from this page go to your company’s own sources, in your own signed-in
                    session:
                  </p>
                  <ul className={styles.names}>
                    {own.map(({ name }) => (
                      <li key={name} dir="auto">
                        {name}
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {remote && (
                <p>
                  Search words from this page, without names, addresses, numbers and secrets, go to{' '}
                  {remote.name}, with its key.
                </p>
              )}
              {endpointHost !== null && (
                <p>
                  When you have an answer written: parts of this ticket and of what was found, without names,
                  addresses, numbers and secrets, to {endpointHost}.
                </p>
              )}
              <p>Nothing else, and to nobody else.</p>
            </>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
