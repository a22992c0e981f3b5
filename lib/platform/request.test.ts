import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DesksideError, isAbort } from '../core/errors';
import type { ErrorKind } from '../core/errors';
import { createProductRequest } from './request';

const base = 'https://kb.example.org/wiki';
const asked = `${base}/rest/search?cql=text+secret`;
const schema = z.object({ ok: z.boolean() });
const noon = Date.UTC(2026, 0, 5, 12, 0, 0);
const json = 'application/json';
const html = 'text/html; charset=utf-8';

function answer(status: number, body: string | null, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers });
}

function requestWith(
  fetch: typeof globalThis.fetch,
  options: Partial<Parameters<typeof createProductRequest>[0]> = {},
): ReturnType<typeof createProductRequest> {
  const { signal } = new AbortController();
  return createProductRequest({ fetch, baseUrl: base, signal, now: () => noon, ...options });
}

async function failure(work: Promise<unknown>): Promise<DesksideError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DesksideError)) throw error;
  return error;
}

const loginPage = '<html><form action="/login.do"><input name="u"><input type="password"></form></html>';
const plainPage = '<!doctype html><html><body><h1>Please stand by</h1></body></html>';

const table: [string, Response, ErrorKind][] = [
  ['401', answer(401, '{"error":{}}', { 'content-type': json }), 'signed-out'],
  ['302 to a sign-in', answer(302, null, { location: '/login' }), 'signed-out'],
  ['a moved host', answer(301, null, { location: 'https://other.example.org/' }), 'signed-out'],
  ['403', answer(403, '{"message":"no"}', { 'content-type': json }), 'forbidden'],
  ['403 with a sign-in page', answer(403, loginPage, { 'content-type': html }), 'signed-out'],
  ['403 for anonymous', answer(403, '{}', { 'x-ausername': 'anonymous' }), 'signed-out'],
  ['403 with a CAPTCHA', answer(403, '', { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }), 'signed-out'],
  ['403 that says so', answer(403, '{"error":{"message":"User Not Authenticated"}}'), 'signed-out'],
  ['403 of a signed-in user', answer(403, '<p>You may not</p>', { 'x-ausername': 'dana' }), 'forbidden'],
  ['404', answer(404, '{}'), 'not-found'],
  ['410', answer(410, ''), 'not-found'],
  ['400', answer(400, '{"errorMessages":["secret"]}'), 'invalid-query'],
  ['414', answer(414, ''), 'invalid-query'],
  ['429', answer(429, ''), 'rate-limited'],
  ['503', answer(503, ''), 'server'],
  ['503 that names a wait', answer(503, '', { 'retry-after': '4' }), 'rate-limited'],
  ['500', answer(500, plainPage, { 'content-type': html }), 'server'],
  ['502', answer(502, ''), 'server'],
  ['418', answer(418, ''), 'bad-answer'],
  ['HTML where JSON was asked', answer(200, plainPage, { 'content-type': html }), 'bad-answer'],
  ['a sign-in page with status 200', answer(200, loginPage, { 'content-type': html }), 'signed-out'],
  ['a sign-in page that calls itself JSON', answer(200, loginPage, { 'content-type': json }), 'signed-out'],
  [
    'an answer in XML',
    answer(200, '<?xml version="1.0"?><m/>', { 'content-type': 'application/xml' }),
    'bad-answer',
  ],
  ['JSON that was cut short', answer(200, '{"ok":tr', { 'content-type': json }), 'bad-answer'],
  ['an empty answer', answer(200, '', { 'content-type': json }), 'bad-answer'],
  ['204', answer(204, null), 'bad-answer'],
  ['another shape', answer(200, '{"ok":"yes"}', { 'content-type': json }), 'bad-answer'],
];

describe('an answer that is not what was asked for', () => {
  it.each(table)('%s', async (_, response, kind) => {
    const request = requestWith(() => Promise.resolve(response));
    const error = await failure(request.json(asked, schema));
    expect(error.kind).toBe(kind);
    expect(error.at).toBe('https://kb.example.org/wiki/rest/search');
    expect(`${error.message} ${error.at ?? ''} ${String(error.cause)}`).not.toContain('secret');
  });

  it.each([
    [405, { 'x-amzn-waf-action': 'captcha' }],
    [202, { 'x-amzn-waf-action': 'challenge' }],
    [403, { 'cf-mitigated': 'challenge' }],
  ])('takes a CAPTCHA (%i %j) for something a person has to open', async (status, headers) => {
    const page = answer(status, '<!doctype html><title>Human Verification</title>', headers);
    expect((await failure(requestWith(() => Promise.resolve(page)).json(asked, schema))).kind).toBe(
      'signed-out',
    );
  });

  it('takes an opaque redirect for signed out', async () => {
    const opaque = answer(200, '');
    Object.defineProperties(opaque, { type: { value: 'opaqueredirect' }, status: { value: 0 } });
    expect((await failure(requestWith(() => Promise.resolve(opaque)).json(asked, schema))).kind).toBe(
      'signed-out',
    );
  });

  it('takes an answer from another host for signed out', async () => {
    const moved = answer(200, '{"ok":true}', { 'content-type': json });
    Object.defineProperty(moved, 'url', { value: 'https://sso.example.net/saml' });
    expect((await failure(requestWith(() => Promise.resolve(moved)).json(asked, schema))).kind).toBe(
      'signed-out',
    );
  });
});

describe('how long to wait', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['an HTTP date', { 'retry-after': new Date(noon + 9000).toUTCString() }, 9000],
    ['a date that has passed', { 'retry-after': new Date(noon - 9000).toUTCString() }, 0],
    ['epoch seconds', { 'x-ratelimit-reset': String(noon / 1000 + 30) }, 30_000],
    ['epoch milliseconds', { 'x-ratelimit-reset': String(noon + 30_000) }, 30_000],
    ['an ISO date', { 'x-ratelimit-reset': new Date(noon + 60_000).toISOString() }, 60_000],
    ['seconds to go', { 'x-ratelimit-reset': '12' }, 12_000],
    ['nonsense beside a reset', { 'retry-after': 'soon', 'x-ratelimit-reset': '3' }, 3000],
    ['a year, which nobody means', { 'retry-after': '31536000' }, 86_400_000],
    ['nothing', {}, undefined],
  ])('%s', async (_, headers, wait) => {
    const error = await failure(
      requestWith(() => Promise.resolve(answer(429, '', headers))).json(asked, schema),
    );
    expect(error.retryAfterMs).toBe(wait);
    expect(error.retryable).toBe(true);
  });
});

describe('a request', () => {
  it('asks by POST what a product only answers so, without a change to anything else', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answer(200, '<r/>')));
    await requestWith(fetch).text(asked, {
      headers: { Accept: 'text/xml' },
      post: { body: '<methodCall/>', contentType: 'text/xml' },
    });
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '<methodCall/>',
      headers: { Accept: 'text/xml', 'Content-Type': 'text/xml' },
      credentials: 'include',
      redirect: 'manual',
      cache: 'no-store',
    });
  });

  it('carries the session, follows nothing and stores nothing', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answer(200, '{"ok":true}')));
    const { data, status } = await requestWith(fetch).json(asked, schema, {
      headers: { 'X-UserToken': 't' },
    });
    expect({ data, status }).toEqual({ data: { ok: true }, status: 200 });
    expect(fetch.mock.calls[0]?.[0]).toBe(asked);
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'GET',
      credentials: 'include',
      redirect: 'manual',
      cache: 'no-store',
      headers: { Accept: 'application/json', 'X-UserToken': 't' },
    });
  });

  it.each([
    'https://evil.example/rest',
    'http://kb.example.org/wiki/rest',
    'https://kb.example.org:8443/rest',
    'https://kb.example.org.evil.example/rest',
    '//evil.example/rest',
    'javascript:alert(1)',
  ])('is never sent to %s', async (url) => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    expect((await failure(requestWith(fetch).json(url, schema))).kind).toBe('no-permission');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('mends halves of characters, which no address could hold, and leaves whole ones alone', async () => {
    const body = '{"key":"A\\ud800-1","title":"\\ud83d\\ude00 \\uDFFF","list":["\\\\ud800"]}';
    const request = requestWith(() => Promise.resolve(answer(200, body, { 'content-type': json })));
    const { data } = await request.json(asked, z.unknown());
    expect(data).toEqual({ key: 'A\uFFFD-1', title: '\u{1F600} \uFFFD', list: ['\\ud800'] });
  });

  it('gives text as it is, a sign-in page included', async () => {
    const request = requestWith(() => Promise.resolve(answer(200, loginPage, { 'content-type': html })));
    expect((await request.text(`${base}/login`)).data).toBe(loginPage);
  });

  it('ends in unreachable when the network fails, and at a break within the body', async () => {
    const refused = requestWith(() => Promise.reject(new TypeError('fetch failed')));
    expect((await failure(refused.json(asked, schema))).kind).toBe('unreachable');
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('terminated')),
    });
    const cut = requestWith(() => Promise.resolve(new Response(broken)));
    expect((await failure(cut.json(asked, schema))).kind).toBe('unreachable');
  });

  it('ends in timeout when headers or the rest of the body never come', async () => {
    const silent = requestWith(() => new Promise<Response>(() => undefined), { timeoutMs: 20 });
    expect((await failure(silent.json(asked, schema))).kind).toBe('timeout');
    const half = new ReadableStream<Uint8Array>({
      start: (c) => c.enqueue(new TextEncoder().encode('{"ok"')),
    });
    const stuck = requestWith(() => Promise.resolve(new Response(half)), { timeoutMs: 20 });
    expect((await failure(stuck.json(asked, schema))).kind).toBe('timeout');
  });

  it.each([undefined, 'a reason', new Error('own reason')])(
    "lets the caller's abort through as an abort (%s)",
    async (reason) => {
      const controller = new AbortController();
      const request = requestWith(() => new Promise<Response>(() => undefined), {
        signal: controller.signal,
      });
      const work = request.json(asked, schema);
      controller.abort(reason);
      expect(isAbort(await work.catch((error: unknown) => error))).toBe(true);
      const fetch = vi.fn<typeof globalThis.fetch>();
      const late = requestWith(fetch, { signal: controller.signal }).json(asked, schema);
      expect(isAbort(await late.catch((error: unknown) => error))).toBe(true);
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  it('stops reading at the limit, announced or not, and cancels the rest', async () => {
    let sent = 0;
    const cancelled = vi.fn();
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1000;
          controller.enqueue(new Uint8Array(1000));
        },
        cancel: cancelled,
      });
    const request = requestWith(() => Promise.resolve(new Response(endless())), { maxBytes: 10_000 });
    expect((await failure(request.json(asked, schema))).kind).toBe('bad-answer');
    expect(sent).toBeLessThan(20_000);
    expect(cancelled).toHaveBeenCalled();
    const announced = requestWith(
      () => Promise.resolve(new Response(endless(), { headers: { 'content-length': '20000' } })),
      { maxBytes: 10_000 },
    );
    sent = 0;
    expect((await failure(announced.json(asked, schema))).kind).toBe('bad-answer');
    expect(sent).toBeLessThan(3000);
  });

  it('does not read the body of an error at all', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      { pull: (c) => ((pulled += 1), c.enqueue(new Uint8Array(1000))) },
      { highWaterMark: 0 },
    );
    await failure(
      requestWith(() => Promise.resolve(new Response(body, { status: 500 }))).json(asked, schema),
    );
    expect(pulled).toBe(0);
  });
});
