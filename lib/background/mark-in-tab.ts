export interface MarkTabs {
  get(tabId: number): Promise<{ status?: string | undefined; url?: string | undefined }>;
  onUpdated: {
    addListener(listener: (tabId: number, change: { status?: string | undefined }) => void): void;
    removeListener(listener: (tabId: number, change: { status?: string | undefined }) => void): void;
  };
}
export interface MarkScripting {
  executeScript(injection: {
    target: { tabId: number; allFrames: boolean };
    files?: string[];
    func?: (quote: string) => void;
    args?: [string];
  }): Promise<unknown>;
}

/**
 * Marks a quote in a tab once its page is there. The script goes into this one tab, for this one click, and only
 * where the extension may read the page anyway.
 */
export async function markInTab(options: {
  tabId: number;
  quote: string;
  tabs: MarkTabs;
  scripting: MarkScripting;
  file: string;
  patienceMs?: number;
}): Promise<void> {
  const { tabId, quote, scripting, file } = options;
  await whenLoaded(options.tabs, tabId, options.patienceMs ?? 15_000);
  const target = { tabId, allFrames: true };
  await scripting.executeScript({ target, files: [file] });
  await scripting.executeScript({ target, func: callMark, args: [quote] });
}

/** Runs in the page's isolated world, beside the highlight script. */
function callMark(quote: string): void {
  const mark: unknown = Reflect.get(globalThis, 'desksideMark');
  if (typeof mark === 'function') Reflect.apply(mark, undefined, [quote]);
}

async function whenLoaded(tabs: MarkTabs, tabId: number, patienceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(finish, patienceMs);
    function finish() {
      clearTimeout(timer);
      tabs.onUpdated.removeListener(listen);
      resolve();
    }
    function listen(id: number, change: { status?: string | undefined }) {
      // The first "complete" belongs to the blank page that every tab begins with.
      if (id === tabId && change.status === 'complete') void check();
    }
    async function check() {
      const tab = await tabs.get(tabId).catch(() => null);
      if (tab === null) finish();
      else if (tab.status === 'complete' && tab.url !== undefined && tab.url !== 'about:blank') finish();
    }
    tabs.onUpdated.addListener(listen);
    void check();
  });
}
