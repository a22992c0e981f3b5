/** An event of the browser, as far as listening to it goes. */
interface BrowserEvent<A extends unknown[]> {
  addListener(listener: (...args: A) => void): void;
  removeListener(listener: (...args: A) => void): void;
}

/** The parts of `chrome.tabs` that following needs. */
export interface FollowableTabs {
  query(filter: { active: true; windowId: number }): Promise<{ id?: number | undefined }[]>;
  readonly onActivated: BrowserEvent<[{ tabId: number; windowId: number }]>;
  /** A tab moved here from another window, or was replaced by a prerendered one. */
  readonly onAttached: BrowserEvent<[tabId: number, info: { newWindowId: number }]>;
  readonly onReplaced: BrowserEvent<[addedTabId: number, removedTabId: number]>;
}

export interface FollowActiveTabOptions {
  tabs: FollowableTabs;
  windowId: number;
  onTab(tabId: number): void;
  signal: AbortSignal;
}

/** Tells which tab is in front in one window, now and after every change, until `signal` aborts. */
export function followActiveTab({ tabs, windowId, onTab, signal }: FollowActiveTabOptions): void {
  let changes = 0;
  const ask = async () => {
    const asked = changes;
    const [tab] = await tabs.query({ active: true, windowId });
    // A tab that was activated while we asked is newer than the answer.
    if (!signal.aborted && asked === changes && tab?.id !== undefined) onTab(tab.id);
  };
  const onActivated = (info: { tabId: number; windowId: number }) => {
    if (info.windowId !== windowId) return;
    changes += 1;
    onTab(info.tabId);
  };
  const onAttached = (_tabId: number, info: { newWindowId: number }) => {
    if (info.newWindowId === windowId) void ask();
  };
  const onReplaced = () => void ask();
  tabs.onActivated.addListener(onActivated);
  tabs.onAttached.addListener(onAttached);
  tabs.onReplaced.addListener(onReplaced);
  signal.addEventListener('abort', () => {
    tabs.onActivated.removeListener(onActivated);
    tabs.onAttached.removeListener(onAttached);
    tabs.onReplaced.removeListener(onReplaced);
  });
  void ask();
}
