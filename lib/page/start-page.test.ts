// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sites } from '../sites/index';
import { startPage } from './start-page';

const jira = 'https://jira.example';
const jiraHost = { site: 'jira-dc', origin: jira, basePath: '' };

interface Heard {
  name: string;
  payload: { url: string; reason: string; reading: { match: { ref: { id: string } }; title: string } | null };
}

/** The background as a page script hears it. */
function fakeBackground(hosts = [jiraHost]) {
  const heard: Heard[] = [];
  const listeners = new Set<(message: unknown) => void>();
  let answer = (name: string): unknown => (name === 'page/hello' ? { hosts } : { accepted: true });
  return {
    heard,
    listeners,
    answers: (next: (name: string) => unknown) => void (answer = next),
    reports: () => heard.filter(({ name }) => name === 'page/report').map(({ payload }) => payload),
    reasons: () => heard.filter(({ name }) => name === 'page/report').map(({ payload }) => payload.reason),
    tell: (message: unknown) => listeners.forEach((listener) => listener(message)),
    runtime: {
      async sendMessage(message: unknown) {
        const { name } = message as Heard;
        heard.push(message as Heard);
        const value = answer(name);
        return { deskside: 1, ok: true, value };
      },
      onMessage: {
        addListener: (listener: (message: unknown) => void) => void listeners.add(listener),
        removeListener: (listener: (message: unknown) => void) => void listeners.delete(listener),
      },
    },
  };
}
type FakeBackground = ReturnType<typeof fakeBackground>;

let stop = new AbortController();
let orphaned = false;

function start(background: FakeBackground, frame: { top?: unknown } = {}): void {
  const view = frame.top === undefined ? window : framed(frame.top);
  startPage({
    sites,
    window: view as Window & typeof globalThis,
    runtime: background.runtime,
    signal: stop.signal,
    isOrphaned: () => orphaned,
  });
}

/** This window, seen as a frame of another one. */
function framed(top: unknown): unknown {
  return new Proxy(window, {
    get(target, key) {
      if (key === 'top') return top;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' && /^[a-z]/.test(String(key))
        ? (value as () => void).bind(target)
        : value;
    },
  });
}

function goTo(url: string): void {
  const { happyDOM } = window as unknown as { happyDOM: { setURL(url: string): void } };
  happyDOM.setURL(url);
}

/** A Jira issue page as its server writes it: enough of it to be read. */
function showIssue(key: string, summary: string): void {
  goTo(`${jira}/browse/${key}`);
  document.body.id = 'jira';
  document.title = `[${key}] ${summary}`;
  document.body.innerHTML = `<div id="issue-content"><a id="key-val" data-issue-key="${key}" href="/browse/${key}">${key}</a>
    <h1 id="summary-val">${summary}</h1><div id="description-val"><div class="user-content-block"><p>It broke.</p></div></div></div>`;
}
/** A page of which the issue arrives by script, later. */
function loadingIssue(key: string): void {
  goTo(`${jira}/projects/HELP/issues/${key}`);
  document.body.innerHTML = '';
}
const settle = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  orphaned = false;
  showIssue('HELP-1', 'VPN is down');
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

describe('a page script', () => {
  test('says hello, then what it reads, once', async () => {
    const background = fakeBackground();
    start(background);
    await settle(10_000);
    expect(background.heard[0]).toMatchObject({ deskside: 1, to: 'background', name: 'page/hello' });
    expect(background.reports()).toHaveLength(1);
    expect(background.reports()[0]).toMatchObject({ reason: 'read', url: `${jira}/browse/HELP-1` });
  });

  test('on a host of nobody we know reads nothing', async () => {
    const background = fakeBackground([]);
    start(background);
    await settle();
    expect(background.reasons()).toEqual(['nothing-to-read']);
    expect(background.reports()[0]?.reading).toBeNull();
  });

  test('says hello again until it is answered, and gives up after a while', async () => {
    const background = fakeBackground();
    background.answers((name) => {
      if (background.heard.length < 3) throw new Error('Receiving end does not exist');
      return name === 'page/hello' ? { hosts: [jiraHost] } : { accepted: true };
    });
    start(background);
    await settle(1_000);
    expect(background.heard.map(({ name }) => name)).toEqual([
      'page/hello',
      'page/hello',
      'page/hello',
      'page/report',
    ]);

    const silent = fakeBackground();
    silent.answers(() => null);
    start(silent);
    await settle(60_000);
    expect(silent.heard.length).toBeGreaterThan(2);
    expect(silent.heard.length).toBeLessThan(10);
    expect(silent.reports()).toEqual([]);
  });

  test('follows the page to another issue, also while the first is being read', async () => {
    const background = fakeBackground();
    loadingIssue('HELP-1');
    start(background);
    await settle(300);
    expect(background.reports()).toEqual([]);
    showIssue('HELP-2', 'Printer is on fire');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await settle(20_000);
    const read = background.reports().filter(({ reason }) => reason === 'read');
    expect(read.map(({ url }) => url)).toEqual([`${jira}/browse/HELP-2`]);
  });

  test('reports an edit of what it has read', async () => {
    const background = fakeBackground();
    start(background);
    await settle();
    document.getElementById('summary-val')?.replaceChildren('VPN is down in Lyon');
    await settle(20_000);
    expect(background.reports()).toHaveLength(2);
  });
});

describe('a report that was not accepted', () => {
  test('is tried again without the page having to change', async () => {
    const background = fakeBackground();
    let refusals = 2;
    background.answers((name) => {
      if (name === 'page/hello') return { hosts: [jiraHost] };
      if (refusals > 0) {
        refusals -= 1;
        if (refusals === 0) throw new Error('The message port closed before a response was received');
        return { accepted: false };
      }
      return { accepted: true };
    });
    start(background);
    await settle(60_000);
    expect(background.reasons()).toEqual(['read', 'read', 'read']);
  });

  test('is not tried without end', async () => {
    const background = fakeBackground();
    background.answers((name) => (name === 'page/hello' ? { hosts: [jiraHost] } : { accepted: false }));
    start(background);
    await settle(10 * 60_000);
    expect(background.reports().length).toBeLessThan(10);
  });
});

describe('all of it is said again', () => {
  test('when the background asks, and at no other message', async () => {
    const background = fakeBackground();
    start(background);
    await settle();
    background.tell({ deskside: 1, to: 'host', name: 'host/ping' });
    background.tell('something else');
    await settle();
    expect(background.reports()).toHaveLength(1);
    background.tell('deskside/report-again');
    await settle();
    expect(background.reasons()).toEqual(['read', 'read']);
  });

  test('when the background asks while the page is still being read, and the page is followed after that', async () => {
    const background = fakeBackground();
    loadingIssue('HELP-1');
    start(background);
    await settle(10);
    background.tell('deskside/report-again');
    await settle(200);
    showIssue('HELP-1', 'VPN is down');
    await settle(20_000);
    expect(background.reports().at(-1)?.reading?.title).toBe('VPN is down');
    document.getElementById('summary-val')?.replaceChildren('VPN is down in Lyon');
    await settle(30_000);
    expect(background.reports().at(-1)?.reading?.title).toBe('VPN is down in Lyon');
  });

  test('when the page comes back from the cache of the browser, after its farewell', async () => {
    const background = fakeBackground();
    start(background);
    await settle();
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    await settle();
    expect(background.reasons()).toEqual(['read', 'gone']);
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await settle();
    expect(background.reasons()).toEqual(['read', 'gone', 'read']);
  });
});

describe('a script whose time is over', () => {
  test.each<[string, () => void]>([
    ['because the extension is gone', () => void (orphaned = true)],
    ['because a newer one took over', () => stop.abort()],
  ])('%s says nothing more', async (_why, end) => {
    const background = fakeBackground();
    start(background);
    await settle();
    const said = background.heard.length;
    end();
    document.getElementById('summary-val')?.replaceChildren('changed');
    window.dispatchEvent(new Event('pagehide'));
    background.tell('deskside/report-again');
    showIssue('HELP-2', 'Printer is on fire');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await settle(60_000);
    expect(background.heard).toHaveLength(said);
  });

  test('before it has begun does not begin', async () => {
    const background = fakeBackground();
    orphaned = true;
    start(background);
    await settle(10_000);
    expect(background.heard).toEqual([]);
  });

  test('takes its listener with it', async () => {
    const background = fakeBackground();
    start(background);
    await settle();
    expect(background.listeners.size).toBe(1);
    stop.abort();
    expect(background.listeners.size).toBe(0);
  });
});

describe('in a frame', () => {
  const top = {};

  test('of a product without framed pages nothing is ever reported', async () => {
    const background = fakeBackground();
    start(background, { top });
    await settle();
    document.getElementById('summary-val')?.replaceChildren('changed');
    await settle(20_000);
    background.tell('deskside/report-again');
    window.dispatchEvent(new Event('pagehide'));
    await settle(20_000);
    expect(background.heard.map(({ name }) => name)).toEqual(['page/hello']);
  });

  test('of a product with framed pages it is', async () => {
    goTo('https://acme.service-now.com/incident_list.do');
    document.body.innerHTML = '<h1>Incidents</h1>';
    const background = fakeBackground([]);
    start(background, { top });
    await settle();
    expect(background.reasons()).toEqual(['nothing-to-read']);
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    expect(background.reasons()).toEqual(['nothing-to-read', 'gone']);
  });
});
