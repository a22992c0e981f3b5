import type { PageReading, SiteHost, SiteMatch } from '../core/page';
import type { PageReport, Reporter } from '../messaging/protocol';
import type { Site } from '../sites/site';
import { matchPage } from '../sites/match-page';

/** Why a tab has nothing to sit beside. */
export type NoReading = 'not-supported' | 'nothing-to-read' | 'signed-out' | 'edit';

export type TabView = { reading: PageReading; at: number } | { reading: null; reason: NoReading };

interface Frame {
  report: PageReport;
  /** Worked out here from the URL, never taken from the page. */
  match: SiteMatch | null;
  order: number;
}

/**
 * What each frame of each tab said last, and which of them speaks for the tab. A frame's own word counts only for
 * its text: site, kind and id come from matching its URL again, on this side.
 */
export function createTabTracker(options: { sites: readonly Site[] }) {
  const tabs = new Map<number, Map<number, Frame>>();
  let order = 0;

  return {
    record(reporter: Reporter, report: PageReport, hosts: readonly SiteHost[]): void {
      const frames = tabs.get(reporter.tabId) ?? new Map<number, Frame>();
      tabs.set(reporter.tabId, frames);
      if (report.reason === 'gone') {
        // A document's farewell can arrive after the first word of the one that took its place in the frame.
        const last = frames.get(reporter.frameId);
        if (last && last.report.at <= report.at) frames.delete(reporter.frameId);
        return;
      }
      const match = matchPage(new URL(report.url), hosts, options.sites);
      order += 1;
      frames.set(reporter.frameId, { report, match, order });
    },
    /** The tab's top document changed: everything its frames said is void. */
    reset(tabId: number): void {
      tabs.delete(tabId);
    },
    view(tabId: number): TabView {
      return viewOf(tabs.get(tabId) ?? new Map());
    },
    tabIds(): number[] {
      return [...tabs.keys()];
    },
    /** For the checkpoint of a host that may be suspended. */
    snapshot(tabId: number): { frameId: number; report: PageReport }[] {
      return [...(tabs.get(tabId) ?? [])].map(([frameId, { report }]) => ({ frameId, report }));
    },
  };
}

function viewOf(frames: ReadonlyMap<number, Frame>): TabView {
  const top = frames.get(0);
  if (top && top.match !== null && !top.match.wrapper) return frameView(top); // its frames are decoration
  // Inside a wrapper the frame is the page: the one with most to say, of several such the latest.
  const inner = [...frames]
    .filter(([frameId, frame]) => frameId !== 0 && frame.match !== null)
    .map(([, frame]) => frame)
    .sort((a, b) => weight(b) - weight(a) || b.order - a.order)[0];
  // A wrapper knows from its own address what it shows; lists and pop-ups inside it do not know better.
  if (inner && (!top || weight(inner) > 0 || weight(top) === 0)) return frameView(inner);
  return top ? frameView(top) : { reading: null, reason: 'not-supported' };
}

function weight({ report, match }: Frame): number {
  if (report.reading !== null && match?.ref != null) return 2;
  return report.reason === 'signed-out' || report.reason === 'edit' ? 1 : 0;
}

function frameView({ report, match }: Frame): TabView {
  if (match === null) return { reading: null, reason: 'not-supported' };
  const { reason } = report;
  if (reason === 'signed-out' || reason === 'edit') return { reading: null, reason };
  if (match.ref === null || (match.kind !== 'ticket' && match.kind !== 'article')) {
    return { reading: null, reason: match.kind === 'edit' ? 'edit' : 'nothing-to-read' };
  }
  if (report.reading === null) return { reading: unread(report, match), at: report.at };
  return { reading: { ...report.reading, match: preferPageId(match, report.reading.match) }, at: report.at };
}

/** The address names a record that the page does not show in any way we know: its API may still tell. */
function unread({ url, pageUser }: PageReport, match: SiteMatch): PageReading {
  return { match, url, title: '', language: null, pageUser, ticket: null, blocks: [], fingerprint: 'unread' };
}

/**
 * A page may resolve its own address further (a title to a page id) as long as it
 * stays the same site, origin and kind; anything else it says about where it is, is ignored.
 */
function preferPageId(fromUrl: SiteMatch, fromPage: SiteMatch): SiteMatch {
  const same =
    fromPage.site === fromUrl.site && fromPage.origin === fromUrl.origin && fromPage.kind === fromUrl.kind;
  if (!same || fromPage.ref === null) return fromUrl;
  const resolvesFurther =
    fromPage.ref.kind === fromUrl.ref?.kind && fromPage.ref.idType !== fromUrl.ref.idType;
  return resolvesFurther ? { ...fromUrl, ref: fromPage.ref } : fromUrl;
}
