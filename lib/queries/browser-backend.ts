import { createPageClient, type SendingRuntime } from '../messaging/client';
import type { Backend } from './backend';

/** The parts of the browser's extension API that our own pages use. */
export interface PageBrowser {
  readonly runtime: Backend['runtime'] & SendingRuntime & { getManifest(): ManifestHosts };
  readonly permissions: {
    request(permissions: { origins: string[] }): Promise<boolean>;
    remove(permissions: { origins: string[] }): Promise<boolean>;
    getAll(): Promise<{ origins?: string[] | undefined }>;
  };
  readonly tabs: { create(properties: { url: string; windowId: number }): Promise<unknown> };
}

interface ManifestHosts {
  host_permissions?: string[] | undefined;
  content_scripts?: { matches?: string[] | undefined }[] | undefined;
}

/** The backend of a page that runs in a browser. */
export function createBrowserBackend(options: {
  browser: PageBrowser;
  clipboard: Pick<Clipboard, 'writeText'>;
  windowId: number;
  optionsUrl: string;
  patternOf: Backend['patternOf'];
  productName: Backend['productName'];
  randomId: Backend['randomId'];
  persist: Backend['persist'];
  download: Backend['download'];
}): Backend {
  const { browser, clipboard, windowId, optionsUrl, patternOf, productName, randomId } = options;
  const manifest = browser.runtime.getManifest();
  const contentScripts = manifest.content_scripts ?? [];
  return {
    send: createPageClient(browser.runtime).send,
    runtime: browser.runtime,
    windowId,
    permissions: {
      request: (origins) => browser.permissions.request({ origins }),
      remove: (origins) => browser.permissions.remove({ origins }),
      granted: async () => (await browser.permissions.getAll()).origins ?? [],
      fixed: [
        ...(manifest.host_permissions ?? []),
        ...contentScripts.flatMap((script) => script.matches ?? []),
      ],
    },
    patternOf,
    productName,
    randomId,
    writeClipboard: (text) => clipboard.writeText(text),
    persist: options.persist,
    download: options.download,
    // Not openOptionsPage: that cannot name a section.
    openOptions: async (section) => {
      const hash = section === null ? '' : `#${section}`;
      await browser.tabs.create({ url: optionsUrl + hash, windowId });
    },
  };
}
