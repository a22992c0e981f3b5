/** The product stores instants as UTC without a zone, and shows them in the user's. */
const zones: readonly (readonly [RegExp, string])[] = [
  [/boston/i, 'America/New_York'],
  [/leeds/i, 'Europe/London'],
  [/munich|münchen/i, 'Europe/Berlin'],
  [/lyon/i, 'Europe/Paris'],
];

/** A person's time zone, from the office in their job title; UTC where none is named. */
export function zoneOf(title: string): string {
  return zones.find(([office]) => office.test(title))?.[1] ?? 'UTC';
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export function glideTime(at: string | number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** A stored UTC value as the user reads it, in the instance's default format. */
export function inZone(value: string, zone: string): string {
  if (value === '') return '';
  const at = new Date(`${value.replace(' ', 'T')}Z`);
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return parts.format(at);
}
