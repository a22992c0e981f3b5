import { describe, expect, test } from 'vitest';
import type { PageReport } from '../messaging/protocol';
import type { Sender } from '../messaging/server';
import { createReportGate, reporterOf } from './report-gate';

describe('the report gate', () => {
  test('refuses a flood, lets other tabs through, and recovers with time', () => {
    let now = 0;
    const gate = createReportGate({ limit: 3, windowMs: 1_000, now: () => now });
    expect([1, 2, 3, 4].map(() => gate.admit(7))).toEqual([true, true, true, false]);
    expect(gate.admit(8)).toBe(true);
    now = 999;
    expect(gate.admit(7)).toBe(false);
    now = 1_000;
    expect(gate.admit(7)).toBe(true);
  });

  test('what it refuses does not prolong the refusal', () => {
    let now = 0;
    const gate = createReportGate({ limit: 1, windowMs: 1_000, now: () => now });
    gate.admit(7);
    for (now = 100; now < 1_000; now += 100) expect(gate.admit(7)).toBe(false);
    expect(gate.admit(7)).toBe(true);
  });
});

describe('who reported', () => {
  const sender: Sender = {
    url: 'https://jira.example:8443/browse/A-1',
    frameId: 0,
    tab: { id: 7, windowId: 2 },
  };
  const reportOf = (url: string): PageReport => ({
    url,
    reading: null,
    reason: 'nothing-to-read',
    pageUser: null,
    at: 1,
  });

  test("is the browser's word; the page may be further along on its own origin", () => {
    expect(reporterOf(sender, reportOf('https://jira.example:8443/browse/A-2'))).toEqual({
      tabId: 7,
      windowId: 2,
      frameId: 0,
      url: sender.url,
    });
  });

  test.each([
    ['another host', 'https://other.example:8443/browse/A-1'],
    ['another port', 'https://jira.example/browse/A-1'],
    ['another scheme', 'http://jira.example:8443/browse/A-1'],
    ['a look-alike', 'https://jira.example:8443@evil.example/'],
    ['no address', 'not an address'],
  ])('a claim of %s is refused', (_what, url) => {
    expect(reporterOf(sender, reportOf(url))).toBeNull();
  });

  test('two opaque origins are not the same place', () => {
    expect(reporterOf({ ...sender, url: 'about:blank' }, reportOf('data:text/html,x'))).toBeNull();
  });

  test('a reading of another address than the reported one is refused', () => {
    const { url = '' } = sender;
    const match = {
      site: 'jira-dc',
      kind: 'ticket' as const,
      origin: 'https://jira.example:8443',
      basePath: '',
      ref: { kind: 'ticket' as const, id: 'A-1', idType: 'key', within: null },
      rule: 'browse',
      wrapper: false,
      customerView: false,
    };
    const reading = {
      match,
      url,
      title: '',
      language: null,
      pageUser: null,
      ticket: null,
      blocks: [],
      fingerprint: '',
    };
    const honest: PageReport = { ...reportOf(url), reading, reason: 'read' };
    expect(reporterOf(sender, honest)).not.toBeNull();
    expect(reporterOf(sender, { ...honest, reading: { ...reading, url: `${url}0` } })).toBeNull();
  });

  test.each<[string, Sender]>([
    ['a tab', { url: sender.url, frameId: 0 }],
    ['a frame', { url: sender.url, tab: { id: 7, windowId: 2 } }],
    ['an address', { frameId: 0, tab: { id: 7, windowId: 2 } }],
    ['an address on the web', { ...sender, url: 'chrome-extension://deskside/x.html' }],
  ])('a sender without %s is nobody', (_what, incomplete) => {
    expect(reporterOf(incomplete, reportOf(sender.url ?? ''))).toBeNull();
  });
});
