import {
  assist,
  type AssistLimits,
  type AssistRequest,
  type AssistUpdate,
  type FoundDocument,
  type LiveReport,
} from '../assist/assist';
import type { Connector } from '../connectors/connector';
import type { PageContext } from '../core/page';
import type { SearchQuery } from '../core/query';
import type { Settings } from '../core/settings';
import type { Logger } from '../platform/logger';
import { createChannel } from '../platform/channel';
import type { Library } from './library';
import { LiveSearch, type Target } from './live-search';
import type { Pauses } from './pauses';
import type { ReadingOrders } from './reading-order';
import type { Sessions } from './sessions';
import type { SourceSearch } from './source-search';

export interface LookUpParts {
  connectors: readonly Connector[];
  sessions: Sessions;
  library: Library;
  pauses: Pauses;
  search: SourceSearch;
  /** What the index compares by meaning, too. */
  meaningLanguages: readonly string[];
  /** Null where no encoder runs. */
  readingOrders: ReadingOrders | null;
  now(): number;
  logger: Logger;
}

export interface LookUpOptions {
  signal: AbortSignal;
  /** What the panel shows now: it is not reshuffled without need. Left out, rows do not wait for the answer. */
  shown?: Pick<AssistUpdate, 'articles' | 'tickets'>;
  /** When the page became readable, in epoch milliseconds. */
  startedAt: number;
  emit(update: AssistUpdate): void;
}

/** From a context to suggestions and an answer, with whatever the settings say may be searched. */
export function createLookUps(parts: LookUpParts) {
  const { sessions, library } = parts;

  const targetsOf = (settings: Settings): Target[] =>
    settings.sources.flatMap((source) => {
      const connector = parts.connectors.find(({ id }) => id === source.product);
      return source.enabled && connector ? [{ connector, source }] : [];
    });
  /** Users confirmed lately: their rows may be shown at once. Imported files are always this person's. */
  const recentOwners = async (targets: readonly Target[]): Promise<Set<string>> => {
    const owners = targets.flatMap(({ source }) => {
      const user = sessions.recent(source);
      return user ? [library.ownerOf(source, user)] : [];
    });
    owners.push(library.filesOwner);
    await Promise.all(owners.map((owner) => library.open(owner)));
    return new Set(owners);
  };
  const look = async (
    context: PageContext,
    settings: Settings,
    options: LookUpOptions,
    live: (query: SearchQuery, owners: Set<string>) => AsyncIterable<LiveReport>,
  ) => {
    const owners = await recentOwners(targetsOf(settings));
    // Sources report more often than rows come or go: nothing new is nothing to rank.
    let ranked = { of: '', found: [] as FoundDocument[] };
    const searchCache: AssistRequest['searchCache'] = async (query, { k, signal }) => {
      const of = JSON.stringify([library.revision(), [...owners]]);
      if (ranked.of !== of) ranked = { of, found: await find(library, query, owners, k, signal) };
      return ranked.found;
    };
    const emit = (update: AssistUpdate) => {
      const shared = shareOut(update, settings.maxSuggestions);
      options.emit({ ...update, ...shared });
      if (update.stage !== 'done') return;
      // Waits for nobody, and never fails: see the library.
      void library.touch([...shared.articles, ...shared.tickets].map((row) => row.documentKey));
    };
    return assist({
      context,
      signal: options.signal,
      shown: options.shown,
      startedAt: options.startedAt,
      now: parts.now,
      emit,
      limits: limitsOf(settings),
      searchCache,
      searchLive: (query) => live(query, owners),
      meaningLanguages: parts.meaningLanguages,
      ...(settings.readClosely && parts.readingOrders && { readingOrder: parts.readingOrders.of }),
    });
  };

  return {
    /** What the cache says, of users confirmed lately; no request is made. */
    preview: (context: PageContext, settings: Settings, options: LookUpOptions) =>
      look(context, settings, options, () => nobody()),

    /** The cache at once, then every source live, each as it answers. */
    run: (context: PageContext, settings: Settings, options: LookUpOptions) =>
      look(context, settings, options, (query, owners) => {
        const channel = createChannel<LiveReport>();
        const targets = targetsOf(settings);
        const search = new LiveSearch(
          { parts, context, settings, targets, query, owners, ...options },
          channel.push,
        );
        search.run().then(channel.end, channel.fail);
        return channel.values;
      }),
  };
}
export type LookUps = ReturnType<typeof createLookUps>;

async function* nobody(): AsyncGenerator<LiveReport> {
  yield* [];
}

function limitsOf(settings: Settings): Partial<AssistLimits> {
  const { maxSuggestions: most, similarTickets } = settings;
  return { articles: most, tickets: similarTickets ? most : 0 };
}

/**
 * The setting counts both lists together: half of it each, and what one does not need is the other's. What stays is
 * decided by score alone; the order, which keeps rows where somebody may be reading them, is left as it is.
 */
export function shareOut<T extends { score: number; documentKey: string }>(
  { articles, tickets }: { articles: T[]; tickets: T[] },
  most: number,
): { articles: T[]; tickets: T[] } {
  const forTickets = Math.max(most - articles.length, Math.floor(most / 2));
  const shownTickets = best(tickets, forTickets);
  return { articles: best(articles, most - shownTickets.length), tickets: shownTickets };
}

function best<T extends { score: number; documentKey: string }>(rows: T[], most: number): T[] {
  const ranked = rows.toSorted((a, b) => b.score - a.score || (a.documentKey < b.documentKey ? -1 : 1));
  const kept = new Set(ranked.slice(0, most));
  return rows.filter((row) => kept.has(row));
}

async function find(
  library: Library,
  query: SearchQuery,
  owners: ReadonlySet<string>,
  k: number,
  signal: AbortSignal,
): Promise<FoundDocument[]> {
  const hits = await library.search(query, owners, k, signal);
  return hits.flatMap((hit) => {
    const facts = library.facts(hit.documentKey);
    return facts ? [{ hit, facts, passages: library.passages(hit.documentKey) }] : [];
  });
}
