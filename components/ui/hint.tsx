import { Tooltip } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './hint.module.css';

export interface HintProps {
  content: ReactNode;
  /** One element that takes a ref: a button, or a span with tabIndex where there is nothing to press. */
  children: ReactElement;
  side?: 'top' | 'bottom';
}

/** A tooltip on hover and focus; Escape hides it. Needs Tooltip.Provider above it. */
export function Hint({ content, children, side = 'bottom' }: HintProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.hint} side={side} sideOffset={5} collisionPadding={8}>
          {content}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
