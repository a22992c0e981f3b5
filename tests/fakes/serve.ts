import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generate } from 'selfsigned';
import type { Fake } from './fake';
import { DroppedConnection } from './modes';

export interface CompanyServer {
  port: number;
  /** Cuts every open connection, hanging ones among them. */
  close(): Promise<void>;
}

export interface ServeOptions {
  fakes: readonly Fake[];
  /** 0 or left out: any free one. */
  port?: number;
}

/** Names of the connection, not of the message: they end at this server. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);
const bodyLimit = 10 * 1024 * 1024;

/**
 * Serves every double from one https server on this machine, told apart by the Host header. A host nobody stands in
 * for is a page of somebody else.
 */
export async function serveCompany(options: ServeOptions): Promise<CompanyServer> {
  const byHost = new Map(options.fakes.map((fake) => [fake.host, fake]));
  const { private: key, cert } = await certificate([...byHost.keys()]);
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    void answer(byHost, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

async function certificate(hosts: readonly string[]): Promise<{ private: string; cert: string }> {
  const names = ['localhost', '*.example', ...hosts];
  return generate([{ name: 'commonName', value: 'acme.example' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) },
    ],
  });
}

async function answer(
  byHost: ReadonlyMap<string, Fake>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const request = await toRequest(incoming, gone.signal);
    const fake = byHost.get(new URL(request.url).hostname);
    await send(fake ? await fake.handle(request) : foreignPage(request), outgoing);
  } catch (error) {
    // Nobody is listening any more, or the double wants the line cut: either way there is nothing left to say.
    if (error instanceof DroppedConnection || gone.signal.aborted) incoming.socket.destroy();
    else fail(error, outgoing);
  }
}

/** A defect of a double: loud here, a plain 500 there. */
function fail(error: unknown, outgoing: ServerResponse): void {
  console.error('A double failed', error);
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('The double failed');
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || hopByHop.has(name) || name.startsWith(':')) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const host = (incoming.headers.host ?? 'localhost').replace(/:\d+$/, '');
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : await bodyOf(incoming);
  return new Request(`https://${host}${incoming.url ?? '/'}`, { method, headers, body, signal });
}

async function bodyOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += (part as Uint8Array).length;
    if (size > bodyLimit) throw new RangeError('The request body is larger than any form of Acme');
    parts.push(part as Uint8Array);
  }
  return new Uint8Array(Buffer.concat(parts));
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (response.body && outgoing.req.method !== 'HEAD') {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
  } else {
    outgoing.end();
  }
}

/** Somebody else's site: it writes about tickets, and is none. */
function foreignPage(request: Request): Response {
  const { hostname } = new URL(request.url);
  const title = 'How we closed INC0010023 and HELP-12';
  return new Response(
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body><article><h1>${title}</h1><p>A story on ${hostname} about VPN error 809, with no ticket and no sign-in.</p></article></body></html>`,
    { headers: { 'content-type': 'text/html;charset=UTF-8' } },
  );
}
