import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from './server';

const types: Record<string, string> = { css: 'text/css;charset=UTF-8', js: 'text/javascript;charset=UTF-8' };
const path = /^\/s\/(?<name>[\w-]+\.(?:css|js))$/;

/** A style sheet or script of the folder under `/s/`; null for any other path. */
export function readAsset(folder: string, pathname: string): Response | null {
  const name = path.exec(pathname)?.groups?.name;
  if (name === undefined) return null;
  const body = read(join(folder, name));
  if (body === null) return new Response('', { status: 404 });
  return new Response(body, {
    headers: { 'content-type': types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain' },
  });
}

export function assetRoute(folder: string): Route {
  return {
    method: 'GET',
    path,
    handle: (_call, { name = '' }) => readAsset(folder, `/s/${name}`) ?? new Response('', { status: 404 }),
  };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
