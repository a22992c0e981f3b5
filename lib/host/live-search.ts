import type { LiveReport } from '../assist/assist';
import type { Connector } from '../connectors/connector';
import type { SourceStatus } from '../core/assist-state';
import { isAbort } from '../core/errors';
import type { PageContext } from '../core/page';
import type { SearchQuery } from '../core/query';
import type { Settings } from '../core/settings';
import type { Identity, SourceConfig } from '../core/source';
import type { LookUpParts } from './look-up';
import { waitingStatus } from './pauses';
import { isOutOfReach } from './sessions';
import { kindOf } from './source-setup';

/** Cached documents that no live answer confirmed are read again, so many at most a look-up and source. */
const MOST_REVALIDATED = 3;

export interface Target {
  connector: Connector;
  source: SourceConfig;
}

export interface LiveSearchOptions {
  parts: LookUpParts;
  context: PageContext;
  settings: Settings;
  targets: readonly Target[];
  query: SearchQuery;
  /** Whose rows may be shown; grows and shrinks as sources say who is signed in. */
  owners: Set<string>;
  signal: AbortSignal;
}

/** Every source at once, each with its own status: a failing one is named and the others go on. */
export class LiveSearch {
  /** Whom each source was asked for, by its id. */
  private readonly users = new Map<string, Identity>();

  constructor(
    private readonly options: LiveSearchOptions,
    private readonly report: (report: LiveReport) => void,
  ) {}

  async run(): Promise<void> {
    await Promise.all(this.options.targets.map((target) => this.ask(target)));
  }

  private say(source: SourceConfig, change: Partial<SourceStatus>, found: Partial<LiveReport> = {}): void {
    this.report({ status: { ...waitingStatus(source), ...change }, confirmed: [], changed: [], ...found });
  }

  private async ask(target: Target): Promise<void> {
    const { source } = target;
    const pause = this.options.parts.pauses.reason(source.id);
    if (pause) {
      if (pause.kind === 'rate-limited') await this.settle(() => this.showLastUser(source));
      return this.say(source, { state: 'failed', error: pause.kind, retryAt: pause.until });
    }
    try {
      await this.search(target);
    } catch (error) {
      if (this.options.signal.aborted) throw error;
      await this.settle(() => this.fail(source, error));
      const retryAt = this.options.parts.pauses.reason(source.id)?.until ?? null;
      this.say(source, { state: 'failed', error: kindOf(error), retryAt });
    }
  }

  private async search({ connector, source }: Target): Promise<void> {
    const { parts, signal, settings, context, owners, query } = this.options;
    this.say(source, { state: 'searching' });
    const user = await parts.sessions.verify(connector, source, signal);
    this.users.set(source.id, user);
    const owner = parts.library.ownerOf(source, user);
    if (!owners.has(owner)) {
      await parts.library.open(owner);
      owners.add(owner);
      this.say(source, { state: 'searching' });
    }
    const own = context.sourceId === source.id && context.documentId !== null ? [context.documentId] : [];
    const tickets = context.kind === 'ticket' && settings.similarTickets;
    const asked = { ...query, excludeIds: own };
    const found = await parts.search.search(connector, source, asked, { tickets, signal });
    // Half an answer, and a word on when to come again: that word counts.
    parts.pauses.note(source.id, found.failure);
    const status = { state: 'done', found: found.documentKeys.length } as const;
    this.say(source, status, { confirmed: found.documentKeys, changed: found.changedKeys });
    const kept = await this.revalidate({ connector, source }, owner, new Set(found.documentKeys));
    if (kept) this.say(source, status, kept);
  }

  /** Rows of the cache that no live answer brought are read once more: what is gone or closed disappears. */
  private async revalidate(
    { connector, source }: Target,
    owner: string,
    confirmed: ReadonlySet<string>,
  ): Promise<Pick<LiveReport, 'confirmed' | 'changed'> | null> {
    const { parts, signal, query, settings } = this.options;
    const hits = await parts.library.search(query, new Set([owner]), settings.maxSuggestions * 2, signal);
    const unconfirmed = hits
      .map((hit) => ({ key: hit.documentKey, document: parts.library.document(hit.documentKey) }))
      .filter(({ key, document }) => document?.sourceId === source.id && !confirmed.has(key));
    const report = { confirmed: [] as string[], changed: [] as string[] };
    await Promise.all(
      unconfirmed.slice(0, MOST_REVALIDATED).map(async ({ key, document }) => {
        if (!document) return;
        try {
          const fresh = await parts.search.revalidate(connector, source, document.ref, key, signal);
          if (fresh) report.confirmed.push(key);
          if (fresh && fresh.version !== document.version) report.changed.push(key);
        } catch (error) {
          if (signal.aborted || kindOf(error) === 'signed-out') throw error;
          parts.pauses.note(source.id, error);
          // It stays marked as coming from the cache, which is what it is.
          parts.logger.warn('a cached document was not confirmed', error);
        }
      }),
    );
    return unconfirmed.length > 0 ? report : null;
  }

  /** The device's own trouble with what a failure leads to must not end what the other sources are doing. */
  private async settle(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.options.signal.aborted) throw error;
      this.options.parts.logger.warn('what was kept of a source that failed is not at hand', error);
    }
  }

  private async fail(source: SourceConfig, error: unknown): Promise<void> {
    const { parts, owners } = this.options;
    if (!isAbort(error)) parts.logger.warn(`${source.product} failed`, error);
    parts.pauses.note(source.id, error);
    await this.forgetRefused(source, error);
    if (isOutOfReach(error)) await this.showLastUser(source);
    // Signed out, or refused: nothing of this source is shown on an old user's word.
    else if (parts.sessions.recent(source) === null) {
      const user = await parts.sessions.last(source);
      if (user) owners.delete(parts.library.ownerOf(source, user));
    }
  }

  /** Signed out in the middle of it: that ends the trust in the user the source had confirmed a moment ago. */
  private async forgetRefused(source: SourceConfig, error: unknown): Promise<void> {
    const { parts, owners } = this.options;
    const user = this.users.get(source.id);
    if (!user || kindOf(error) !== 'signed-out') return;
    owners.delete(parts.library.ownerOf(source, user));
    await parts.sessions.left(source, user);
  }

  /** Out of reach: what the user confirmed last may see is all there is to go by. */
  private async showLastUser(source: SourceConfig): Promise<void> {
    const { sessions, library } = this.options.parts;
    const user = await sessions.last(source);
    if (!user) return;
    const owner = library.ownerOf(source, user);
    if (sessions.strangerSeen(source)) return void this.options.owners.delete(owner);
    await library.open(owner);
    this.options.owners.add(owner);
  }
}
