/** Dates as JQL and CQL write them, and as the products show them. */

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** Epoch milliseconds of "-365d", "2w", "-1M", "-1y" counted from now; null for anything else. */
export function relativeInstant(text: string, now: number): number | null {
  const parts = /^([+-]?)(\d+)([mhdwMy])$/.exec(text.trim());
  if (!parts) return null;
  const amount = Number(parts[2]) * (parts[1] === '-' ? -1 : 1);
  const unit = parts[3] ?? 'd';
  if (unit === 'M' || unit === 'y') {
    const date = new Date(now);
    date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
    return date.getTime();
  }
  return now + amount * (units[unit] ?? 0);
}

/** Epoch milliseconds of `yyyy-MM-dd`, `yyyy/MM/dd`, each with ` HH:mm`, in the given zone; null for anything else. */
export function absoluteInstant(text: string, zone: string): number | null {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(text.trim());
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const utc = Date.UTC(year, month - 1, day, hour, minute);
  return utc - offsetMinutes(utc, zone) * 60_000;
}

/** Epoch milliseconds of `now()`, `startOfDay()` and their kin with an optional shift; null for an unknown function. */
export function functionInstant(
  name: string,
  args: readonly string[],
  now: number,
  zone: string,
): number | null {
  const shift = args[0];
  const start = functionStart(name, now, zone);
  if (start === null || shift === undefined) return start;
  // Without a unit the shift counts in the function's own.
  const own = /week$/.test(name) ? 'w' : /month$/.test(name) ? 'M' : /year$/.test(name) ? 'y' : 'd';
  return relativeInstant(/[a-zA-Z]$/.test(shift) ? shift : shift + own, start);
}

function functionStart(name: string, now: number, zone: string): number | null {
  if (name === 'now' || name === 'currentlogin') return now;
  const period = /^(startof|endof)(day|week|month|year)$/.exec(name);
  if (!period) return null;
  const date = new Date(now + offsetMinutes(now, zone) * 60_000);
  date.setUTCHours(0, 0, 0, 0);
  if (period[2] === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (period[2] === 'month' || period[2] === 'year') date.setUTCDate(1);
  if (period[2] === 'year') date.setUTCMonth(0);
  const start = date.getTime() - offsetMinutes(date.getTime(), zone) * 60_000;
  if (period[1] === 'startof') return start;
  const unit = { day: '1d', week: '1w', month: '1M', year: '1y' }[period[2] ?? 'day'] ?? '1d';
  return (relativeInstant(unit, start) ?? start) - 1;
}

/** Minutes that the zone is ahead of UTC at that instant. */
export function offsetMinutes(at: number, zone: string): number {
  const shown = formatter('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const local = Date.parse(`${shown.format(at).replace(' ', 'T')}Z`);
  return Math.round((local - Math.floor(at / 1000) * 1000) / 60_000);
}

/** `2026-01-05T10:02:11.000+0100`: Atlassian's REST format, in the server's zone, without a colon in the offset. */
export function restInstant(at: string, zone: string, colon = false): string {
  const time = Date.parse(at);
  const offset = offsetMinutes(time, zone);
  const local = new Date(time + offset * 60_000).toISOString().slice(0, 23);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${pad(size / 60)}${colon ? ':' : ''}${pad(size % 60)}`;
}

/** `18/Nov/26 8:58 AM`, as Jira shows times; `Nov 18, 2026`, as Confluence shows days. */
export function shownInstant(at: string, zone: string, style: 'jira' | 'confluence'): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    formatter('en-US', { timeZone: zone, ...options }).format(new Date(at));
  if (style === 'confluence') return part({ month: 'short', day: '2-digit', year: 'numeric' });
  const date = [part({ day: '2-digit' }), part({ month: 'short' }), part({ year: '2-digit' })].join('/');
  return `${date} ${part({ hour: 'numeric', minute: '2-digit' }).replace(/\s/u, ' ')}`;
}

/** "4 days ago" within two weeks, as both products put it. */
export function agoOrDate(at: string, now: number, zone: string, style: 'jira' | 'confluence'): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 0 || minutes > 14 * 1440) return shownInstant(at, zone, style);
  const [count, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 1440 ? [minutes / 60, 'hour'] : [minutes / 1440, 'day'];
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`;
}

/** Making one takes longer than a page takes otherwise. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}
const formatters = new Map<string, Intl.DateTimeFormat>();
