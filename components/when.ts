const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

export interface When {
  /** Relative up to a week, then a date. */
  readonly text: string;
  /** Day and time in full, for the tooltip. */
  readonly exact: string;
  /** For `<time datetime>`. */
  readonly iso: string;
}

/**
 * A product's date for people, in their locale: "3 days ago" up to a week, "12 Mar 2025" after it. Null where the
 * product gave no date or not a date. A clock that runs a little ahead counts as now.
 */
export function formatWhen(iso: string | null, now: number, locale: string): When | null {
  if (iso === null) return null;
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return null;
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(time);
  return {
    text: relative(time, now, locale) ?? dateOnly(time, locale),
    exact,
    iso: new Date(time).toISOString(),
  };
}

function relative(time: number, now: number, locale: string): string | null {
  const age = now - time;
  if (age < -5 * MINUTE || age >= WEEK) return null;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (age < MINUTE) return format.format(0, 'second');
  if (age < HOUR) return format.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return format.format(-Math.floor(age / HOUR), 'hour');
  return format.format(-Math.floor(age / DAY), 'day');
}

function dateOnly(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(time);
}

/** A time of day ("14:03"), with the date where it is not today. */
export function formatClock(time: number, locale: string, now: number): string {
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
  const options: Intl.DateTimeFormatOptions = sameDay
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(locale, options).format(time);
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** "3.2 MB": one decimal below ten, none above. */
export function formatBytes(bytes: number, locale: string): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 0 && value < 10 ? 1 : 0,
  }).format(value);
}
