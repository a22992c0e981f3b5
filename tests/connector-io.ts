import { Window } from 'happy-dom';
import type { ConnectorIo } from '../lib/connectors/connector';
import type { SourceConfig } from '../lib/core/source';
import { createProductRequest } from '../lib/platform/request';

/** An inert document, as the extension's DOMParser makes one: nothing in it loads or runs. */
function parseHtml(html: string): Document {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  const document: unknown = new window.DOMParser().parseFromString(html, 'text/html');
  return document as Document;
}

function parseXml(xml: string): Document | null {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  const parsed: unknown = new window.DOMParser().parseFromString(xml, 'text/xml');
  const document = parsed as Document;
  return document.querySelector('parsererror') ? null : document;
}

export interface TestIo extends ConnectorIo {
  /** Every URL asked, oldest first. */
  readonly asked: URL[];
  /** Headers of the requests, in the same order. */
  readonly headers: Headers[];
}

/** A connector's surroundings over a function that answers requests. */
export function createTestIo(
  baseUrl: string,
  answer: (request: Request) => Response | Promise<Response>,
  more: Partial<ConnectorIo> & { timeoutMs?: number; cookie?: string } = {},
): TestIo {
  const asked: URL[] = [];
  const headers: Headers[] = [];
  const signal = more.signal ?? new AbortController().signal;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (more.cookie) request.headers.set('cookie', more.cookie);
    asked.push(new URL(request.url));
    headers.push(request.headers);
    return answer(request);
  };
  return {
    request: createProductRequest({ fetch, baseUrl, signal, timeoutMs: more.timeoutMs ?? 5000 }),
    parseHtml,
    parseXml,
    pageToken: null,
    user: null,
    now: () => Date.UTC(2026, 10, 22),
    ...more,
    signal,
    asked,
    headers,
  };
}

export function sourceOf(product: string, baseUrl: string, more: Partial<SourceConfig> = {}): SourceConfig {
  return {
    id: `${product}-1`,
    product,
    name: product,
    baseUrl,
    enabled: true,
    readPages: true,
    scopes: [],
    ttlMinutes: 60,
    ...more,
  };
}

export function json(data: unknown, init: ResponseInit = {}): Response {
  return Response.json(data, init);
}
