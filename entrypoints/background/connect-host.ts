import { createLocalHost, createOffscreenHost, type HostLink } from '../../lib/background/host-link';
import { unwrapReply, type Send } from '../../lib/messaging/client';
import type { MessageHandler, Sender } from '../../lib/messaging/server';
import type { SettingsStore } from '../../lib/storage/settings-store';

export interface HostConnection {
  host: HostLink;
  localHost?: MessageHandler;
  openPanel(windowId: number): Promise<void>;
  /** Told how the background answers, for a host that lives beside it. */
  onBackground?: (handle: MessageHandler) => void;
}

/** The one place that knows where each browser lets the engine host live. */
export function connectHost(api: typeof chrome, settings: SettingsStore): HostConnection {
  if (import.meta.env.FIREFOX) return connectEventPage(api, settings);
  // The worker may be started by any event: the behaviour is stored by the browser, setting it again costs nothing.
  void api.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  return {
    host: createOffscreenHost({
      offscreen: api.offscreen,
      runtime: api.runtime as never,
      url: 'engine-host.html',
    }),
    openPanel: (windowId) => api.sidePanel.open({ windowId }),
  };
}

/** Firefox: the host is this event page itself, loaded at once so that it is there when asked. */
function connectEventPage(api: typeof chrome, settings: SettingsStore): HostConnection {
  const url = api.runtime.getURL('/background');
  const self: Sender = { id: api.runtime.id, url };
  const background = Promise.withResolvers<MessageHandler>();
  // A message to oneself is never delivered: the host calls the background's handler.
  const send: Send = async (name, input) => {
    const handle = await background.promise;
    return unwrapReply(name, await handle({ deskside: 1, to: 'background', name, payload: input }, self));
  };
  const started = import('../engine-host/start-host').then(({ startHost }) =>
    startHost(api.runtime, { send, loadSettings: () => settings.load(), checkpoint: api.storage.session }),
  );
  const localHost: MessageHandler = (raw, sender) =>
    Reflect.get(Object(raw), 'to') === 'host' ? started.then(async (handle) => handle(raw, sender)) : null;
  return {
    host: createLocalHost((raw) => localHost(raw, self), url),
    localHost,
    openPanel: () => openSidebar(api),
    onBackground: background.resolve,
  };
}

function openSidebar(api: unknown): Promise<void> {
  const sidebar: unknown = Reflect.get(Object(api), 'sidebarAction');
  const open: unknown = Reflect.get(Object(sidebar), 'open');
  return typeof open === 'function' ? (open.call(sidebar) as Promise<void>) : Promise.resolve();
}
