import { describe, expect, test, vi } from 'vitest';
import { DesksideError } from '../core/errors';
import type { PageReport } from './protocol';
import { createMessageServer, type Handlers, type Sender } from './server';

const ownOrigin = 'chrome-extension://deskside';
const ownPage: Sender = { id: 'deskside', url: `${ownOrigin}/sidepanel.html` };
const contentScript: Sender = {
  id: 'deskside',
  url: 'https://acme.service-now.com/incident.do',
  frameId: 0,
  tab: { id: 7, windowId: 1 },
};
const report: PageReport = {
  url: 'https://acme.service-now.com/incident.do',
  reading: null,
  reason: 'nothing-to-read',
  pageUser: null,
  at: 1,
};

function serve(
  handlers: Partial<Handlers<'background'>> = {},
  onError?: (name: string, error: unknown) => void,
) {
  return createMessageServer<'background'>({
    address: 'background',
    extensionId: 'deskside',
    extensionOrigin: ownOrigin,
    handlers: handlers as Handlers<'background'>,
    ...(onError ? { onError } : {}),
  });
}
const to = (name: string, payload: unknown = {}, address = 'background') => ({
  deskside: 1,
  to: address,
  name,
  payload,
});

describe('whose message it is', () => {
  test.each([
    ['another address', to('host/ping', {}, 'host')],
    ['no message of ours', { hello: 'world' }],
    ['another version', { deskside: 2, to: 'background', name: 'host/ensure', payload: {} }],
    ['a string', 'deskside/report-again'],
    ['nothing', undefined],
  ])('%s is left for others to answer', (_what, raw) => {
    expect(serve()(raw, ownPage)).toBeNull();
  });

  test('another extension gets no answer at all', () => {
    const ensure = vi.fn(() => ({}));
    expect(serve({ 'host/ensure': ensure })(to('host/ensure'), { ...ownPage, id: 'stranger' })).toBeNull();
    expect(ensure).not.toHaveBeenCalled();
  });
});

describe('who may send it', () => {
  test('our own page is answered with what the handler gives', async () => {
    const handle = serve({ 'page-token/read': ({ origin }) => ({ token: `for ${origin}` }) });
    const payload = { origin: 'https://a.example', globalName: 'g_ck', inputSelectors: [] };
    expect(await handle(to('page-token/read', payload), ownPage)).toEqual({
      deskside: 1,
      ok: true,
      value: { token: 'for https://a.example' },
    });
  });

  test.each<[string, Sender]>([
    ['a content script', contentScript],
    ['a sender in a tab without an address', { id: 'deskside', tab: { id: 7 } }],
    ['a page whose address merely begins like ours', { id: 'deskside', url: `${ownOrigin}.evil.example/x` }],
  ])('%s may not send what is for our own pages', async (_who, sender) => {
    const read = vi.fn(() => ({ token: 'secret' }));
    const payload = { origin: 'https://a.example', globalName: 'g_ck', inputSelectors: [] };
    const reply = await serve({ 'page-token/read': read })(to('page-token/read', payload), sender);
    expect(reply).toMatchObject({ ok: false, error: { kind: 'forbidden' } });
    expect(read).not.toHaveBeenCalled();
  });

  test('a content script may send what is marked for pages, and the handler sees who it was', async () => {
    const seen: Sender[] = [];
    const handle = serve({
      'page/report': (_report, sender) => {
        seen.push(sender);
        return { accepted: true };
      },
    });
    expect(await handle(to('page/report', report), contentScript)).toMatchObject({
      ok: true,
      value: { accepted: true },
    });
    expect(seen).toEqual([contentScript]);
  });
});

describe('what it says', () => {
  test.each(['no/such', '__proto__', 'constructor', 'toString', 'host/ping', ''])(
    'the name %j is unknown here',
    async (name) => {
      expect(await serve()(to(name), ownPage)).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    },
  );

  test.each([
    ['a missing field', { globalName: 'g_ck', inputSelectors: [] }],
    ['another type', { origin: 5, globalName: 'g_ck', inputSelectors: [] }],
    ['a text that is too long', { origin: 'https://a', globalName: 'x'.repeat(65), inputSelectors: [] }],
    ['nothing', undefined],
  ])('%s never reaches the handler', async (_what, payload) => {
    const read = vi.fn(() => ({ token: null }));
    const reply = await serve({ 'page-token/read': read })(to('page-token/read', payload), ownPage);
    expect(reply).toMatchObject({ ok: false, error: { kind: 'bad-answer' } });
    expect(read).not.toHaveBeenCalled();
  });
});

describe('what went wrong', () => {
  const failing = (error: unknown, onError?: (name: string, error: unknown) => void) =>
    serve({ 'host/ensure': () => Promise.reject(error) }, onError)(to('host/ensure'), ownPage);

  test('a failure with a name travels with it, and nothing else of it does', async () => {
    const error = new DesksideError('rate-limited', 'Too many requests', {
      cause: new Error('secret cause'),
      status: 429,
      at: 'https://a.example/path',
    });
    expect(await failing(error)).toEqual({
      deskside: 1,
      ok: false,
      error: { kind: 'rate-limited', message: 'Too many requests' },
    });
  });

  test('a defect tells no internals to the other side, and all of it to the log', async () => {
    const logged: unknown[] = [];
    const error = new TypeError('cannot read token s3cret');
    const reply = await failing(error, (name, what) => logged.push([name, what]));
    expect(JSON.stringify(reply)).not.toContain('s3cret');
    expect(reply).toMatchObject({ ok: false, error: { kind: 'server' } });
    expect(logged).toEqual([['host/ensure', error]]);
  });

  test('an abort is no failure to log', async () => {
    const onError = vi.fn();
    expect(await failing(new DOMException('Aborted', 'AbortError'), onError)).toMatchObject({ ok: false });
    expect(onError).not.toHaveBeenCalled();
  });
});
