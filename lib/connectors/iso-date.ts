/**
 * ISO 8601 in UTC, or null for what is no date. Takes Atlassian's `+0100` offsets, ServiceNow's
 * `YYYY-MM-DD HH:MM:SS` (its values are UTC whatever the user's zone) and plain ISO.
 */
export function isoDate(value: string | null | undefined): string | null {
  if (!value) return null;
  const text = value
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/, '$1T$2Z')
    .replace(/(T.*[+-]\d{2})(\d{2})$/, '$1:$2');
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
