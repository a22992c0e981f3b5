/** ISO 8601 in UTC of a date as files write it; null for what is no date. A date without a zone is taken as UTC. */
export function isoDate(value: string | null | undefined): string | null {
  const text = (value ?? '').trim();
  if (text === '' || text.length > 64) return null;
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  return isoMoment(Date.parse(day === undefined ? text : `${day}T${time ?? '00:00'}Z`));
}

/** `D:20240131120000+01'00'`, as PDF 32000-1:2008 section 7.9.4 has it. */
export function pdfDate(value: unknown): string | null {
  const parts =
    typeof value === 'string'
      ? /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-]\d{2})'?(\d{2})?)?/.exec(value)
      : null;
  if (!parts) return null;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00'] = parts;
  const zone = parts[7] === undefined ? 'Z' : `${parts[7]}:${parts[8] ?? '00'}`;
  return isoMoment(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`));
}

/** ISO 8601 in UTC of epoch milliseconds; null for what no calendar has. */
export function isoMoment(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
