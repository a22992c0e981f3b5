import type { Connector, ConnectorIo } from '../connectors/connector';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { ConnectorIoFactory, PageTokens } from './connector-io';

export interface CallOptions {
  connector: Connector;
  source: Pick<SourceConfig, 'baseUrl'>;
  signal: AbortSignal;
  user: Identity | null;
}
export type CallConnector = <T>(options: CallOptions, work: (io: ConnectorIo) => Promise<T>) => Promise<T>;

/** Longest wait that a person looking at the panel is put through before we say "rate limited" instead. */
const PATIENCE_MS = 2_500;

/**
 * Calls a connector with the two second chances that are worth having: a fresh page token when the product refused
 * the old one, and one retry of a passing failure. Never more: a struggling server is not helped by a third.
 */
export function createConnectorCalls(options: {
  ioFor: ConnectorIoFactory;
  tokens: PageTokens;
  /** Whether the browser lets us read this source's host now. */
  isAllowed(baseUrl: string): Promise<boolean>;
  /** Resolves after `ms`; rejects when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}): CallConnector {
  const once = async <T>(call: CallOptions, work: (io: ConnectorIo) => Promise<T>): Promise<T> => {
    // Asked before, not after a failure: without the permission a request would still go out, only its answer stays away.
    if (!(await options.isAllowed(call.source.baseUrl)))
      throw new DesksideError('no-permission', 'The browser does not let us read this host');
    return work(await options.ioFor(call.connector, call.source, call.signal, call.user));
  };

  return async (call, work) => {
    try {
      return await once(call, work);
    } catch (error) {
      if (!(error instanceof DesksideError) || call.signal.aborted) throw error;
      if (error.kind === 'signed-out' && call.connector.pageToken !== null) {
        options.tokens.forget(call.source.baseUrl);
        return once(call, work);
      }
      const delay = retryDelay(error, options.random());
      if (delay === null) throw error;
      await options.wait(delay, call.signal);
      return once(call, work);
    }
  };
}

/** Milliseconds to wait before the one retry, with jitter; null when there should be none. */
export function retryDelay(error: DesksideError, random: number): number | null {
  // A timeout has already cost the person its whole length.
  if (!error.retryable || error.kind === 'timeout') return null;
  const base = error.retryAfterMs ?? 300;
  return base > PATIENCE_MS ? null : base + Math.round(random * 200);
}
