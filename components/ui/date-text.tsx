import { formatWhen } from '../when';
import { useClock } from './clock';
import { VisuallyHidden } from './visually-hidden';

export interface DateTextProps {
  /** ISO 8601; nothing is shown where it is null or no date. */
  iso: string | null;
  /** What happened then ("Updated"): in the tooltip and for screen readers, the date itself speaks the user's language. */
  verb?: string;
}

/** Relative up to a week, then absolute; the exact day and time in the tooltip. */
export function DateText({ iso, verb }: DateTextProps) {
  const { now, locale } = useClock();
  const when = formatWhen(iso, now, locale);
  if (when === null) return null;
  return (
    <time dateTime={when.iso} title={verb === undefined ? when.exact : `${verb}: ${when.exact}`}>
      {verb !== undefined && <VisuallyHidden>{verb} </VisuallyHidden>}
      {when.text}
    </time>
  );
}
