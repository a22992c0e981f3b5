import type { AssistState } from '../core/assist-state';
import {
  HEARTBEAT_MS,
  isResting,
  PANEL_PORT,
  panelRequestSchema,
  type PanelEvent,
} from '../messaging/protocol';

export interface ServerPort {
  name: string;
  sender?: { id?: string | undefined; url?: string | undefined } | undefined;
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export interface PanelServerOptions {
  stateOf(tabId: number): AssistState;
  extensionOrigin: string;
  /** Between heartbeats while something is under way. */
  heartbeatMs?: number;
  /** At rest, only every so manyth: each message on a Port puts off the idle stop of the service worker by 30 s. */
  restingBeats?: number;
  setInterval?: (callback: () => void, ms: number) => ReturnType<typeof setInterval>;
  clearInterval?: (id: ReturnType<typeof setInterval>) => void;
}

interface Client {
  tabId: number | null;
  /** Ticks since anything was sent. */
  quiet: number;
  send(event: PanelEventBody): void;
  /** Nothing more goes to it. */
  drop(): void;
}
type PanelEventBody = PanelEvent extends infer E
  ? E extends PanelEvent
    ? Omit<E, 'sequence'>
    : never
  : never;

/**
 * The host's end of the panels' Ports. Each Port is told the whole state of the tab it watches, then every change
 * of it, numbered, with heartbeats in between, often while something is under way; a tab nobody watches costs nothing.
 */
export function createPanelServer(options: PanelServerOptions) {
  const clients = new Set<Client>();
  const startInterval = options.setInterval ?? ((callback, ms) => setInterval(callback, ms));
  const stopInterval = options.clearInterval ?? ((id) => clearInterval(id));

  return {
    /** True when the Port is ours; others are left alone. */
    accept(port: ServerPort): boolean {
      if (port.name !== PANEL_PORT || !port.sender?.url?.startsWith(`${options.extensionOrigin}/`))
        return false;
      let sequence = 0;
      const client: Client = {
        tabId: null,
        quiet: 0,
        send(event) {
          sequence += 1;
          client.quiet = 0;
          try {
            port.postMessage({ ...event, sequence });
          } catch {
            client.drop(); // closed a moment ago; the other panels still want to hear it
          }
        },
        drop() {
          clients.delete(client);
          stopInterval(beat);
        },
      };
      const beat = startInterval(() => {
        client.quiet += 1;
        const resting = client.tabId === null || isResting(options.stateOf(client.tabId));
        if (!resting || client.quiet >= (options.restingBeats ?? 9)) client.send({ type: 'heartbeat' });
      }, options.heartbeatMs ?? HEARTBEAT_MS);
      clients.add(client);
      port.onDisconnect.addListener(() => client.drop());
      port.onMessage.addListener((raw) => {
        const request = panelRequestSchema.safeParse(raw);
        if (!request.success || !clients.has(client)) return;
        if (request.data.type === 'ping') return client.send({ type: 'heartbeat' });
        client.tabId = request.data.tabId;
        client.send({ type: 'state', state: options.stateOf(request.data.tabId) });
      });
      return true;
    },
    publish(state: AssistState): void {
      for (const client of clients) if (client.tabId === state.tabId) client.send({ type: 'state', state });
    },
    /** Says goodbye explicitly, so that panels reconnect at once instead of waiting out the silence. */
    end(reason: string): void {
      for (const client of [...clients]) {
        client.send({ type: 'end', reason });
        client.drop();
      }
    },
  };
}
export type PanelServer = ReturnType<typeof createPanelServer>;
