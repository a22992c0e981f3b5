import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from './server';

const types: Record<string, string> = { css: 'text/css;charset=UTF-8', js: 'text/javascript;charset=UTF-8' };

/** Serves a folder's style sheets and scripts under `/s/`, where the products keep theirs. */
export function assetRoute(folder: string): Route {
  return {
    method: 'GET',
    path: /^\/s\/(?<name>[\w-]+\.(?<ending>css|js))$/,
    handle(_call, { name = '', ending = '' }) {
      const body = read(join(folder, name));
      return body === null
        ? new Response('', { status: 404 })
        : new Response(body, { headers: { 'content-type': types[ending] ?? 'text/plain' } });
    },
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
