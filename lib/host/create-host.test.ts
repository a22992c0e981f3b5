import { describe, expect, test } from 'vitest';
import type { AssistUpdate } from '../assist/assist';
import type { Connector } from '../connectors/connector';
import type { AssistState } from '../core/assist-state';
import { DesksideError } from '../core/errors';
import type { PageContext } from '../core/page';
import { settingsSchema, type Settings } from '../core/settings';
import type { Suggestion } from '../core/suggestion';
import type { PageReport, Reporter } from '../messaging/protocol';
import type { Sender } from '../messaging/server';
import { sourceDocument } from '../retrieval/test-documents';
import type { Site } from '../sites/site';
import { createHost, type HostDependencies, type SavedReport } from './create-host';
import type { LookUpOptions } from './look-up';
import { createPauses } from './pauses';

const origin = 'https://tools.example';
const sources = [
  { id: 'desk', product: 'desk', name: 'Desk', baseUrl: `${origin}/desk` },
  { id: 'desktop', product: 'desk', name: 'Other desk', baseUrl: `${origin}/desktop` },
  { id: 'wiki', product: 'wiki', name: 'Wiki', baseUrl: 'https://wiki.example' },
];

/** Tickets stand at <base>/ticket/<id>. */
const site: Site = {
  id: 'desk',
  name: 'Desk',
  hostedPatterns: [],
  framed: false,
  match(url, hosts) {
    const host = hosts.find(
      (one) => one.origin === url.origin && url.pathname.startsWith(`${one.basePath}/`),
    );
    const id = /\/ticket\/(\w+)/.exec(url.pathname)?.[1];
    if (!host || host.site !== 'desk') return null;
    const base = {
      site: 'desk',
      origin: url.origin,
      basePath: host.basePath,
      rule: 'r',
      wrapper: false,
      customerView: false,
    };
    return id
      ? { ...base, kind: 'ticket', ref: { kind: 'ticket', id, idType: 'key', within: null } }
      : { ...base, kind: 'other', ref: null };
  },
  read: async () => null,
};

function world(settings: Partial<Settings> | object = {}) {
  const log: unknown[][] = [];
  const published: AssistState[] = [];
  const runs: { context: PageContext; options: LookUpOptions; settings: Settings }[] = [];
  const saved: { reports: SavedReport[] } = { reports: [] };
  const documents = new Set<string>();
  const clock = { now: 1_000_000 };
  const reads: { id: string; source: string }[] = [];
  let read: () => Promise<ReturnType<typeof sourceDocument>> = async () =>
    sourceDocument({ title: 'By API' });
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void log.push([name, ...args]);
  const pauses = createPauses({ now: () => clock.now });
  const connector = {
    id: 'desk',
    name: 'Desk',
    fetchOne: (ref: { id: string }, source: { id: string }) => {
      reads.push({ id: ref.id, source: source.id });
      return read();
    },
  } as unknown as Connector;
  const dependencies = {
    sites: [site],
    connectors: [connector],
    call: (_options: unknown, work: (io: unknown) => unknown) => work({}),
    sessions: {
      pageSaw: (source: { id: string }, user: string) => note('pageSaw')(source.id, user),
      doubt: (source: { id: string }) => note('doubt')(source.id),
    },
    tokens: { forget: note('forget token') },
    library: {
      configure: async (next: unknown) => note('configure')(next),
      purge: async (filter: unknown) => note('purge')(filter),
      maintain: async (limits: unknown) => note('maintain')(limits),
      document: (key: string) => (documents.has(key) ? {} : null),
      stats: async () => ({ sources: [{ sourceId: 'files' }, { sourceId: 'gone' }], bytes: 0 }),
      isKept: () => true,
    },
    sync: {
      wake: async (sourceId: string) => note('wake')(sourceId),
      purged: async (filter: unknown) => note('copies purged')(filter),
      refresh: async (age: number) => note('copies refreshed')(age),
    },
    pauses,
    lookUps: {
      preview: async () => undefined,
      run: (context: PageContext, current: Settings, options: LookUpOptions) =>
        new Promise<void>((_resolve, reject) => {
          runs.push({ context, options, settings: current });
          options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
        }),
    },
    models: {},
    endpoint: {},
    setup: {},
    panels: { publish: (state: AssistState) => void published.push(state) },
    setBadge: async (...badge: unknown[]) => note('badge')(...badge),
    checkpoint: { save: (reports: SavedReport[]) => void (saved.reports = reports) },
    quotaBytes: async () => null,
    now: () => clock.now,
    logger: { warn: note('warn') },
  } as unknown as HostDependencies;
  const host = createHost(dependencies);
  host.configure(settingsSchema.parse({ sources, ...settings }));
  log.length = 0;

  const sender: Sender = {};
  const report = (url: string, more: Partial<PageReport> = {}, tabId = 7, frameId = 0) => {
    const reporter: Reporter = { tabId, windowId: 1, frameId, url };
    const match = site.match(new URL(url), [
      { site: 'desk', origin, basePath: '/desk' },
      { site: 'desk', origin, basePath: '/desktop' },
    ]);
    const reading = match?.ref
      ? {
          match,
          url,
          title: 'Shown',
          language: null,
          pageUser: null,
          ticket: null,
          blocks: [],
          fingerprint: 'f',
        }
      : null;
    const whole: PageReport = { url, reading, reason: 'read', pageUser: null, at: clock.now, ...more };
    void host.handlers['tab/report']({ reporter, report: whole }, sender);
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    host,
    log,
    published,
    runs,
    saved,
    documents,
    clock,
    pauses,
    reads,
    report,
    settled,
    said: (name: string) => log.filter(([what]) => what === name).map(([, ...args]) => args),
    reading: (next: typeof read) => void (read = next),
    navigated: (url: string | null, tabId = 7) => void host.handlers['tab/navigated']({ tabId, url }, sender),
    removed: (tabId = 7) => void host.handlers['tab/removed']({ tabId }, sender),
    refresh: (tabId = 7) => void host.handlers['lookup/refresh']({ tabId }, sender),
    change: (next: object) => host.configure(settingsSchema.parse({ sources, ...settings, ...next })),
    /** Shows rows in the tab by the latest look-up. */
    emit(articles: { documentKey: string; sourceId: string }[], stage: AssistUpdate['stage'] = 'done') {
      const { context, options } = runs.at(-1) ?? expect.fail('nothing was looked up');
      options.emit({
        contextId: context.contextId,
        revision: context.revision,
        stage,
        articles: articles as Suggestion[],
        tickets: [],
        answer: null,
        sources: [],
        offline: false,
        wordsOnly: null,
        timings: { cachedMs: null, liveMs: null },
      });
    },
    rows: (tabId = 7) => host.stateOf(tabId).articles.map((row) => row.documentKey),
  };
}
const ticket = `${origin}/desk/ticket/A`;

describe('a page reports', () => {
  test('its record is read by API as its own source, and looked up', async () => {
    const { report, settled, runs, reads } = world();
    report(ticket);
    await settled();
    expect(reads).toEqual([{ id: 'A', source: 'desk' }]);
    expect(runs.map(({ context }) => [context.key, context.title, context.sourceId])).toEqual([
      ['By API', 'By API', 'desk'],
    ]);
  });

  test('and where the API fails, what the page showed will do', async () => {
    const { report, settled, runs, reading } = world();
    reading(() => Promise.reject(new DesksideError('server', 'broken')));
    report(ticket);
    await settled();
    expect(runs.map(({ context }) => [context.title, context.readBy])).toEqual([['Shown', 'page']]);
  });

  test('a rate-limited source is not asked for records until its time is over; then it is', async () => {
    const { report, settled, reading, reads, clock } = world();
    reading(() => Promise.reject(new DesksideError('rate-limited', 'later', { retryAfterMs: 60_000 })));
    report(ticket);
    await settled();
    report(`${origin}/desk/ticket/B`);
    await settled();
    expect(reads).toHaveLength(1);
    clock.now += 60_000;
    report(`${origin}/desk/ticket/C`);
    await settled();
    expect(reads).toHaveLength(2);
  });

  test('its user is noted for the source that its address is in, not one whose name begins alike', () => {
    const { report, said } = world();
    report(`${origin}/desktop/ticket/A`, { pageUser: 'ann' });
    expect(said('pageSaw')).toEqual([['desktop', 'ann']]);
  });

  test('its user is noted for every source of that instance', () => {
    const { report, said } = world({
      sources: [...sources, { ...sources[0], id: 'desk-wiki', product: 'wiki', name: 'Wiki of the desk' }],
    });
    report(`${origin}/desk/ticket/A`, { pageUser: 'ann' });
    expect(said('pageSaw')).toEqual([
      ['desk', 'ann'],
      ['desk-wiki', 'ann'],
    ]);
  });

  test('that nobody is signed in: the source is doubted, and its token forgotten', () => {
    const { report, said } = world();
    report(`${origin}/desk/login`, { reason: 'signed-out' });
    expect(said('doubt')).toEqual([['desk']]);
    expect(said('forget token')).toEqual([[`${origin}/desk`]]);
  });

  test('a new document that does not name its user makes its source doubted, once', () => {
    const { report, navigated, said } = world();
    navigated(ticket);
    report(ticket);
    report(ticket);
    expect(said('doubt')).toEqual([['desk']]);
  });

  test('the farewell of the document before does not pass for the word of the new one', () => {
    const { report, navigated, said } = world();
    navigated(ticket);
    report('https://wiki.example/page', { reason: 'gone' });
    expect(said('doubt')).toEqual([]);
    report(ticket);
    expect(said('doubt')).toEqual([['desk']]);
  });
});

describe('a tab', () => {
  test('that navigated shows nothing of before, and what it had said is void', async () => {
    const { report, settled, emit, navigated, host, rows, documents } = world();
    documents.add('k');
    report(ticket);
    await settled();
    emit([{ documentKey: 'k', sourceId: 'wiki' }]);
    expect(rows()).toEqual(['k']);
    navigated('https://elsewhere.example/');
    expect(host.stateOf(7)).toMatchObject({
      articles: [],
      subject: { state: 'none', reason: 'not-supported' },
    });
  });

  test('that was closed is asked and remembered no more, whatever its page still says', async () => {
    const { report, settled, removed, runs, saved, reads } = world();
    report(ticket);
    await settled();
    removed();
    expect(runs[0]?.options.signal.aborted).toBe(true);
    report(ticket, { at: 2 });
    report(ticket, { reason: 'gone' });
    await settled();
    expect(reads).toHaveLength(1);
    expect(saved.reports).toEqual([]);
  });

  test('that only a panel looks at costs nothing and is kept nowhere', () => {
    const { host, published, saved } = world();
    expect(host.stateOf(99)).toMatchObject({ tabId: 99, stage: 'idle', subject: { state: 'none' } });
    expect(published).toEqual([]);
    expect(saved.reports).toEqual([]);
  });

  test('has its badge set when the number changes, and again after the browser took it off', async () => {
    const { report, settled, emit, navigated, said } = world();
    report(ticket);
    await settled();
    emit([{ documentKey: 'k', sourceId: 'wiki' }], 'live');
    emit([{ documentKey: 'k', sourceId: 'wiki' }], 'done');
    expect(said('badge').filter(([, count]) => count === 1)).toEqual([[7, 1, false]]);
    navigated(ticket);
    report(ticket);
    await settled();
    emit([{ documentKey: 'k', sourceId: 'wiki' }]);
    expect(said('badge').filter(([, count]) => count === 1)).toHaveLength(2);
  });
});

describe('settings change while a look-up runs', () => {
  const shown = async (first: object = {}) => {
    const it = world(first);
    it.documents.add('from wiki').add('from desk');
    it.report(ticket);
    await it.settled();
    it.emit([
      { documentKey: 'from wiki', sourceId: 'wiki' },
      { documentKey: 'from desk', sourceId: 'desk' },
    ]);
    it.log.length = 0;
    return it;
  };
  const without = sources.filter(({ id }) => id !== 'wiki');

  test('a source removed: its rows are gone from panel and cache at once, and the look-up begins anew', async () => {
    const { change, rows, said, runs, settled } = await shown();
    change({ sources: without });
    expect(rows()).toEqual(['from desk']);
    expect(said('purge')).toEqual([[{ sourceId: 'wiki' }]]);
    expect(runs[0]?.options.signal.aborted).toBe(true);
    await settled();
    expect(runs.at(-1)?.settings.sources.map(({ id }) => id)).toEqual(['desk', 'desktop']);
  });

  test.each([
    ['moved to another address', { baseUrl: 'https://new.example' }],
    ['narrowed to some of its spaces', { scopes: ['HR'] }],
  ])('a source %s: what was kept of it goes', async (_how, edit) => {
    const { change, said, pauses } = await shown();
    pauses.note('wiki', new DesksideError('signed-out', 'out'));
    change({ sources: sources.map((source) => (source.id === 'wiki' ? { ...source, ...edit } : source)) });
    expect(said('purge')).toEqual([[{ sourceId: 'wiki' }]]);
    expect(pauses.reason('wiki')).toBeNull();
  });

  test('a source not searched any more: its rows are not shown, but kept', async () => {
    const { change, rows, said } = await shown();
    change({ sources: sources.map((one) => (one.id === 'wiki' ? { ...one, enabled: false } : one)) });
    expect(rows()).toEqual(['from desk']);
    expect(said('purge')).toEqual([]);
  });

  test.each([{ maxSuggestions: 2 }, { similarTickets: false }, { cacheEnabled: false }])(
    '%j: the look-up begins anew with it',
    async (setting) => {
      const { change, runs, settled } = await shown();
      change(setting);
      await settled();
      expect(runs).toHaveLength(2);
      expect(runs[1]?.settings).toMatchObject(setting);
    },
  );

  test('the theme: nothing is asked again', async () => {
    const { change, runs, settled } = await shown();
    change({ theme: 'dark' });
    await settled();
    expect(runs).toHaveLength(1);
  });

  test('a cache that was emptied because it is off does not take away what is being read', async () => {
    const { change, rows, documents } = await shown();
    documents.clear();
    change({ cacheEnabled: false });
    expect(rows()).toEqual(['from wiki', 'from desk']);
  });
});

describe('rows of somebody who left', () => {
  test('go from every tab', async () => {
    const { report, settled, emit, documents, host, rows } = world();
    documents.add('of ann').add('of bob');
    for (const tabId of [7, 8]) {
      report(ticket, {}, tabId);
      await settled();
      emit([
        { documentKey: 'of ann', sourceId: 'desk' },
        { documentKey: 'of bob', sourceId: 'wiki' },
      ]);
    }
    documents.delete('of ann');
    host.withdraw();
    expect([rows(7), rows(8)]).toEqual([['of bob'], ['of bob']]);
  });
});

describe('look-ups on request only', () => {
  test('the ticket is named; refresh looks it up, and asks sources that were left alone', async () => {
    const { report, settled, runs, host, refresh, pauses } = world({ automaticLookup: false });
    report(ticket);
    await settled();
    expect(runs).toEqual([]);
    expect(host.stateOf(7)).toMatchObject({ stage: 'idle', subject: { state: 'ready', title: 'By API' } });
    pauses.note('wiki', new DesksideError('signed-out', 'out'));
    refresh();
    await settled();
    expect(runs).toHaveLength(1);
    expect(pauses.reason('wiki')).toBeNull();
  });
});

describe('a host that was suspended', () => {
  test('goes on from what the tabs had said', async () => {
    const before = world();
    before.report(ticket);
    before.report(`${origin}/desk/ticket/B`, {}, 8);
    before.report(`${origin}/desk/ticket/C`, {}, 9);
    before.removed(9);
    const after = world();
    after.host.resume(before.saved.reports);
    await after.settled();
    expect(after.reads.map(({ id }) => id).sort()).toEqual(['A', 'B']);
    expect(after.saved.reports).toEqual(before.saved.reports);
  });
});

test('upkeep is told the limits and which sources there are', async () => {
  const { host, said } = world({ cacheMaxAgeDays: 3, cacheMaxMegabytes: 50 });
  await host.handlers['cache/maintain']({}, {});
  expect(said('maintain')).toEqual([
    [{ maxAgeDays: 3, maxBytes: 50_000_000, sourceIds: ['files', 'desk', 'desktop', 'wiki'] }],
  ]);
  expect(said('copies refreshed')).toHaveLength(1);
});

test('an emptied cache keeps what was imported by hand; a source goes with its copies', async () => {
  const { host, said } = world();
  await host.handlers['cache/purge']({ sourceId: null }, {});
  const gone = ['gone', 'desk', 'desktop', 'wiki'].map((sourceId) => [{ sourceId }]);
  expect(said('purge')).toEqual(gone);
  expect(said('copies purged')).toEqual(gone);
  await host.handlers['cache/purge']({ sourceId: 'files' }, {});
  expect(said('purge').at(-1)).toEqual([{ sourceId: 'files' }]);
});
