import type { AssistState } from '../core/assist-state';
import type { Send } from './client';
import { HEARTBEAT_MS, isResting, PANEL_PORT, panelEventSchema, type PanelRequest } from './protocol';

export interface StreamPort {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export type ConnectionStatus = 'connecting' | 'connected' | 'lost';

export interface WatchTabOptions {
  runtime: { connect(info: { name: string }): StreamPort; readonly lastError?: unknown };
  send: Send;
  tabId: number;
  onState(state: AssistState): void;
  onConnection(status: ConnectionStatus): void;
  signal: AbortSignal;
  /** Milliseconds without a word from the host after which the Port is given up, while something is under way. */
  silenceMs?: number;
  /** The same at rest, when heartbeats are rare. */
  restingSilenceMs?: number;
  setTimer?: (callback: () => void, ms: number) => number;
  clearTimer?: (id: number) => void;
}

/**
 * Follows one tab's state over the panel's own Port until `signal` aborts. A Port that closes, skips a number or
 * falls silent is replaced: the host answers every `watch` with the whole state, so nothing is lost in between.
 */
export function watchTab(options: WatchTabOptions): void {
  const { signal, silenceMs = 2.4 * HEARTBEAT_MS, restingSilenceMs = 22 * HEARTBEAT_MS } = options;
  const setTimer = options.setTimer ?? ((callback, ms) => setTimeout(callback, ms) as unknown as number);
  const clearTimer = options.clearTimer ?? ((id) => clearTimeout(id));
  let attempt = 0;
  let close: (() => void) | null = null;
  let retryTimer: number | undefined;

  const scheduleRetry = () => {
    if (signal.aborted) return;
    if (retryTimer !== undefined) clearTimer(retryTimer); // one way back at a time
    options.onConnection(attempt > 2 ? 'lost' : 'connecting');
    // 50 ms first, for a host that is just starting; never more than 2 s, for a person who is waiting.
    const wait = Math.min(50 * 2 ** attempt, 2_000);
    attempt += 1;
    retryTimer = setTimer(open, wait);
  };

  const open = () => {
    void options
      .send('host/ensure', {})
      .then(() => {
        if (!signal.aborted)
          close = openPort(options, {
            silenceMs,
            restingSilenceMs,
            setTimer,
            clearTimer,
            onUp,
            onDown: scheduleRetry,
          });
      })
      .catch(scheduleRetry);
  };
  const onUp = () => {
    attempt = 0;
    options.onConnection('connected');
  };

  if (signal.aborted) return;
  signal.addEventListener('abort', () => {
    if (retryTimer !== undefined) clearTimer(retryTimer);
    close?.();
  });
  options.onConnection('connecting');
  open();
}

interface PortCallbacks {
  silenceMs: number;
  restingSilenceMs: number;
  setTimer: (callback: () => void, ms: number) => number;
  clearTimer: (id: number) => void;
  onUp(): void;
  onDown(): void;
}

/** One Port's life; the returned function ends it without reporting it as down. */
function openPort(options: WatchTabOptions, callbacks: PortCallbacks): () => void {
  const port = options.runtime.connect({ name: PANEL_PORT });
  let over = false;
  let lastSequence = 0; // every Port counts from 1, so a lost first message is a gap too
  let silence: number | undefined;

  const finish = (report: boolean) => {
    if (over) return;
    over = true;
    if (silence !== undefined) callbacks.clearTimer(silence);
    port.disconnect();
    if (report) callbacks.onDown();
  };
  let resting = false;
  const awaitNext = () => {
    if (silence !== undefined) callbacks.clearTimer(silence);
    silence = callbacks.setTimer(
      () => finish(true),
      resting ? callbacks.restingSilenceMs : callbacks.silenceMs,
    );
  };

  port.onMessage.addListener((raw) => {
    const event = panelEventSchema.safeParse(raw);
    if (over || !event.success) return;
    const { sequence } = event.data;
    if (sequence !== lastSequence + 1) return finish(true);
    lastSequence = sequence;
    callbacks.onUp();
    if (event.data.type === 'state') resting = isResting(event.data.state);
    awaitNext();
    if (event.data.type === 'state' && event.data.state.tabId === options.tabId)
      options.onState(event.data.state);
    if (event.data.type === 'end') finish(true);
  });
  port.onDisconnect.addListener(() => {
    // Reading lastError keeps the browser from logging "Receiving end does not exist" while the host starts.
    void options.runtime.lastError;
    finish(true);
  });
  const watch: PanelRequest = { type: 'watch', tabId: options.tabId };
  try {
    port.postMessage(watch);
  } catch (error) {
    finish(false); // closed already: the caller comes again
    throw error;
  }
  if (!over) awaitNext();
  return () => finish(false);
}
