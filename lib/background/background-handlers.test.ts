import { describe, expect, test } from 'vitest';
import { DesksideError } from '../core/errors';
import { resolveSettings } from '../core/settings';
import type { Send } from '../messaging/client';
import type { PageReport } from '../messaging/protocol';
import type { Sender } from '../messaging/server';
import { createBackgroundHandlers } from './background-handlers';

const pageUrl = 'https://tools.example/jira/browse/A-1';
const page: Sender = { url: pageUrl, frameId: 0, tab: { id: 7, windowId: 1 } };
const report: PageReport = { url: pageUrl, reading: null, reason: 'nothing-to-read', pageUser: null, at: 1 };

function background(hostFails = false, allowed = true) {
  const sent: [string, unknown][] = [];
  const badges: unknown[][] = [];
  const errors: unknown[] = [];
  const clock = { now: 0 };
  const sources = [
    { id: 'a', product: 'jira-dc', name: 'Jira', baseUrl: 'https://tools.example/jira' },
    { id: 'b', product: 'confluence-dc', name: 'Wiki', baseUrl: 'https://tools.example/wiki' },
    { id: 'c', product: 'jira-dc', name: 'Other port', baseUrl: 'https://tools.example:8443' },
    { id: 'd', product: 'jira-dc', name: 'Secret', baseUrl: 'https://secret.example' },
    { id: 'e', product: 'mediawiki', name: 'Unread', baseUrl: 'https://tools.example/w', readPages: false },
  ];
  const settings = resolveSettings({ sources }, undefined);
  const handlers = createBackgroundHandlers({
    host: {
      ensure: async () => undefined,
      isRunning: async () => true,
      send: (async (name: string, input: unknown) => {
        if (hostFails) throw new DesksideError('unreachable', 'no host');
        sent.push([name, input]);
        return {};
      }) as unknown as Send,
    },
    settings: { load: async () => settings, save: async () => settings },
    tabs: { create: async () => ({}) },
    setBadge: async (...badge) => void badges.push(badge),
    markQuote: async () => undefined,
    reportAgain: async () => undefined,
    readPageToken: async () => null,
    isAllowed: async () => allowed,
    onError: (error) => void errors.push(error),
    now: () => clock.now,
  });
  return { handlers, sent, badges, errors, clock };
}

describe('page/hello', () => {
  test("tells a page the instances of its own origin only, never the company's other hosts", async () => {
    const { handlers } = background();
    expect(await handlers['page/hello']({}, page)).toEqual({
      hosts: [
        { site: 'jira-dc', origin: 'https://tools.example', basePath: '/jira' },
        { site: 'confluence-dc', origin: 'https://tools.example', basePath: '/wiki' },
      ],
    });
  });

  test.each<[string, Sender]>([
    ['another host', { ...page, url: 'https://evil.example/' }],
    ['a look-alike host', { ...page, url: 'https://tools.example.evil.example/' }],
    ['a frame without an address', { ...page, url: 'about:blank', frameId: 3 }],
    ['an unnamed sender', { frameId: 3, tab: { id: 7, windowId: 1 } }],
  ])('tells %s nothing', async (_who, sender) => {
    expect(await background().handlers['page/hello']({}, sender)).toEqual({ hosts: [] });
  });

  test('of a top frame voids what the tab said before; of another frame it does not', async () => {
    const { handlers, sent } = background();
    await handlers['page/hello']({}, { ...page, frameId: 4 });
    expect(sent).toEqual([]);
    await handlers['page/hello']({}, page);
    expect(sent).toEqual([['tab/navigated', { tabId: 7, url: pageUrl }]]);
  });

  test('is answered while the host is still waking, or cannot', async () => {
    const { handlers, errors } = background(true);
    expect(await handlers['page/hello']({}, page)).toMatchObject({ hosts: [{}, {}] });
    expect(errors).toMatchObject([{ kind: 'unreachable' }]);
  });

  test('is refused to what is not in a tab', async () => {
    const hello = async () => background().handlers['page/hello']({}, { url: pageUrl, frameId: 0 });
    await expect(hello()).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('page/report', () => {
  test("goes to the host with the browser's word on who reported", async () => {
    const { handlers, sent } = background();
    expect(await handlers['page/report'](report, page)).toEqual({ accepted: true });
    const reporter = { tabId: 7, windowId: 1, frameId: 0, url: pageUrl };
    expect(sent).toEqual([['tab/report', { reporter, report }]]);
  });

  test('of another origin than the page is on goes nowhere', async () => {
    const { handlers, sent } = background();
    const claim = { ...report, url: 'https://secret.example/browse/A-1' };
    expect(await handlers['page/report'](claim, page)).toEqual({ accepted: false });
    expect(sent).toEqual([]);
  });

  test('of a host that was taken back goes nowhere, though its script lives on', async () => {
    const { handlers, sent } = background(false, false);
    expect(await handlers['page/report'](report, page)).toEqual({ accepted: false });
    expect(sent).toEqual([]);
  });

  test('in a flood is refused, and accepted again when the flood is over', async () => {
    const { handlers, sent, clock } = background();
    const answers: boolean[] = [];
    for (let count = 0; count < 100; count += 1) {
      answers.push((await handlers['page/report'](report, page)).accepted);
    }
    expect(answers.filter(Boolean)).toHaveLength(sent.length);
    expect(sent.length).toBeLessThan(50);
    expect(answers.at(-1)).toBe(false);
    clock.now = 60_000;
    expect(await handlers['page/report'](report, page)).toEqual({ accepted: true });
  });

  test('is not called accepted when the host did not hear it', async () => {
    const { handlers } = background(true);
    await expect(handlers['page/report'](report, page)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('the badge', () => {
  test.each([
    [3, false, '3'],
    [250, false, '99'],
    [0, false, ''],
    [0, true, '!'],
    [3, true, '3'],
  ])('%i found, failed %s: %j', async (count, failed, text) => {
    const { handlers, badges } = background();
    await handlers['badge/set']({ tabId: 7, count, failed }, page);
    expect(badges).toEqual([[7, text, expect.any(String)]]);
  });
});
