import type { Page } from 'playwright-core';
import { assistStateSchema, type AssistState } from '../../lib/core/assist-state';
import { PANEL_PORT } from '../../lib/messaging/protocol';

/**
 * What the panel has been told, over a Port of the same kind as its own, opened from the panel's page. Waits until the
 * look-up for the ticket or page with this key is done.
 */
export async function readPanelState(panel: Page, key: string, timeoutMs = 20_000): Promise<AssistState> {
  const raw: unknown = await panel.evaluate(
    ({ port: name, wanted, timeout }) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Nothing was looked up for ${wanted}`)), timeout);
        void chrome.windows.getCurrent().then(async ({ id }) => {
          const [tab] = await chrome.tabs.query({ active: true, windowId: id ?? -2 });
          const port = chrome.runtime.connect({ name });
          port.onMessage.addListener(
            (event: { type: string; state?: { stage: string; subject: { key?: string } } }) => {
              const { state } = event;
              if (event.type !== 'state' || state?.stage !== 'done' || state.subject.key !== wanted) return;
              clearTimeout(timer);
              port.disconnect();
              resolve(state);
            },
          );
          port.postMessage({ type: 'watch', tabId: tab?.id });
        });
      }),
    { port: PANEL_PORT, wanted: key, timeout: timeoutMs },
  );
  return assistStateSchema.parse(raw);
}
