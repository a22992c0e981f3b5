import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resolveSettings, type ResolvedSettings } from '../core/settings';
import { DesksideError } from '../core/errors';
import type { MessageHandler } from '../messaging/server';
import type { SettingsStore } from '../storage/settings-store';
import type { HostLink } from './host-link';
import { startBackground } from './start-background';

/** An event of the browser: what listens to it is called by the test. */
function event() {
  const listeners: ((...args: never[]) => unknown)[] = [];
  return {
    addListener: (listener: (...args: never[]) => unknown) => void listeners.push(listener),
    count: () => listeners.length,
    fire: (...args: unknown[]) => listeners.map((listener) => listener(...(args as never[]))),
  };
}
const resolved = resolveSettings(
  { sources: [{ id: 'jira', product: 'jira-dc', name: 'Jira', baseUrl: 'https://jira.example/jira' }] },
  undefined,
);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function world(options: { hostFails?: boolean; hostSleeps?: boolean; localHost?: MessageHandler } = {}) {
  const sent: [string, unknown][] = [];
  const alarms: [string, unknown][] = [];
  const opened: number[] = [];
  const events = {
    message: event(),
    installed: event(),
    startup: event(),
    added: event(),
    removedPermission: event(),
    clicked: event(),
    alarm: event(),
    tabRemoved: event(),
    tabUpdated: event(),
  };
  const browser = {
    runtime: {
      id: 'us',
      getURL: (path: string) => `https://us.example${path}`,
      onMessage: events.message,
      onInstalled: events.installed,
      onStartup: events.startup,
    },
    permissions: { onAdded: events.added, onRemoved: events.removedPermission, contains: async () => true },
    contextMenus: {
      onClicked: events.clicked,
      removeAll: (done: () => void) => done(),
      create: () => undefined,
    },
    alarms: {
      onAlarm: events.alarm,
      create: async (name: string, when: unknown) => void alarms.push([name, when]),
    },
    action: { setBadgeBackgroundColor: async () => undefined },
    tabs: { onRemoved: events.tabRemoved, onUpdated: events.tabUpdated, query: async () => [] },
    scripting: {
      getRegisteredContentScripts: async () => [],
      registerContentScripts: async () => undefined,
      unregisterContentScripts: async () => undefined,
    },
  };
  let changed: (next: ResolvedSettings) => void = () => undefined;
  const settings: SettingsStore = {
    load: async () => resolved,
    save: async () => resolved,
    watch(callback) {
      changed = callback;
      return () => undefined;
    },
  };
  const host = {
    ensure: async () => undefined,
    isRunning: async () => !options.hostSleeps,
    async send(name: string, input: unknown) {
      if (options.hostFails) throw new DesksideError('unreachable', 'no host');
      sent.push([name, input]);
      return {};
    },
  } as unknown as HostLink;
  startBackground({
    browser: browser as unknown as typeof chrome,
    host,
    settings,
    sites: [
      { id: 'jira-dc', name: 'Jira', hostedPatterns: ['https://*.cloud.example/*'], framed: false } as never,
    ],
    openPanel: async (windowId) => void opened.push(windowId),
    ...(options.localHost ? { localHost: options.localHost } : {}),
  });
  return { events, sent, alarms, opened, change: (next: ResolvedSettings) => changed(next) };
}

let warned: ReturnType<typeof vi.spyOn>;
beforeEach(() => void (warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)));
afterEach(() => void vi.restoreAllMocks());

test('every listener stands before anything is awaited: any of them may be what woke the worker', () => {
  for (const [name, { count }] of Object.entries(world().events)) expect([name, count()]).toEqual([name, 1]);
});

describe('a tab that has finished loading', () => {
  test.each([
    ['https://elsewhere.example/', true],
    ['https://jira.example.evil.example/', true],
    ['http://jira.example/', true],
    ['chrome://settings', true],
    ['not an address', true],
    [undefined, true],
    ['https://jira.example/jira/browse/A-1', false],
    ['https://acme.cloud.example/browse/A-1', false],
  ])('at %s has left for a page of nobody: %s', async (url, left) => {
    const { events, sent } = world();
    events.tabUpdated.fire(7, { status: 'complete' }, { url });
    await settled();
    expect(sent).toEqual(left ? [['tab/navigated', { tabId: 7, url: null }]] : []);
  });

  test('is no reason to start a host that is not there', async () => {
    const { events, sent } = world({ hostSleeps: true });
    events.tabUpdated.fire(7, { status: 'complete' }, { url: 'https://elsewhere.example/' });
    await settled();
    expect(sent).toEqual([]);
  });

  test('and not before: a page still loading is no news', async () => {
    const { events, sent } = world();
    events.tabUpdated.fire(7, { status: 'loading' }, { url: 'https://elsewhere.example/' });
    await settled();
    expect(sent).toEqual([]);
  });
});

describe('the host is told', () => {
  test('of closed tabs, of settings, and when upkeep is due', async () => {
    const { events, sent, change } = world();
    events.tabRemoved.fire(7);
    change(resolved);
    events.alarm.fire({ name: 'maintenance' });
    events.alarm.fire({ name: "somebody else's" });
    await settled();
    expect(sent).toEqual([
      ['tab/removed', { tabId: 7 }],
      ['settings/changed', resolved],
      ['cache/maintain', {}],
    ]);
  });

  test('and where it cannot be, that is written down, not left unhandled', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const { events, change } = world({ hostFails: true });
    events.tabRemoved.fire(7);
    events.tabUpdated.fire(7, { status: 'complete' }, { url: 'https://elsewhere.example/' });
    change(resolved);
    events.alarm.fire({ name: 'maintenance' });
    await settled();
    await settled();
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    expect(warned).toHaveBeenCalledTimes(4);
  });
});

test.each(['installed', 'startup'] as const)(
  'upkeep is arranged when %s: not every browser keeps alarms',
  (when) => {
    const { events, alarms } = world();
    events[when].fire();
    expect(alarms).toEqual([['maintenance', { delayInMinutes: 10, periodInMinutes: 360 }]]);
  },
);

test("the menu opens the panel in its tab's window", () => {
  const { events, opened } = world();
  events.clicked.fire({}, { windowId: 3 });
  events.clicked.fire({}, undefined);
  expect(opened).toEqual([3]);
});

describe('a message', () => {
  const ping = (to: string) => ({ deskside: 1, to, name: `${to}/ping`, payload: {} });
  const own = { id: 'us', url: 'https://us.example/options.html' };
  const answerTo = (events: ReturnType<typeof world>['events'], raw: unknown) =>
    new Promise<unknown>((resolve) => {
      const [taken] = events.message.fire(raw, own, resolve);
      if (taken !== true) resolve('left to others');
    });

  test('to the background is answered, one to another context left alone', async () => {
    const { events } = world();
    expect(await answerTo(events, ping('background'))).toMatchObject({ ok: true });
    expect(await answerTo(events, ping('host'))).toBe('left to others');
    expect(await answerTo(events, 'deskside/report-again')).toBe('left to others');
  });

  test('to a host in the same page is handed on; where that did not start, nobody waits for ever', async () => {
    const reply = { deskside: 1 as const, ok: true as const, value: {} };
    expect(await answerTo(world({ localHost: async () => reply }).events, ping('host'))).toEqual(reply);
    const broken = world({ localHost: () => Promise.reject(new Error('no start')) });
    expect(await answerTo(broken.events, ping('host'))).toBeNull();
  });
});
