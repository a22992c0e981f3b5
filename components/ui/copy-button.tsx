import { Check, Copy, X } from 'lucide-react';
import { IconButton } from './icon-button';
import type { CopyStatus } from './use-copy';

export interface CopyButtonProps {
  label: string;
  shortcut?: string;
  status: CopyStatus;
  onCopy: () => void;
  className?: string;
}

const looks = {
  copied: { icon: Check, label: 'Copied' },
  failed: { icon: X, label: 'The browser refused to copy' },
};

/** A copy button that confirms in itself: nothing moves. */
export function CopyButton({ label, shortcut, status, onCopy, className }: CopyButtonProps) {
  const look = status === 'idle' ? { icon: Copy, label } : looks[status];
  return <IconButton {...look} shortcut={shortcut} className={className} onClick={onCopy} />;
}
