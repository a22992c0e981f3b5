import { formatWhen } from '../when';
import { useClock } from './clock';

export interface DateTextProps {
  /** ISO 8601; nothing is shown where it is null or no date. */
  iso: string | null;
  /** Put before the date: "Updated". */
  verb?: string;
}

/** Relative up to a week, then absolute; the exact day and time in the tooltip. */
export function DateText({ iso, verb }: DateTextProps) {
  const { now, locale } = useClock();
  const when = formatWhen(iso, now, locale);
  if (when === null) return null;
  return (
    <time dateTime={when.iso} title={when.exact}>
      {verb === undefined ? when.text : `${verb} ${when.text}`}
    </time>
  );
}
