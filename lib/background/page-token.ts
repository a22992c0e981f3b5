export interface MainWorldScripting {
  executeScript<Result>(injection: {
    target: { tabId: number; allFrames: boolean };
    world: 'MAIN';
    injectImmediately: boolean;
    func: (origin: string, globalName: string, inputSelectors: string[]) => Result;
    args: [string, string, string[]];
  }): Promise<{ result?: Result | undefined }[]>;
}

interface TokenTab {
  id?: number | undefined;
  url?: string | undefined;
  discarded?: boolean | undefined;
}

/**
 * Reads a page token out of an open tab of `origin`, in the page's own world, without leaving a trace in the page.
 * It goes straight to the host's memory: no content script, no storage, no log sees it.
 */
export async function readPageToken(options: {
  origin: string;
  globalName: string;
  inputSelectors: string[];
  tabs: { query(filter: { url: string }): Promise<TokenTab[]> };
  scripting: MainWorldScripting;
  onRefused(error: unknown): void;
}): Promise<string | null> {
  const { origin, globalName, inputSelectors } = options;
  const { protocol, hostname } = new URL(origin);
  const tabs = await options.tabs.query({ url: `${protocol}//${hostname}/*` });
  for (const tab of tabs) {
    // The pattern knows no port, and a discarded tab has no page to ask.
    if (tab.id === undefined || tab.url === undefined || tab.discarded) continue;
    if (new URL(tab.url).origin !== origin) continue;
    const token = await options.scripting
      .executeScript({
        target: { tabId: tab.id, allFrames: true },
        world: 'MAIN',
        // Else one frame that never finishes loading keeps all of them waiting.
        injectImmediately: true,
        func: findToken,
        args: [origin, globalName, inputSelectors],
      })
      .then((frames) => frames.map((frame) => frame.result).find(isToken) ?? null)
      .catch((error: unknown) => {
        options.onRefused(error); // the tab closed, or shows an error page
        return null;
      });
    if (token !== null) return token;
  }
  return null;
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{16,512}$/.test(value);
}

/** Runs in the page: must stand alone. A frame of another origin has another session's token, or none. */
function findToken(origin: string, globalName: string, inputSelectors: string[]): string | null {
  if (location.origin !== origin) return null;
  const value: unknown = Reflect.get(window, globalName);
  if (typeof value === 'string' && value !== '') return value;
  for (const selector of inputSelectors) {
    const input = document.querySelector<HTMLInputElement>(selector);
    if (input?.value) return input.value;
  }
  return null;
}
