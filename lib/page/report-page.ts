import type { PageReading, SiteHost, SiteMatch } from '../core/page';
import { waitForDocument } from './wait-for-document';
import type { Site, SitePage } from '../sites/site';

/** What goes to the background; the receiver parses it. Type only: no zod in the page. */
export interface OutgoingReport {
  url: string;
  reading: PageReading | null;
  reason: 'read' | 'nothing-to-read' | 'signed-out' | 'edit' | 'gone';
  pageUser: string | null;
  at: number;
}

export interface PageReporterOptions {
  page: () => SitePage;
  hosts: readonly SiteHost[];
  match(url: URL, hosts: readonly SiteHost[]): { site: Site; match: SiteMatch } | null;
  /** Whether it was accepted; a refused report is new again next time. */
  send(report: OutgoingReport): Promise<boolean>;
  now(): number;
  signal: AbortSignal;
}

/**
 * Reads the page and reports it, once a call; a newer call ends an older one that is still waiting for the page to
 * build itself. `report` resolves to whether something new was said, false for a call that was ended.
 */
export function createPageReporter(options: PageReporterOptions) {
  let current: AbortController | null = null;
  let said = '';
  let spoken = false;

  const say = (outgoing: OutgoingReport): Promise<boolean> => {
    spoken = true;
    return options.send(outgoing);
  };
  return {
    async report(): Promise<boolean> {
      current?.abort();
      const run = new AbortController();
      current = run;
      const signal = AbortSignal.any([run.signal, options.signal]);
      const page = options.page();
      const outgoing = await read(page, options, signal);
      // A frame that is nobody's ticket is decoration, and stays quiet until it has been one.
      if (outgoing === null || (outgoing.unknown && !page.isTop && !spoken)) return false;
      const { report } = outgoing;
      const key = JSON.stringify([report.url, report.reason, report.pageUser, report.reading?.fingerprint]);
      if (key === said) return false;
      const accepted = await say(report);
      // By now a newer call, or `forget`, may have said otherwise.
      if (accepted && current === run) said = key;
      return accepted;
    },
    /** The document goes away: what it said is void. */
    async leave(): Promise<void> {
      current?.abort();
      if (spoken)
        await say({
          url: options.page().url.href,
          reading: null,
          reason: 'gone',
          pageUser: null,
          at: options.now(),
        });
    },
    /** Says all of it again, changed or not. */
    forget(): void {
      current?.abort();
      current = null;
      said = '';
    },
  };
}

/** Null when a newer call took over while the page was being read. */
async function read(
  page: SitePage,
  options: PageReporterOptions,
  signal: AbortSignal,
): Promise<{ report: OutgoingReport; unknown: boolean } | null> {
  try {
    await waitForDocument(page.document, signal);
    if (signal.aborted) return null;
    const found = options.match(page.url, options.hosts);
    const report = await readMatch(page, found, options, signal);
    return signal.aborted ? null : { report, unknown: found === null };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function readMatch(
  page: SitePage,
  found: { site: Site; match: SiteMatch } | null,
  options: PageReporterOptions,
  signal: AbortSignal,
): Promise<OutgoingReport> {
  const base = { url: page.url.href, at: options.now() };
  if (found?.match.kind === 'edit') return { ...base, reading: null, reason: 'edit', pageUser: null };
  const asksForPassword = () => page.document.querySelector('input[type="password"]') !== null;
  if (!found || (found.match.kind !== 'ticket' && found.match.kind !== 'article')) {
    // Elsewhere a password field may as well be there to change it.
    const signedOut = signInAddress.test(page.url.pathname + page.url.search) && asksForPassword();
    return { ...base, reading: null, reason: signedOut ? 'signed-out' : 'nothing-to-read', pageUser: null };
  }
  const reading = await found.site.read(page, found.match, signal);
  if (reading) return { ...base, at: options.now(), reading, reason: 'read', pageUser: reading.pageUser };
  return {
    ...base,
    reading: null,
    reason: asksForPassword() ? 'signed-out' : 'nothing-to-read',
    pageUser: null,
  };
}

const signInAddress = /(?:log|sign)[-_]?in|userlogin/i;
