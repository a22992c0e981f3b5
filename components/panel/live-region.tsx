import { VisuallyHidden } from '../ui/visually-hidden';

/** Says one sentence to screen readers when it changes, without interrupting. */
export function LiveRegion({ text }: { text: string }) {
  return (
    <div role="status" aria-live="polite">
      <VisuallyHidden>{text}</VisuallyHidden>
    </div>
  );
}
