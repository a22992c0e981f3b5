import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface ServePageOptions {
  /** Folder of the page's source. */
  readonly root: string;
  readonly outDir: string;
  /** What is served beside it, by path. */
  readonly files: Readonly<Record<string, () => string | Buffer>>;
}

/** Builds the page and serves it to this machine only, isolated from other origins so that memory can be measured. */
export async function servePage({
  root,
  outDir,
  files,
}: ServePageOptions): Promise<{ url: string; close(): void }> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
    worker: { format: 'es' },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? '/index.html' : normalize(pathname);
    const type = types[extname(name)] ?? 'application/octet-stream';
    try {
      const body = files[name]?.() ?? readFileSync(join(outDir, name));
      response.writeHead(200, {
        'content-type': type,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, close: () => void server.close() };
}
