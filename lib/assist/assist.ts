import type { AssistState, SourceStatus } from '../core/assist-state';
import type { PageContext } from '../core/page';
import type { SearchQuery } from '../core/query';
import type { Answer, DocumentFacts, Passage, Suggestion } from '../core/suggestion';
import { buildQuery } from '../retrieval/build-query';
import { fuse, mergeStable } from '../retrieval/fuse';
import type { PassageHit } from '../retrieval/retriever';
import type { AnswerSource } from './answer-source';
import { defaultExtractOptions, extractAnswer } from './extract-answer';
import { verifyAnswer } from './verify-citation';
import { layGround, type Groundwork } from './written/groundwork';

/** A document found in the index, with all that an answer may quote from it. */
export interface FoundDocument {
  readonly hit: PassageHit;
  readonly facts: DocumentFacts;
  /** All passages of the document, in its order. */
  readonly passages: readonly Passage[];
}

/** What one source has done so far in a live search; its documents are in the index already when this arrives. */
export interface LiveReport {
  readonly status: SourceStatus;
  /** Documents the source has just confirmed, whether they were cached or new. */
  readonly confirmed: readonly string[];
  /** Those of them whose version differs from the cached one. */
  readonly changed: readonly string[];
}

export interface AssistLimits {
  /** Articles and tickets shown. */
  readonly articles: number;
  readonly tickets: number;
  /** Documents asked of the index, for both lists and the answer. */
  readonly found: number;
}

export const defaultAssistLimits: AssistLimits = { articles: 5, tickets: 5, found: 24 };

/** How an encoder orders what one query found. Reading takes seconds at first; what was read is known from then on. */
export interface ReadingOrder {
  /** At once, by what was read already; null while that is too little. */
  known(found: readonly FoundDocument[]): FoundDocument[] | null;
  /** Brings back what was read before, some other time; what was not is left alone. @throws AbortError */
  recall(found: readonly FoundDocument[], signal: AbortSignal): Promise<void>;
  /** Reads what was not read before. Null where the encoder has nothing to say. @throws AbortError */
  read(found: readonly FoundDocument[], signal: AbortSignal): Promise<FoundDocument[] | null>;
}

/** What the panel shows, bound to what it was made for; the host adds tab and subject. */
export interface AssistUpdate extends Omit<AssistState, 'tabId' | 'subject' | 'offer' | 'writer'> {
  readonly contextId: string;
  readonly revision: string;
}

export interface AssistRequest {
  readonly context: PageContext;
  /** Ranks what the index holds, for the signed-in users of this moment. */
  readonly searchCache: (
    query: SearchQuery,
    options: { k: number; signal: AbortSignal },
  ) => Promise<FoundDocument[]>;
  /** Asks every source; reports each as it starts, arrives or fails. A failing source is a report, not a throw. */
  readonly searchLive: (query: SearchQuery, signal: AbortSignal) => AsyncIterable<LiveReport>;
  /** BCP 47 primary tags of the languages that are compared by meaning, too. */
  readonly meaningLanguages?: readonly string[];
  /** An encoder that reads what was found and puts it in order, where there is one. */
  readonly readingOrder?: (query: SearchQuery) => ReadingOrder;
  readonly emit: (update: AssistUpdate) => void;
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** When the page became readable, by the same clock. */
  readonly startedAt: number;
  readonly limits?: Partial<AssistLimits>;
  /** What is shown already for this context: it is not reshuffled without need. */
  readonly shown?: Pick<AssistState, 'articles' | 'tickets'>;
}

/**
 * From a page to cited suggestions, in stages: what the cache holds, then each source as it answers, then the end;
 * and once more, where an encoder that reads what was found has another order to offer.
 * Gives what an answer could be written from; null where there is nothing.
 * Every update is whole and names the context and revision it was made for; after an abort nothing more is emitted.
 * @throws AbortError when `signal` aborts; whatever `searchCache` throws
 */
export async function assist(request: AssistRequest): Promise<Groundwork | null> {
  const { context, signal } = request;
  signal.throwIfAborted();
  const query = buildQuery(context);
  const run = new AssistRun(request, query);
  // "It doesn't work" asks nothing: no source is troubled, and the panel says what is missing.
  const weight = query.terms.reduce((sum, term) => sum + term.weight, 0);
  if (weight < defaultExtractOptions.leastQueryWeight) {
    run.finish();
    return null;
  }
  await run.rank('cache');
  run.recall();
  for await (const report of request.searchLive(query, signal)) {
    signal.throwIfAborted();
    run.note(report);
    await run.rank('live');
  }
  signal.throwIfAborted();
  await run.rank('done');
  await run.read();
  return run.ground();
}

/** The state of one look-up, from its first update to its last. */
class AssistRun {
  private readonly limits: AssistLimits;
  private readonly sources = new Map<string, SourceStatus>();
  private readonly confirmed = new Set<string>();
  private readonly changed = new Set<string>();
  private articles: Suggestion[];
  private tickets: Suggestion[];
  private answer: Answer | null = null;
  private sourcesShown: readonly AnswerSource[] = [];
  private readonly order: ReadingOrder | undefined;
  private found: readonly FoundDocument[] = [];
  private shown: readonly FoundDocument[] = [];
  private cachedMs: number | null = null;
  private liveMs: number | null = null;

  constructor(
    private readonly request: AssistRequest,
    private readonly query: SearchQuery,
  ) {
    this.limits = { ...defaultAssistLimits, ...request.limits };
    this.articles = request.shown?.articles ?? [];
    this.tickets = request.shown?.tickets ?? [];
    this.order = request.readingOrder?.(query);
  }

  /** Takes a report in. Whatever it says, rows may have come or gone: who is signed in may just have been learnt. */
  note({ status, confirmed, changed }: LiveReport): void {
    this.sources.set(status.sourceId, status);
    for (const key of confirmed) this.confirmed.add(key);
    for (const key of changed) this.changed.add(key);
  }

  async rank(stage: AssistUpdate['stage']): Promise<void> {
    const { signal, searchCache } = this.request;
    this.found = await searchCache(this.query, { k: this.limits.found, signal });
    signal.throwIfAborted();
    this.show(this.order?.known(this.found) ?? this.found, stage);
  }

  /** While the sources are asked, what was read of these some other time is looked up. */
  recall(): void {
    this.order?.recall(this.found, this.request.signal).catch(() => undefined);
  }

  /** The last word, where it is another than the one before. Not sooner: a busy core must not hold up the sources. */
  async read(): Promise<void> {
    const { signal } = this.request;
    const ordered = await this.order?.read(this.found, signal);
    signal.throwIfAborted();
    if (ordered && !isSameRanking(ordered, this.shown)) this.show(ordered, 'done');
  }

  private show(found: readonly FoundDocument[], stage: AssistUpdate['stage']): void {
    const { context } = this.request;
    this.shown = found;
    const fused = fuse(found, {
      page: context,
      confirmed: this.confirmed,
      changed: this.changed,
      mostArticles: this.limits.articles,
      mostTickets: this.limits.tickets,
    });
    this.articles = mergeStable(this.articles, fused.articles);
    this.tickets = mergeStable(this.tickets, fused.tickets);
    this.clock();
    // Suggestions do not wait for the first answer to be written; on a refresh the last one stays until the next.
    if (stage === 'cache' && found.length > 0 && this.request.shown === undefined) this.emit(stage);
    this.answer = this.write(found, [...fused.articles, ...fused.tickets]);
    this.emit(stage);
  }

  ground(): Groundwork | null {
    return (
      this.answer && layGround(this.request.context, this.answer, this.sourcesShown, this.query.language)
    );
  }

  finish(): void {
    this.answer = this.write([], []);
    this.emit('done');
  }

  emit(stage: AssistUpdate['stage']): void {
    const { context, emit, signal } = this.request;
    signal.throwIfAborted();
    const sources = [...this.sources.values()];
    emit({
      contextId: context.contextId,
      revision: context.revision,
      stage,
      articles: this.articles,
      tickets: this.tickets,
      answer: this.answer,
      sources,
      offline:
        sources.length > 0 &&
        sources.every(({ state, error }) => state === 'failed' && error === 'unreachable'),
      wordsOnly: this.wordsOnly(),
      timings: { cachedMs: this.cachedMs, liveMs: this.liveMs },
    });
  }

  private wordsOnly(): string | null {
    const { language, terms } = this.query;
    const { meaningLanguages = [] } = this.request;
    return language === null || terms.length === 0 || meaningLanguages.includes(language) ? null : language;
  }

  /** Extracts from what is shown and nothing else, each checked against its passage. */
  private write(found: readonly FoundDocument[], shown: readonly Suggestion[]): Answer {
    const { context } = this.request;
    const keys = new Set(shown.map((row) => row.documentKey));
    const sources = found.filter(({ facts }) => keys.has(facts.documentKey)).map(toAnswerSource);
    this.sourcesShown = sources;
    const passages = new Map(
      sources.flatMap((source) => source.passages.map((passage) => [passage.id, passage])),
    );
    const answer = extractAnswer(this.query, sources, { context, question: isQuestion(context) });
    return verifyAnswer(answer, (id) => passages.get(id));
  }

  private clock(): void {
    const rows = [...this.articles, ...this.tickets];
    const elapsed = Math.max(0, this.request.now() - this.request.startedAt);
    if (rows.length > 0) this.cachedMs ??= rows.some((row) => row.origin === 'cache') ? elapsed : null;
    if (rows.some((row) => row.origin === 'live')) this.liveMs ??= elapsed;
  }
}

function toAnswerSource({ hit, facts, passages }: FoundDocument): AnswerSource {
  return { facts, passages, score: hit.score, coverage: hit.coverage };
}

function isSameRanking(one: readonly FoundDocument[], other: readonly FoundDocument[]): boolean {
  const isSame = ({ hit }: FoundDocument, at: number) =>
    hit.documentKey === other[at]?.hit.documentKey && hit.score === other[at]?.hit.score;
  return one.length === other.length && one.every(isSame);
}

function isQuestion(context: PageContext): boolean {
  return /[?？]\s*$/.test(context.title);
}
