// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PageReading, SiteMatch } from '../core/page';
import type { Site } from '../sites/site';
import { createPageReporter, type OutgoingReport } from './report-page';

function matchOf(kind: SiteMatch['kind']): SiteMatch {
  const ref = kind === 'ticket' ? { kind, id: 'A-1', idType: 'key', within: null } : null;
  return {
    site: 'desk',
    kind,
    origin: 'https://desk.example',
    basePath: '',
    ref,
    rule: 'r',
    wrapper: false,
    customerView: false,
  };
}

/** A page whose address decides what it is, and a reader whose readings the test gives by hand. */
function world(options: { isTop?: boolean } = {}) {
  const sent: OutgoingReport[] = [];
  const reads: {
    url: string;
    signal: AbortSignal;
    give(fingerprint: string | null): void;
    fail(error: unknown): void;
  }[] = [];
  const stop = new AbortController();
  const page = { path: '/ticket/A-1' };
  let accept: () => Promise<boolean> = () => Promise.resolve(true);
  let now = 0;
  const site: Site = {
    id: 'desk',
    name: 'Desk',
    hostedPatterns: [],
    framed: true,
    match: () => null,
    read: ({ url }, match, signal) =>
      new Promise((resolve, reject) => {
        const give = (fingerprint: string | null) =>
          resolve(fingerprint === null ? null : readingOf(url.href, match, fingerprint));
        reads.push({ url: url.href, signal, give, fail: reject });
        signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
      }),
  };
  const reporter = createPageReporter({
    page: () => ({
      url: new URL(page.path, 'https://desk.example'),
      document,
      frameName: '',
      isTop: options.isTop ?? true,
    }),
    hosts: [],
    match: ({ pathname }) => {
      if (pathname === '/unknown') return null;
      const [, kind] = pathname.split('/');
      return { site, match: matchOf(kind === 'ticket' || kind === 'edit' ? kind : 'other') };
    },
    send: async (report) => {
      sent.push(report);
      return accept();
    },
    now: () => (now += 1),
    signal: stop.signal,
  });
  const readAs = async (fingerprint: string | null) => {
    const reporting = reporter.report();
    await settle();
    reads.at(-1)?.give(fingerprint);
    return reporting;
  };
  return {
    reporter,
    sent,
    reads,
    page,
    stop,
    readAs,
    accepts: (next: () => Promise<boolean>) => void (accept = next),
  };
}
function readingOf(url: string, match: SiteMatch, fingerprint: string): PageReading {
  return { match, url, title: 't', language: null, pageUser: 'ann', ticket: null, blocks: [], fingerprint };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('what is said', () => {
  test('the reading, its user, and when the page could be read', async () => {
    const { readAs, sent } = world();
    expect(await readAs('f1')).toBe(true);
    expect(sent).toMatchObject([
      {
        url: 'https://desk.example/ticket/A-1',
        reason: 'read',
        pageUser: 'ann',
        at: 2,
        reading: { fingerprint: 'f1' },
      },
    ]);
  });

  test('once for each change, and again when the page goes back', async () => {
    const { readAs, sent } = world();
    const said = [];
    for (const fingerprint of ['f1', 'f1', 'f2', 'f2', 'f1']) said.push(await readAs(fingerprint));
    expect(said).toEqual([true, false, true, false, true]);
    expect(sent.map((report) => report.reading?.fingerprint)).toEqual(['f1', 'f2', 'f1']);
  });

  test('the same text under another address is something new', async () => {
    const { readAs, sent, page } = world();
    await readAs('f1');
    page.path = '/ticket/A-1?focused=comment';
    await readAs('f1');
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['/edit', 'edit'],
    ['/queue', 'nothing-to-read'],
    ['/unknown', 'nothing-to-read'],
  ])('%s is not read: %s', async (path, reason) => {
    const { reporter, sent, reads, page } = world();
    page.path = path;
    await reporter.report();
    expect(reads).toEqual([]);
    expect(sent).toMatchObject([{ reading: null, reason }]);
  });

  test.each([
    ['/login.do', 'signed-out'],
    ['/index.php?title=Special:UserLogin', 'signed-out'],
    ['/sign-in?next=%2Fticket%2FA-1', 'signed-out'],
    ['/profile/change-password', 'nothing-to-read'],
  ])('%s with a password field is taken for: %s', async (path, reason) => {
    const { reporter, sent, page } = world();
    document.body.innerHTML = '<input type="password">';
    page.path = path;
    await reporter.report();
    document.body.innerHTML = '';
    expect(sent).toMatchObject([{ reading: null, reason }]);
  });

  test('that nobody is signed in, when a ticket shows a password field instead', async () => {
    const { readAs, sent } = world();
    document.body.innerHTML = '<input type="password">';
    await readAs(null);
    document.body.innerHTML = '';
    await readAs(null);
    expect(sent.map((report) => report.reason)).toEqual(['signed-out', 'nothing-to-read']);
  });

  test('all of it again after `forget`', async () => {
    const { reporter, readAs, sent } = world();
    await readAs('f1');
    reporter.forget();
    await readAs('f1');
    expect(sent).toHaveLength(2);
  });

  test('again, when it was refused or not heard', async () => {
    const { readAs, sent, accepts } = world();
    accepts(() => Promise.resolve(false));
    expect(await readAs('f1')).toBe(false);
    accepts(() => Promise.resolve(true));
    expect(await readAs('f1')).toBe(true);
    expect(sent).toHaveLength(2);
  });

  test('again, when `forget` came while it was on its way', async () => {
    const { reporter, readAs, sent, accepts } = world();
    let arrive: (accepted: boolean) => void = () => undefined;
    accepts(() => new Promise((resolve) => (arrive = resolve)));
    const first = readAs('f1');
    await settle();
    await settle();
    reporter.forget();
    arrive(true);
    await first;
    accepts(() => Promise.resolve(true));
    await readAs('f1');
    expect(sent).toHaveLength(2);
  });
});

describe('a newer call', () => {
  test('ends the older one, which says nothing and does not fail', async () => {
    const { reporter, reads, sent, page } = world();
    const older = reporter.report();
    await settle();
    page.path = '/ticket/B-2';
    const newer = reporter.report();
    await settle();
    expect(reads.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(await older).toBe(false);
    reads[1]?.give('f2');
    expect(await newer).toBe(true);
    expect(sent.map((report) => report.url)).toEqual(['https://desk.example/ticket/B-2']);
  });

  test('is not taken for the older one that is told late that it was heard', async () => {
    const { readAs, sent, accepts } = world();
    let arrive: (accepted: boolean) => void = () => undefined;
    accepts(() => new Promise((resolve) => (arrive = resolve)));
    const first = readAs('f1');
    await settle();
    await settle();
    accepts(() => Promise.resolve(true));
    await readAs('f2');
    arrive(true);
    await first;
    expect(await readAs('f1')).toBe(true);
    expect(sent.map((report) => report.reading?.fingerprint)).toEqual(['f1', 'f2', 'f1']);
  });

  test('after the end of the script says nothing', async () => {
    const { reporter, sent, stop } = world();
    stop.abort();
    expect(await reporter.report()).toBe(false);
    expect(sent).toEqual([]);
  });

  test("is not there: a reader's defect is not swallowed", async () => {
    const { reporter, reads } = world();
    const reporting = reporter.report();
    await settle();
    reads[0]?.fail(new TypeError('defect'));
    await expect(reporting).rejects.toThrow('defect');
  });
});

describe('a frame', () => {
  test('that is nobody’s page is quiet, also when it goes', async () => {
    const { reporter, sent, page } = world({ isTop: false });
    page.path = '/unknown';
    expect(await reporter.report()).toBe(false);
    await reporter.leave();
    expect(sent).toEqual([]);
  });

  test('that was a ticket says that it is none any more', async () => {
    const { reporter, readAs, sent, page } = world({ isTop: false });
    await readAs('f1');
    page.path = '/unknown';
    await reporter.report();
    expect(sent.map((report) => report.reason)).toEqual(['read', 'nothing-to-read']);
  });

  test('says goodbye when its document goes, and reads no further', async () => {
    const { reporter, readAs, reads, sent } = world();
    await readAs('f1');
    const reporting = reporter.report();
    await settle();
    await reporter.leave();
    expect(reads.at(-1)?.signal.aborted).toBe(true);
    expect(await reporting).toBe(false);
    expect(sent.at(-1)).toMatchObject({ reason: 'gone', reading: null });
  });
});

describe('a document that is still loading', () => {
  let state: DocumentReadyState = 'loading';
  beforeEach(() => {
    state = 'loading';
    Object.defineProperty(document, 'readyState', { configurable: true, get: () => state });
  });
  afterEach(() => void Reflect.deleteProperty(document, 'readyState'));

  test('is waited for', async () => {
    const { reporter, reads } = world();
    const reporting = reporter.report();
    await settle();
    expect(reads).toEqual([]);
    state = 'interactive';
    document.dispatchEvent(new Event('DOMContentLoaded'));
    await settle();
    reads[0]?.give('f1');
    expect(await reporting).toBe(true);
  });

  test('holds nobody who has gone', async () => {
    const { reporter, stop, sent } = world();
    const waiting = reporter.report();
    stop.abort();
    expect(await waiting).toBe(false);
    expect(await reporter.report()).toBe(false);
    expect(sent).toEqual([]);
  });
});
