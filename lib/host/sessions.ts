import type { Connector } from '../connectors/connector';
import { DesksideError, isAbort } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { CallConnector } from './connector-calls';

export interface IdentityStore {
  load(sessionKey: string): Promise<Identity | null>;
  save(sessionKey: string, identity: Identity): Promise<void>;
  remove(sessionKey: string): Promise<void>;
}

/** One signed-in session: a product at a base URL. Two products on one host have users of their own. */
export function sessionKeyOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>): string {
  return `${source.product}|${source.baseUrl}`;
}

/** For one asking, second chances included. */
const LONGEST_ASK_MS = 20_000;
/** A source whose pages never agree on the user must not be asked without end. */
const MOST_ASKS = 3;

interface Known {
  identity: Identity;
  verifiedAt: number;
  /** What pages of the source said of their user when it was asked: another word since then makes this one old. */
  pageUser: string | undefined;
}

/**
 * Who is signed in where. Rows of the cache are shown only for a user that the source itself has confirmed lately;
 * a page that names another user, a sign-in page or a refusal makes the source be asked again before anything of it
 * is shown. Offline, the user confirmed last counts.
 */
export function createSessions(options: {
  call: CallConnector;
  store: IdentityStore;
  now: () => number;
  /** Called when a user is found signed out, or another one in their place. */
  onUserLeft(source: SourceConfig, userId: string): Promise<void>;
  trustMs?: number;
}) {
  const { trustMs = 60_000, now } = options;
  const known = new Map<string, Known>();
  const pageUsers = new Map<string, string>();
  const asking = new Map<string, Promise<Identity>>();
  /** Sessions whose pages have named somebody else since they were confirmed. */
  const strangers = new Set<string>();
  /** Counts the doubts of each session. */
  const eras = new Map<string, number>();

  const distrust = (key: string) => {
    eras.set(key, (eras.get(key) ?? 0) + 1);
    asking.delete(key);
    const entry = known.get(key);
    if (entry) entry.verifiedAt = Number.NEGATIVE_INFINITY;
  };

  const ask = async (connector: Connector, source: SourceConfig, asked = 1): Promise<Identity> => {
    const key = sessionKeyOf(source);
    // Not bound to a caller's signal: others may be waiting for the same answer.
    const signal = AbortSignal.timeout(LONGEST_ASK_MS);
    const pageUser = pageUsers.get(key);
    const era = eras.get(key);
    const before = known.get(key)?.identity ?? (await options.store.load(key));
    const identity = await options
      .call({ connector, source, signal, user: null }, (io) => connector.identify(source, io))
      .catch(async (error: unknown) => {
        if (error instanceof DesksideError && error.kind === 'signed-out') {
          known.delete(key);
          await options.store.remove(key);
          if (before) await options.onUserLeft(source, before.userId);
        }
        // Nobody aborted: the time was up, and that is a failure with a name.
        const late = signal.aborted && isAbort(error);
        throw late ? new DesksideError('timeout', 'No answer in time', { cause: error }) : error;
      });
    const doubted = era !== eras.get(key);
    // It may be about the user before.
    if (doubted && asked < MOST_ASKS) return ask(connector, source, asked + 1);
    if (before && before.userId !== identity.userId) await options.onUserLeft(source, before.userId);
    known.set(key, { identity, verifiedAt: doubted ? Number.NEGATIVE_INFINITY : now(), pageUser });
    if (!doubted) strangers.delete(key);
    await options.store.save(key, identity);
    return identity;
  };

  return {
    /** Confirmed within the trust time, without a request; null when the source has to be asked. */
    recent(source: SourceConfig): Identity | null {
      const entry = known.get(sessionKeyOf(source));
      return entry && now() - entry.verifiedAt < trustMs ? entry.identity : null;
    },
    /** Asks the source unless that was done lately. Throws `signed-out`. Callers at the same time share one request. */
    async verify(connector: Connector, source: SourceConfig, signal: AbortSignal): Promise<Identity> {
      signal.throwIfAborted();
      const recent = this.recent(source);
      if (recent) return recent;
      const key = sessionKeyOf(source);
      const running = asking.get(key);
      if (running) return withAbort(running, signal);
      const request = ask(connector, source).finally(() => {
        if (asking.get(key) === request) asking.delete(key);
      });
      asking.set(key, request);
      return withAbort(request, signal);
    },
    /**
     * The source refused this user, whom it had confirmed: nothing of theirs is kept. Somebody else who has signed in
     * since is left alone.
     */
    async left(source: SourceConfig, user: Identity): Promise<void> {
      const key = sessionKeyOf(source);
      const last = await this.last(source);
      if (last && last.userId !== user.userId) return;
      distrust(key);
      known.delete(key);
      await options.store.remove(key);
      await options.onUserLeft(source, user.userId);
    },
    /** For offline use: the user confirmed last, however long ago. */
    async last(source: SourceConfig): Promise<Identity | null> {
      const key = sessionKeyOf(source);
      return known.get(key)?.identity ?? (await options.store.load(key));
    },
    /** Whether pages name somebody else than the user confirmed last: that user is not at the desk any more. */
    strangerSeen: (source: SourceConfig): boolean => strangers.has(sessionKeyOf(source)),
    /** A page of the source named its user ("" for nobody). A change makes the next look-up ask again. */
    pageSaw(source: SourceConfig, pageUser: string): void {
      const key = sessionKeyOf(source);
      const entry = known.get(key);
      const changed = pageUsers.has(key) && pageUsers.get(key) !== pageUser;
      pageUsers.set(key, pageUser);
      if (!changed && (!entry || entry.pageUser === pageUser)) return;
      distrust(key);
      if (entry?.pageUser === pageUser) strangers.delete(key);
      else strangers.add(key);
    },
    /** The source refused, or answered for somebody else: ask before the next use. */
    doubt(source: SourceConfig): void {
      distrust(sessionKeyOf(source));
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;

function withAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** True for failures under which cached rows of the user confirmed last may still be shown. */
export function isOutOfReach(error: unknown): boolean {
  return (
    !isAbort(error) &&
    error instanceof DesksideError &&
    ['unreachable', 'timeout', 'server', 'rate-limited'].includes(error.kind)
  );
}
