import { describe, expect, test } from 'vitest';
import type { PageReading, SiteHost, SiteMatch } from '../core/page';
import type { PageReport, Reporter } from '../messaging/protocol';
import type { Site } from '../sites/site';
import { createTabTracker } from './tab-tracker';

const origin = 'https://desk.example';
const tabId = 7;
const hosts: SiteHost[] = [{ site: 'desk', origin, basePath: '' }];

/** /nav is a frame around the real page (of a ticket: /nav/X), /ticket/X a ticket, /title/X an article by title. */
const desk: Site = {
  id: 'desk',
  name: 'Desk',
  hostedPatterns: [],
  framed: true,
  match(url, known) {
    if (!known.some((host) => host.origin === url.origin)) return null;
    const [, place = '', id = ''] = url.pathname.split('/');
    const base = {
      site: 'desk',
      origin: url.origin,
      basePath: '',
      rule: place,
      wrapper: place === 'nav',
      customerView: false,
    };
    if (place === 'ticket' || (place === 'nav' && id !== ''))
      return { ...base, kind: 'ticket', ref: { kind: 'ticket', id, idType: 'key', within: null } };
    if (place === 'title')
      return { ...base, kind: 'article', ref: { kind: 'article', id, idType: 'title', within: null } };
    return { ...base, kind: place === 'edit' ? 'edit' : 'other', ref: null };
  },
  read: async () => null,
};

function matchOf(url: string): SiteMatch {
  return desk.match(new URL(url), hosts) ?? expect.fail(`${url} is nobody's`);
}
function readingOf(url: string, match = matchOf(url)): PageReading {
  return {
    match,
    url,
    title: `page ${url}`,
    language: null,
    pageUser: null,
    ticket: null,
    blocks: [],
    fingerprint: 'f',
  };
}

function world() {
  const tracker = createTabTracker({ sites: [desk] });
  let now = 100;
  const record = (frameId: number, report: Partial<PageReport> & { url: string }) => {
    now += 1;
    const reporter: Reporter = { tabId, windowId: 1, frameId, url: report.url };
    tracker.record(
      reporter,
      { reading: null, reason: 'nothing-to-read', pageUser: null, at: now, ...report },
      hosts,
    );
    return now;
  };
  return {
    tracker,
    shows: (frameId: number, path: string, match?: SiteMatch) =>
      record(frameId, { url: origin + path, reading: readingOf(origin + path, match), reason: 'read' }),
    says: (frameId: number, path: string, reason: PageReport['reason'], at?: number) =>
      record(frameId, { url: origin + path, reason, ...(at === undefined ? {} : { at }) }),
    /** The id that the tab is about, or why there is none. */
    about: () => {
      const view = tracker.view(tabId);
      return view.reading ? view.reading.match.ref?.id : view.reason;
    },
  };
}

describe('which frame speaks for the tab', () => {
  test('the top frame, where it is the page', () => {
    const { shows, about } = world();
    shows(0, '/ticket/A-1');
    expect(about()).toBe('A-1');
  });

  test('the frame inside a wrapper, whichever of them reports first', () => {
    const first = world();
    first.says(0, '/nav', 'nothing-to-read');
    first.shows(3, '/ticket/A-1');
    expect(first.about()).toBe('A-1');
    const second = world();
    second.shows(3, '/ticket/A-1');
    second.says(0, '/nav', 'nothing-to-read');
    expect(second.about()).toBe('A-1');
  });

  test('never a frame inside a page that is no wrapper', () => {
    const { shows, says, about } = world();
    shows(0, '/ticket/A-1');
    shows(3, '/ticket/B-2');
    expect(about()).toBe('A-1');
    says(0, '/list', 'nothing-to-read');
    expect(about()).toBe('nothing-to-read');
  });

  test('of several inside a wrapper the one with something to read, and the latest of those', () => {
    const { shows, says, about } = world();
    says(0, '/nav', 'nothing-to-read');
    shows(3, '/ticket/A-1');
    says(4, '/helper', 'nothing-to-read');
    expect(about()).toBe('A-1');
    shows(5, '/ticket/B-2');
    expect(about()).toBe('B-2');
  });

  test('the wrapper itself, while there is nothing in it', () => {
    const { says, about } = world();
    says(0, '/nav', 'nothing-to-read');
    expect(about()).toBe('nothing-to-read');
    says(3, '/ticket/A-1', 'signed-out');
    expect(about()).toBe('signed-out');
  });

  test('the wrapper by its own address, until the frame has been read; helpers inside it do not matter', () => {
    const { shows, says, about } = world();
    shows(0, '/nav/A-1');
    says(4, '/helper', 'nothing-to-read');
    expect(about()).toBe('A-1');
    shows(3, '/ticket/B-2');
    expect(about()).toBe('B-2');
    says(3, '/ticket/B-2', 'signed-out');
    expect(about()).toBe('signed-out');
  });

  test('the address alone, where the page shows its record in no way we know; its claims about that count for nothing', () => {
    const { tracker, says, about } = world();
    says(0, '/ticket/A-1', 'nothing-to-read');
    expect(about()).toBe('A-1');
    expect(tracker.view(tabId).reading).toMatchObject({ title: '', ticket: null, blocks: [] });
    says(0, '/ticket/A-1', 'signed-out');
    expect(about()).toBe('signed-out');
  });

  test('nobody, in a tab that nothing is known of', () => {
    expect(world().about()).toBe('not-supported');
  });
});

describe('what was said is void', () => {
  test('when its document is gone', () => {
    const { shows, says, about } = world();
    says(0, '/nav', 'nothing-to-read');
    shows(3, '/ticket/A-1');
    says(3, '/ticket/A-1', 'gone');
    expect(about()).toBe('nothing-to-read');
  });

  test('but not by the late farewell of the document before', () => {
    const { shows, says, about } = world();
    const before = shows(0, '/ticket/A-1');
    shows(0, '/ticket/B-2');
    says(0, '/ticket/A-1', 'gone', before);
    expect(about()).toBe('B-2');
  });

  test("when the tab's top document changes, in all frames", () => {
    const { tracker, shows, says, about } = world();
    says(0, '/nav', 'nothing-to-read');
    shows(3, '/ticket/A-1');
    tracker.reset(tabId);
    expect(about()).toBe('not-supported');
    expect(tracker.tabIds()).toEqual([]);
    shows(0, '/ticket/C-3');
    expect(about()).toBe('C-3');
  });

  test('when the same frame says something newer', () => {
    const { shows, says, about } = world();
    shows(0, '/ticket/A-1');
    says(0, '/edit', 'edit');
    expect(about()).toBe('edit');
  });

  test('of one tab only', () => {
    const { tracker, shows, about } = world();
    shows(0, '/ticket/A-1');
    tracker.reset(tabId + 1);
    expect(about()).toBe('A-1');
    expect(tracker.view(tabId + 1)).toEqual({ reading: null, reason: 'not-supported' });
  });
});

describe("a page's word on where it is", () => {
  test('is overruled by its address', () => {
    const { tracker, shows } = world();
    const lie: SiteMatch = {
      ...matchOf(`${origin}/ticket/A-1`),
      site: 'bank',
      origin: 'https://bank.example',
      ref: null,
    };
    shows(0, '/ticket/A-1', lie);
    expect(tracker.view(tabId)).toMatchObject({ reading: { match: matchOf(`${origin}/ticket/A-1`) } });
  });

  test.each<[string, Partial<SiteMatch>]>([
    ['another id of the same sort', { ref: { kind: 'ticket', id: 'Z-9', idType: 'key', within: null } }],
    [
      'another kind of thing',
      { kind: 'article', ref: { kind: 'article', id: 'Z-9', idType: 'page-id', within: null } },
    ],
    ['another site', { site: 'bank', ref: { kind: 'ticket', id: 'Z-9', idType: 'sys_id', within: null } }],
    [
      'another origin',
      { origin: 'https://bank.example', ref: { kind: 'ticket', id: 'Z-9', idType: 'sys_id', within: null } },
    ],
  ])('%s is ignored', (_what, claim) => {
    const { shows, about } = world();
    shows(0, '/ticket/A-1', { ...matchOf(`${origin}/ticket/A-1`), ...claim });
    expect(about()).toBe('A-1');
  });

  test('counts where it says more: the page id behind a title', () => {
    const { shows, about } = world();
    const further: SiteMatch = {
      ...matchOf(`${origin}/title/VPN`),
      ref: { kind: 'article', id: '4711', idType: 'page-id', within: null },
    };
    shows(0, '/title/VPN', further);
    expect(about()).toBe('4711');
  });

  test('does not make a list a ticket, nor a page of nobody one of ours', () => {
    const { shows, about, tracker } = world();
    shows(0, '/list', matchOf(`${origin}/ticket/A-1`));
    expect(about()).toBe('nothing-to-read');
    const url = 'https://elsewhere.example/ticket/A-1';
    const reporter: Reporter = { tabId, windowId: 1, frameId: 0, url };
    const reading = { ...readingOf(`${origin}/ticket/A-1`), url };
    tracker.record(reporter, { url, reading, reason: 'read', pageUser: null, at: 500 }, hosts);
    expect(about()).toBe('not-supported');
  });
});

test('a checkpoint holds what each frame said last', () => {
  const { tracker, shows, says } = world();
  says(0, '/nav', 'nothing-to-read');
  shows(3, '/ticket/A-1');
  expect(tracker.snapshot(tabId).map(({ frameId, report }) => [frameId, report.url])).toEqual([
    [0, `${origin}/nav`],
    [3, `${origin}/ticket/A-1`],
  ]);
});
