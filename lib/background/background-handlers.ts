import { siteHostsOf } from '../core/source-hosts';
import { DesksideError } from '../core/errors';
import type { Handlers, Sender } from '../messaging/server';
import type { ResolvedSettings } from '../core/settings';
import { matchPatternOf } from '../platform/match-pattern';
import type { HostLink } from './host-link';
import { openCitation, type CitationTabs } from './open-citation';
import { createReportGate, reporterOf } from './report-gate';

export interface BackgroundDependencies {
  host: HostLink;
  settings: {
    load(): Promise<ResolvedSettings>;
    save(patch: Record<string, unknown>): Promise<ResolvedSettings>;
  };
  tabs: CitationTabs;
  setBadge(tabId: number, text: string, title: string): Promise<void>;
  markQuote(tabId: number, quote: string): Promise<void>;
  reportAgain(): Promise<void>;
  readPageToken(input: {
    origin: string;
    globalName: string;
    inputSelectors: string[];
  }): Promise<string | null>;
  /** Whether the browser lets the extension read this host now. */
  isAllowed(pattern: string): Promise<boolean>;
  onError(error: unknown): void;
  now(): number;
}

/** What the background answers. It routes: nothing here remembers anything that a kill could lose. */
export function createBackgroundHandlers(dependencies: BackgroundDependencies): Handlers<'background'> {
  const { host, settings } = dependencies;
  const gate = createReportGate({ now: () => dependencies.now() });

  const startId = crypto.randomUUID();

  return {
    'background/ping': () => ({ startId }),
    async 'page/hello'(_input, sender) {
      const tabId = tabIdOf(sender);
      const { origin } = new URL(sender.url ?? 'about:blank');
      const { settings: current } = await settings.load();
      // Not awaited: the page goes on while the host wakes; messages to the host keep their order.
      if (sender.frameId === 0) {
        host
          .send('tab/navigated', { tabId, url: sender.url ?? null })
          .catch((error: unknown) => dependencies.onError(error));
      }
      return { hosts: siteHostsOf(current.sources).filter((siteHost) => siteHost.origin === origin) };
    },
    async 'page/report'(report, sender) {
      const reporter = reporterOf(sender, report);
      if (reporter === null || !gate.admit(reporter.tabId)) return { accepted: false };
      // A script lives on in its page when the host is taken back; it is not listened to.
      if (!(await dependencies.isAllowed(matchPatternOf(reporter.url)))) return { accepted: false };
      await host.send('tab/report', { reporter, report });
      return { accepted: true };
    },
    async 'host/ensure'() {
      await host.ensure();
      return {};
    },
    'settings/load': () => settings.load(),
    'settings/save': ({ patch }) => settings.save(patch),
    async 'citation/open'({ url, quote, windowId }) {
      const { tabs } = dependencies;
      await openCitation({ url, quote, windowId, tabs, mark: (...of) => dependencies.markQuote(...of) });
      return {};
    },
    async 'badge/set'({ tabId, count, failed }) {
      const text = count > 0 ? String(Math.min(count, 99)) : failed ? '!' : '';
      const title = count > 0 ? `Deskside: ${count} found for this page` : 'Deskside';
      await dependencies.setBadge(tabId, text, title);
      return {};
    },
    async 'pages/report-again'() {
      await dependencies.reportAgain();
      return {};
    },
    async 'permissions/check'({ baseUrl }) {
      return { allowed: await dependencies.isAllowed(matchPatternOf(baseUrl)) };
    },
    async 'page-token/read'(input) {
      return { token: await dependencies.readPageToken(input) };
    },
  };
}

function tabIdOf(sender: Sender): number {
  const id = sender.tab?.id;
  if (id === undefined) throw new DesksideError('forbidden', 'Only pages in tabs report');
  return id;
}
