import type { Page } from 'playwright-core';
import { assistStateSchema, type AssistState } from '../../lib/core/assist-state';
import { PANEL_PORT } from '../../lib/messaging/protocol';

/** From now on, every state that the host tells about one tab, with the time it arrived at. */
export interface StateRecorder {
  all(): Promise<{ at: number; state: AssistState }[]>;
  /** The first recorded state that fits, waiting for it. */
  until(fits: (state: AssistState) => boolean, what: string, timeoutMs?: number): Promise<AssistState>;
  clear(): Promise<void>;
}

/** Listens from the panel's page over a Port of its own, to the tab that is active in the panel's window. */
export async function recordStates(panel: Page): Promise<StateRecorder> {
  await panel.evaluate(async (name) => {
    const { id } = await chrome.windows.getCurrent();
    const [tab] = await chrome.tabs.query({ active: true, windowId: id ?? -2 });
    const recorded: { at: number; state: unknown }[] = [];
    Reflect.set(window, 'recordedStates', recorded);
    const port = chrome.runtime.connect({ name });
    port.onMessage.addListener((event: { type: string; state?: unknown }) => {
      if (event.type === 'state') recorded.push({ at: Date.now(), state: event.state });
    });
    port.postMessage({ type: 'watch', tabId: tab?.id });
  }, PANEL_PORT);

  const all = async () => {
    const raw: { at: number; state: unknown }[] = await panel.evaluate(
      () => Reflect.get(window, 'recordedStates') as { at: number; state: unknown }[],
    );
    return raw.map(({ at, state }) => ({ at, state: assistStateSchema.parse(state) }));
  };
  return {
    all,
    async until(fits, what, timeoutMs = 15_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const states = await all();
        const found = states.find(({ state }) => fits(state));
        if (found) return found.state;
        if (Date.now() > deadline) {
          const last = states.at(-1)?.state;
          throw new Error(
            `${what} was not seen. Last: ${JSON.stringify(last?.subject)} ${last?.stage ?? ''}`,
          );
        }
        await panel.waitForTimeout(50);
      }
    },
    async clear() {
      await panel.evaluate(() => {
        (Reflect.get(window, 'recordedStates') as unknown[]).length = 0;
      });
    },
  };
}

/** Done looking for the thing with this key. */
export function doneFor(key: string) {
  return (state: AssistState): boolean =>
    state.stage === 'done' && state.subject.state === 'ready' && state.subject.key === key;
}
