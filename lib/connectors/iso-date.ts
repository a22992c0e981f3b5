/**
 * ISO 8601 in UTC, or null for what is no date. Takes Atlassian's `+0100` offsets, ServiceNow's
 * `YYYY-MM-DD HH:MM:SS` (its values are UTC whatever the user's zone) and plain ISO.
 */
export function isoDate(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  // Longer is no date, and nothing to search for the parts of one.
  if (trimmed === '' || trimmed.length > 64) return null;
  const text = trimmed
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/, '$1T$2Z')
    .replace(/(T.*[+-]\d{2})(\d{2})$/, '$1:$2');
  return momentOf(Date.parse(text));
}

/** ISO 8601 in UTC of epoch milliseconds; null for what no calendar has. */
export function momentOf(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
