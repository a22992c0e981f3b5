import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'client');
const names = new Set(readdirSync(folder));

/** `/scripts/NAME.js` and `/styles/NAME.css`: what the double's pages load; null for every other path. */
export function clientFile(path: string): Response | null {
  const name = /^\/(?:scripts|styles)\/([a-z]+\.(?:js|css))$/.exec(path)?.[1];
  if (!name || !names.has(name)) return null;
  const type = name.endsWith('.js') ? 'text/javascript' : 'text/css';
  return new Response(readFileSync(join(folder, name), 'utf8'), {
    headers: { 'content-type': `${type};charset=UTF-8`, 'cache-control': 'max-age=3600' },
  });
}
