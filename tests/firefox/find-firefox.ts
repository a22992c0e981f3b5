import { existsSync } from 'node:fs';
import { ensurePackages } from '../live/debian';

const places = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Firefox on this machine, Debian's put there where that is possible, or why there is none. `FIREFOX_PATH` overrides. */
export async function findFirefox(): Promise<{ path: string } | { missing: string }> {
  const chosen = process.env.FIREFOX_PATH;
  if (chosen)
    return existsSync(chosen)
      ? { path: chosen }
      : { missing: `FIREFOX_PATH is ${chosen}, which is not there` };
  const found = places.find((path) => existsSync(path));
  if (found) return { path: found };
  const [marker = ''] = places;
  const missing = await ensurePackages({ marker, packages: ['firefox-esr'] });
  return missing === null ? { path: marker } : { missing };
}
