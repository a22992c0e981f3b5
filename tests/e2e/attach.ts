import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import type { LaunchedBrowser } from '../../scripts/browser/launch-browser';
import { acmeHosts, everydayProducts, type AcmeProduct } from '../fakes/acme-hosts';

/** What Acme's people call their systems. */
const names: Record<AcmeProduct, string> = {
  servicenow: 'ServiceNow',
  'jira-dc': 'Jira',
  'confluence-dc': 'Confluence',
  mediawiki: 'IT Wiki',
  'jira-cloud': 'Jira Cloud',
  'jira-service-management': 'Service desk',
  'confluence-cloud': 'Confluence Cloud',
  sharepoint: 'SharePoint',
  dokuwiki: 'Ops wiki',
  'request-tracker': 'Request Tracker',
  generic: 'Intranet',
};

/** Acme's sources as a person would have added them. */
export function acmeSources(products: readonly string[] = everydayProducts) {
  return (Object.keys(names) as AcmeProduct[])
    .filter((product) => products.includes(product))
    .map((product) => ({
      id: `acme-${product}`,
      product,
      name: names[product],
      baseUrl: `https://${acmeHosts[product]}${product === 'confluence-cloud' ? '/wiki' : ''}`,
    }));
}

/** Driving a launched browser through a debugger that can be let go and taken up again. */
export async function attach(launched: LaunchedBrowser) {
  let browser: Browser | null = await launched.connect();
  const more: Browser[] = [];
  const connectAgain = async () => {
    const another = await launched.connect();
    more.push(another);
    return another;
  };

  const context = (): BrowserContext => {
    const found = browser?.contexts()[0];
    if (!found) throw new Error('No debugger is attached');
    return found;
  };
  const extensionUrl = (path: string) => `chrome-extension://${launched.extensionId}/${path}`;

  return {
    context,
    extensionUrl,
    async disconnect() {
      for (const connection of [...more.splice(0), browser]) await connection?.close();
      browser = null;
    },
    async reconnect() {
      browser = await launched.connect();
    },
    async newPage(url: string): Promise<Page> {
      const page = await context().newPage();
      await page.goto(url);
      return page;
    },
    /** A page in a window of its own. */
    async newWindow(url: string): Promise<Page> {
      const session = await (browser as Browser).newBrowserCDPSession();
      const opened = context().waitForEvent('page');
      await session.send('Target.createTarget', { url: 'about:blank', newWindow: true });
      const page = await opened;
      await page.goto(url);
      return page;
    },
    /**
     * Opens the real side panel by its key, as a person does. A connection that was there before never hears of the
     * panel's page, so it is reached by a new one.
     */
    async openPanel(page: Page): Promise<Page> {
      const url = extensionUrl('sidepanel.html');
      const before = await panelIds(launched.endpoint, url);
      await page.bringToFront();
      await pressPanelKey(await context().newCDPSession(page));
      for (let attempt = 1; attempt <= 100; attempt += 1) {
        const opened = [...(await panelIds(launched.endpoint, url))].filter((id) => !before.has(id));
        if (opened.length > 0) return panelPage(await connectAgain(), url, opened);
        // A key that is pressed while the window is still being brought to the front gets lost.
        if (attempt % 40 === 0) {
          await page.bringToFront();
          await pressPanelKey(await context().newCDPSession(page));
        }
        await page.waitForTimeout(100);
      }
      throw new Error('The side panel did not open');
    },
    /** The same key closes it. */
    async closePanel(page: Page): Promise<void> {
      await page.bringToFront();
      await pressPanelKey(await context().newCDPSession(page));
    },
    /** Saves settings the way the options page does. */
    async saveSettings(patch: Record<string, unknown>): Promise<void> {
      const page = await context().newPage();
      await page.goto(extensionUrl('options.html'));
      const reply = await page.evaluate(
        (payload) =>
          chrome.runtime.sendMessage({ deskside: 1, to: 'background', name: 'settings/save', payload }),
        { patch },
      );
      await page.close();
      if (!reply.ok) throw new Error(`Settings were refused: ${JSON.stringify(reply)}`);
    },
  };
}

const targetsSchema = z.array(z.object({ id: z.string(), url: z.string() }));

async function panelIds(endpoint: string, url: string): Promise<Set<string>> {
  const targets = targetsSchema.parse(await (await fetch(`${endpoint}/json/list`)).json());
  return new Set(targets.filter((target) => target.url === url).map((target) => target.id));
}

async function pressPanelKey(session: CDPSession): Promise<void> {
  // Without the native code the key never reaches the browser's own shortcuts.
  const key = {
    modifiers: 1 | 8,
    key: 'K',
    code: 'KeyK',
    windowsVirtualKeyCode: 75,
    nativeVirtualKeyCode: 75,
  };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

async function panelPage(browser: Browser, url: string, targetIds: readonly string[]): Promise<Page> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if (page.url() !== url) continue;
    const session = await page.context().newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    if (targetIds.includes(targetInfo.targetId)) return page;
  }
  throw new Error('The side panel opened, but its page cannot be reached');
}
