import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { z } from 'zod';
import { acmeOrigins } from '../fakes/acme-hosts';
import { loadCompany } from '../fakes/company';
import { createFakes } from '../fakes/index';
import { serveCompany } from '../fakes/serve';
import { buildExtension } from '../../scripts/build-extension';
import { startTunnel } from './tunnel';

/** Firefox gives each installation an id of its own; named beforehand, the extension's pages can be addressed. */
const uuid = '5f0c1e7a-9b3d-4c62-88e1-a4d07b92c301';
const origin = `moz-extension://${uuid}`;

/** Acme's servers and a Firefox with Deskside in it, driven over WebDriver BiDi. */
export async function startFirefoxWorld(executablePath: string) {
  const extension = buildExtension({
    outDir: '.output/test-firefox',
    requiredOrigins: acmeOrigins,
    browser: 'firefox',
  });
  const company = loadCompany();
  const fakes = createFakes(company);
  const server = await serveCompany({ fakes: Object.values(fakes) });
  const tunnel = await startTunnel(server.port);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: null,
    // The sidebar is no tab: it is reached through the browser's own window.
    args: ['--remote-allow-system-access', '--width=1440', '--height=900'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ 'deskside@deskside.invalid': uuid }),
      'extensions.background.idle.timeout': 2_000,
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': tunnel.port,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': tunnel.port,
      'network.proxy.no_proxies_on': '',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
  await browser.installExtension(extension);
  const options = await openExtensionPage(browser, '/options.html');
  return {
    company,
    fakes,
    browser,
    /** A page of the extension's own, for what only it may ask. */
    options,
    async saveSettings(patch: Record<string, unknown>): Promise<void> {
      const reply: unknown = await options.evaluate(
        (payload) =>
          chrome.runtime.sendMessage({ deskside: 1, to: 'background', name: 'settings/save', payload }),
        { patch },
      );
      if (Reflect.get(Object(reply), 'ok') !== true) throw new Error(`Refused: ${JSON.stringify(reply)}`);
    },
    async signIn(personId: string): Promise<void> {
      for (const fake of Object.values(fakes)) {
        const cookies = fake.signIn(personId).map(({ name, value, httpOnly, sameSite }) => ({
          name,
          value,
          httpOnly,
          sameSite,
          domain: fake.host,
          path: '/',
          secure: true,
        }));
        await browser.setCookie(...cookies);
      }
    },
    async open(url: string): Promise<Page> {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    /** What the sidebar shows now; null while it is closed. */
    sidebarText: (): Promise<string | null> =>
      options.evaluate(() => {
        const views = chrome.extension.getViews({ type: 'sidebar' as never });
        return views[0]?.document.body.innerText ?? null;
      }),
    /** Documents of which the encoder has read something. */
    documentsRead: (): Promise<number> =>
      options.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const open = indexedDB.open('deskside');
            open.onerror = () => reject(new Error('no database'));
            open.onsuccess = () => {
              const count = open.result.transaction('encodings').objectStore('encodings').count();
              count.onsuccess = () => {
                open.result.close();
                resolve(count.result);
              };
              count.onerror = () => reject(new Error('no rows'));
            };
          }),
      ),
    /** A click in the sidebar, on the first element that fits. */
    clickInSidebar: (selector: string): Promise<void> =>
      options.evaluate((wanted) => {
        const [view] = chrome.extension.getViews({ type: 'sidebar' as never });
        view?.document.querySelector<HTMLElement>(wanted)?.click();
      }, selector),
    /** The browser's own shortcut, as trusted key events in its window: what is typed into a page does not get there. */
    pressPanelKey: () => inBrowserWindow(browser, pressKey),
    /** Until the browser has put the background to sleep, as it does with an idle one. */
    async untilSuspended(): Promise<void> {
      for (let attempt = 0; attempt < 160; attempt += 1) {
        if ((await inBrowserWindow(browser, readBackgroundState)) === 'stopped') return;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      throw new Error('The background was never suspended');
    },
    async close(): Promise<void> {
      await browser.close();
      await tunnel.close();
      await server.close();
    },
  };
}
export type FirefoxWorld = Awaited<ReturnType<typeof startFirefoxWorld>>;

/** Going to an extension's page never ends for the driver, though the page is there. */
async function openExtensionPage(browser: Browser, path: string): Promise<Page> {
  const page = await browser.newPage();
  page.goto(origin + path, { timeout: 30_000 }).catch(() => undefined);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isThere = await page.evaluate(() => document.querySelector('main') !== null).catch(() => false);
    if (isThere) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} did not open`);
}

/** Runs a function's text in the browser's own window, with the browser's privileges. */
async function inBrowserWindow(browser: Browser, script: string): Promise<string> {
  const connection = connectionSchema.parse(browser);
  const send = async (method: string, params: object) =>
    (await connection.connection.send(method, params)) as { result: unknown };
  const tree = await send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const { contexts } = treeSchema.parse(tree.result);
  const answer = await send('script.evaluate', {
    expression: script,
    target: { context: contexts[0]?.context },
    awaitPromise: true,
    userActivation: true,
  });
  return answerSchema.parse(answer.result).result.value ?? '';
}

const connectionSchema = z.object({
  connection: z.custom<{ send(method: string, params: object): Promise<unknown> }>(
    (value) => typeof Reflect.get(Object(value), 'send') === 'function',
  ),
});
const treeSchema = z.object({ contexts: z.array(z.object({ context: z.string() })).min(1) });
const answerSchema = z.object({
  type: z.literal('success'),
  result: z.object({ type: z.string(), value: z.string().optional() }),
});

const pressKey = `{
  const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
  processor.beginInputTransactionForTests(window);
  const key = (name, code) => new KeyboardEvent('', { key: name, code });
  const held = [key('Alt', 'AltLeft'), key('Shift', 'ShiftLeft')];
  for (const each of held) processor.keydown(each);
  processor.keydown(key('K', 'KeyK'));
  processor.keyup(key('K', 'KeyK'));
  for (const each of held.reverse()) processor.keyup(each);
  'pressed';
}`;
const readBackgroundState = `WebExtensionPolicy.getByID('deskside@deskside.invalid').extension.backgroundState`;
