import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  readonly bytes: Uint8Array;
  readonly type?: string;
  /** Bytes a second; as fast as it goes by default. */
  rate?: number;
  /** The line is lost after so many bytes of an answer, as long as this is set. */
  cutAfter?: number;
}

/** A web server as models lie on: ranges, tags, and what goes wrong on the way. */
export async function startModelServer() {
  const files = new Map<string, Served>();
  const asked: { path: string; range: string | null }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://models.acme.test').pathname;
    const range = request.headers.range ?? null;
    asked.push({ path, range });
    const file = files.get(path);
    if (!file) {
      response.writeHead(404).end('Not found');
      return;
    }
    const from = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const to = Math.min(Number(/-(\d+)$/.exec(range ?? '')?.[1] ?? Infinity), file.bytes.length - 1);
    const body = file.bytes.subarray(from, to + 1);
    response.writeHead(range === null ? 200 : 206, {
      'content-type': file.type ?? 'application/octet-stream',
      'content-length': body.length,
      etag: '"1"',
      ...(range !== null && { 'content-range': `bytes ${from}-${to}/${file.bytes.length}` }),
    });
    const stroke = 16_384;
    for (let at = 0; at < body.length && !response.destroyed; at += stroke) {
      if (file.cutAfter !== undefined && at >= file.cutAfter) return void response.destroy();
      response.write(body.subarray(at, at + stroke));
      if (file.rate !== undefined)
        await new Promise((resolve) => setTimeout(resolve, (stroke * 1000) / (file.rate ?? stroke)));
    }
    response.end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** For the world's `otherHosts`. */
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    serve(path: string, served: Served): Served {
      files.set(path, served);
      return served;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type ModelServer = Awaited<ReturnType<typeof startModelServer>>;
