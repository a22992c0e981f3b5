import type { PageReport, Reporter } from '../messaging/protocol';
import type { Sender } from '../messaging/server';

/**
 * A page may not tire us out: reports of one tab beyond `limit` in `windowMs` are refused (the page script sends the
 * last one again later). Counts live in memory; a fresh worker starts from zero, which only helps the page.
 */
export function createReportGate(options: { limit?: number; windowMs?: number; now: () => number }) {
  const { limit = 20, windowMs = 5_000, now } = options;
  const seen = new Map<number, number[]>();
  return {
    admit(tabId: number): boolean {
      const recent = (seen.get(tabId) ?? []).filter((at) => now() - at < windowMs);
      const admitted = recent.length < limit;
      if (admitted) recent.push(now());
      seen.set(tabId, recent);
      return admitted;
    },
  };
}

/**
 * Who reported, by the browser's word; null when the page claims an address on another host than the one the
 * browser sees it on.
 */
export function reporterOf(sender: Sender, report: PageReport): Reporter | null {
  const { tab, frameId, url } = sender;
  if (tab?.id === undefined || tab.windowId === undefined || frameId === undefined || url === undefined)
    return null;
  const origin = webOrigin(url);
  if (origin === null || webOrigin(report.url) !== origin) return null;
  if (report.reading && report.reading.url !== report.url) return null;
  return { tabId: tab.id, windowId: tab.windowId, frameId, url };
}

/** Null for opaque origins: two frames without an address of their own are not the same place. */
function webOrigin(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.origin : null;
}
