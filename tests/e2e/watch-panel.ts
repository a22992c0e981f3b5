import type { Page } from 'playwright-core';
import { z } from 'zod';
import { assistStateSchema, type AssistState } from '../../lib/core/assist-state';
import { PANEL_PORT } from '../../lib/messaging/protocol';

/** What one panel is told, from the moment of watching on. */
export interface PanelWatch {
  /** Every state since the start or the last `forget`, oldest first. */
  states(): Promise<AssistState[]>;
  /** The same with when each was heard, in epoch milliseconds, through another connection to the panel's page. */
  statesOf(panel: Page): Promise<{ at: number; state: AssistState }[]>;
  forget(): Promise<void>;
  /** The first state since then that fits; throws with the last one heard when none comes in time. */
  until(what: string, fits: (state: AssistState) => boolean, timeoutMs?: number): Promise<AssistState>;
  /** The end of a look-up for this address that began since then: what an earlier one left behind does not count. */
  end(url: string, timeoutMs?: number): Promise<AssistState>;
}

const listSchema = z.array(z.object({ at: z.number(), state: assistStateSchema }));

/**
 * Listens to the tab in front through a Port like the panel's own, opened from the panel's page: not one state between
 * two looks is missed. Follows the window to other tabs, as the panel does.
 */
export async function watchPanel(panel: Page): Promise<PanelWatch> {
  await panel.evaluate(listen, PANEL_PORT);
  const statesOf = async (page: Page) => {
    const heard: unknown = await page.evaluate(() => Reflect.get(window, 'heardStates') as unknown);
    return listSchema.parse(heard);
  };
  const states = async () => (await statesOf(panel)).map(({ state }) => state);
  const wait = async (
    what: string,
    find: (heard: AssistState[]) => AssistState | undefined,
    timeoutMs: number,
  ) => {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const heard = await states();
      const found = find(heard);
      if (found) return found;
      if (Date.now() > end) throw new Error(`The panel never showed ${what}. Last: ${inShort(heard.at(-1))}`);
      await panel.waitForTimeout(100);
    }
  };
  return {
    states,
    statesOf,
    async forget() {
      await panel.evaluate(() => {
        (Reflect.get(window, 'heardStates') as unknown[]).length = 0;
      });
    },
    until: (what, fits, timeoutMs = 20_000) => wait(what, (heard) => heard.find(fits), timeoutMs),
    end: (url, timeoutMs = 20_000) =>
      wait(
        `the end of a look-up for ${url}`,
        (heard) => {
          const begin = heard.findIndex(({ stage }) => stage !== 'done');
          return begin === -1 ? undefined : heard.slice(begin).find((state) => isDoneAt(url, state));
        },
        timeoutMs,
      ),
  };
}

/** Runs in the panel's page: must stand alone. A Port that closes, as one to a host that is not there yet does, is replaced. */
async function listen(name: string): Promise<void> {
  const heard: unknown[] = [];
  Reflect.set(window, 'heardStates', heard);
  const { id: windowId } = await chrome.windows.getCurrent();
  const ports: chrome.runtime.Port[] = [];
  // Property functions: a named function inside an evaluated one does not survive the transport.
  const steps = {
    async watch() {
      const [tab] = await chrome.tabs.query({ active: true, windowId: windowId ?? -2 });
      ports[0]?.postMessage({ type: 'watch', tabId: tab?.id });
    },
    async connect() {
      await chrome.runtime.sendMessage({ deskside: 1, to: 'background', name: 'host/ensure', payload: {} });
      const port = chrome.runtime.connect({ name });
      ports[0] = port;
      port.onMessage.addListener((event: { type: string; state?: unknown }) => {
        if (event.type === 'state') heard.push({ at: Date.now(), state: event.state });
      });
      port.onDisconnect.addListener(() => setTimeout(() => void steps.connect(), 100));
      await steps.watch();
    },
  };
  chrome.tabs.onActivated.addListener((active) => active.windowId === windowId && void steps.watch());
  await steps.connect();
}

function isDoneAt(url: string, { stage, subject }: AssistState): boolean {
  return stage === 'done' && subject.state === 'ready' && url.startsWith(subject.url.replace(/#.*/, ''));
}

/** Titles of all rows that a state shows. */
export function titlesOf(state: AssistState): string[] {
  return [...state.articles, ...state.tickets].map((row) => row.title);
}

export function statusOf(state: AssistState, product: string): AssistState['sources'][number] {
  const found = state.sources.find((source) => source.product === product);
  if (!found) throw new Error(`No source of ${product} was asked: ${inShort(state)}`);
  return found;
}

/** All the extension keeps in this profile, as text: its databases, and its storage areas. */
export async function keptText(extensionPage: Page): Promise<string> {
  return extensionPage.evaluate(async () => {
    const kept: unknown[] = [
      await chrome.storage.local.get(),
      await chrome.storage.session.get(),
      { ...localStorage },
    ];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        kept.push({ store, rows });
      }
      database.close();
    }
    return JSON.stringify(kept);
  });
}

function inShort(state: AssistState | undefined): string {
  if (!state) return 'nothing at all';
  const sources = state.sources.map(({ product, state: at, error }) => `${product} ${at} ${error ?? ''}`);
  return JSON.stringify({
    subject: state.subject,
    stage: state.stage,
    rows: titlesOf(state),
    sources,
    offline: state.offline,
  });
}
