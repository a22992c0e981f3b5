import { createLogger } from '../platform/logger';
import { patternCovers } from '../platform/match-pattern';
import { isAllowed } from '../platform/permissions';
import { createMessageServer, type MessageHandler } from '../messaging/server';
import type { Site } from '../sites/site';
import { createBackgroundHandlers } from './background-handlers';
import { injectIntoOpenTabs, patternsBySite, syncContentScripts } from './content-scripts';
import type { HostLink } from './host-link';
import { markInTab } from './mark-in-tab';
import { readPageToken } from './page-token';
import type { SettingsStore } from '../storage/settings-store';

/** Path of the page script in the package. */
const PAGE_SCRIPT = 'content-scripts/page.js';
const HIGHLIGHT_SCRIPT = 'highlight.js';
/** Heard by page scripts (see lib/page/start-page). */
const REPORT_AGAIN = 'deskside/report-again';
const MAINTENANCE = 'maintenance';
const ADD_SOURCE = 'add-source';

export interface StartBackgroundOptions {
  browser: typeof chrome;
  host: HostLink;
  settings: SettingsStore;
  sites: readonly Site[];
  /** Firefox: the host's own message handler, since both live in one page. */
  localHost?: MessageHandler;
  openPanel(windowId: number): Promise<void>;
  onBackground?: (handle: MessageHandler) => void;
}

/**
 * Registers every listener at once, synchronously, so that the worker can be woken by any of them. Nothing here is
 * remembered: registrations live in the browser, settings in storage, everything else in the host.
 */
export function startBackground(options: StartBackgroundOptions): void {
  const { browser, host, settings, sites } = options;
  const log = createLogger('background', console);
  const refused = (error: unknown) => log.warn('a tab could not be reached', error);

  /** Open tabs are given the script where hosts came anew, or where `always` says that theirs is an orphan. */
  const syncScripts = async (always: boolean) => {
    const { settings: current } = await settings.load();
    const scripting = browser.scripting as never;
    const grew = await syncContentScripts({
      scripting,
      sites,
      settings: current,
      file: PAGE_SCRIPT,
      isAllowed: (pattern) => isAllowed(browser.permissions, pattern),
    });
    if (grew || always) await injectIntoOpenTabs({ scripting, tabs: browser.tabs, onRefused: refused });
  };
  const syncLater = (always = false) => {
    syncScripts(always).catch((error: unknown) => log.warn('page scripts', error));
  };
  const keepUp = () => {
    void browser.alarms.create(MAINTENANCE, { delayInMinutes: 10, periodInMinutes: 360 });
  };
  const patterns = async () => {
    const { settings: current } = await settings.load();
    return [...patternsBySite(sites, current).values()].flat();
  };

  const handle = createMessageServer({
    address: 'background',
    extensionId: browser.runtime.id,
    extensionOrigin: new URL(browser.runtime.getURL('/')).origin,
    onError: (name, error) => log.warn(name, error),
    handlers: createBackgroundHandlers({
      host,
      settings,
      tabs: browser.tabs,
      isAllowed: (pattern) => isAllowed(browser.permissions, pattern),
      onError: (error) => log.warn('host', error),
      now: () => Date.now(),
      async setBadge(tabId, text, title) {
        await browser.action.setBadgeText({ tabId, text });
        await browser.action.setTitle({ tabId, title });
      },
      markQuote: (tabId, quote) =>
        markInTab({
          tabId,
          quote,
          tabs: browser.tabs,
          scripting: browser.scripting as never,
          file: HIGHLIGHT_SCRIPT,
        }).catch(refused),
      async reportAgain() {
        for (const tab of await browser.tabs.query({ url: await patterns() })) {
          if (tab.id !== undefined) await browser.tabs.sendMessage(tab.id, REPORT_AGAIN).catch(refused);
        }
      },
      readPageToken: (input) =>
        readPageToken({ ...input, tabs: browser.tabs, scripting: browser.scripting, onRefused: refused }),
    }),
  });

  options.onBackground?.(handle);
  browser.runtime.onMessage.addListener((raw, sender, respond) => {
    const reply = handle(raw, sender) ?? options.localHost?.(raw, sender) ?? null;
    if (reply === null) return false;
    void reply
      .catch((error: unknown) => {
        log.warn('no answer', error);
        return null; // the other side hears that nobody answered
      })
      .then(respond);
    return true;
  });
  browser.runtime.onInstalled.addListener(() => {
    void browser.action.setBadgeBackgroundColor({ color: '#0b6e5f' });
    browser.contextMenus.removeAll(() => {
      browser.contextMenus.create({
        id: 'open-panel',
        title: 'Open Deskside',
        contexts: ['page', 'selection'],
      });
      browser.contextMenus.create({
        id: ADD_SOURCE,
        title: 'Use this site as a source…',
        contexts: ['page'],
        documentUrlPatterns: ['https://*/*', 'http://*/*'],
      });
    });
    keepUp();
    syncLater(true);
  });
  browser.runtime.onStartup.addListener(() => {
    // Firefox forgets alarms when it closes.
    keepUp();
    syncLater();
  });
  browser.permissions.onAdded.addListener(() => syncLater());
  browser.permissions.onRemoved.addListener(() => syncLater());
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId === ADD_SOURCE) {
      const hash = `#sources?${new URLSearchParams({ add: info.pageUrl ?? '' }).toString()}`;
      void browser.tabs.create({ url: browser.runtime.getURL(`/options.html${hash}`) });
      return;
    }
    if (tab?.windowId !== undefined) void options.openPanel(tab.windowId);
  });
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === MAINTENANCE)
      void host.send('cache/maintain', {}).catch((error: unknown) => log.warn('upkeep', error));
  });
  browser.tabs.onRemoved.addListener((tabId) => {
    void host.send('tab/removed', { tabId }).catch((error: unknown) => log.warn('tab/removed', error));
  });
  browser.tabs.onUpdated.addListener((tabId, change, tab) => {
    if (change.status !== 'complete') return;
    leaveIfForeign(tabId, tab.url).catch((error: unknown) => log.warn('tab/navigated', error));
  });
  settings.watch((resolved) => {
    void host
      .send('settings/changed', resolved)
      .catch((error: unknown) => log.warn('settings/changed', error));
    syncLater();
  });

  /** A page of nobody's has no script to say that the ticket is gone from this tab. */
  async function leaveIfForeign(tabId: number, url: string | undefined): Promise<void> {
    const ours =
      url !== undefined &&
      URL.canParse(url) &&
      (await patterns()).some((p) => patternCovers(p, new URL(url)));
    // A host that is not there shows nothing for any tab.
    if (!ours && (await host.isRunning())) await host.send('tab/navigated', { tabId, url: null });
  }
}
