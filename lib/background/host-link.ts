import { DesksideError } from '../core/errors';
import { deliver, unwrapReply, type Send } from '../messaging/client';
import type { MessageHandler } from '../messaging/server';

/** The way from the background to the engine host, wherever the browser lets it live. */
export interface HostLink {
  /** Makes sure that the host is there and listening. */
  ensure(): Promise<void>;
  /** Whether it is there already: what only tidies up is no reason to start it. */
  isRunning(): Promise<boolean>;
  send: Send;
}

interface OffscreenApi {
  createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
}
interface ContextsApi {
  getContexts(filter: { contextTypes: string[] }): Promise<unknown[]>;
}

/**
 * Chrome: the host is the offscreen document. Creation is shared by all who ask at once (two documents are an
 * error), and `send` creates it first, so a killed host is back with the next message.
 */
export function createOffscreenHost(options: {
  offscreen: OffscreenApi;
  runtime: ContextsApi & { sendMessage(message: unknown): Promise<unknown> };
  url: string;
}): HostLink {
  let creating: Promise<void> | null = null;

  const exists = async () =>
    (await options.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;
  const create = async () => {
    if (await exists()) return;
    try {
      await options.offscreen.createDocument({
        url: options.url,
        reasons: ['DOM_PARSER', 'WORKERS'],
        justification: 'Reads documents of the sources you added and ranks their passages.',
      });
    } catch (cause) {
      // A worker that was killed in the middle of it had asked already: then the document is there after all.
      if (!(await exists()))
        throw new DesksideError('unreachable', 'The engine could not be started', { cause });
    }
  };
  const ensure = () => {
    creating ??= create().finally(() => {
      creating = null;
    });
    return creating;
  };
  return {
    ensure,
    isRunning: exists,
    async send(name, input) {
      await ensure();
      return unwrapReply(
        name,
        await deliver(options.runtime, { deskside: 1, to: 'host', name, payload: input }),
      );
    },
  };
}

/** Firefox: the host lives in the background page itself; a message to oneself is never delivered, so it is called. */
export function createLocalHost(handle: MessageHandler, ownUrl: string): HostLink {
  return {
    ensure: () => Promise.resolve(),
    isRunning: () => Promise.resolve(true),
    async send(name, input) {
      return unwrapReply(
        name,
        await handle({ deskside: 1, to: 'host', name, payload: input }, { url: ownUrl }),
      );
    },
  };
}
