import type { SearchQuery } from '../core/query';
import { BlockCache } from './disk/block-cache';
import { DamagedIndexError } from './disk/bytes';
import type { IndexStore } from './disk/index-store';
import { segmentsToJoin } from './disk/merge-policy';
import { OwnerSegments } from './disk/owner-segments';
import { defaultRankingOptions, rankSegments, type Ranked, type RankingOptions } from './disk/rank-segments';
import { SegmentMaker, type SegmentMakerOptions } from './disk/segment-maker';
import { findMarks } from './find-marks';
import type {
  IndexedDocument,
  KeptVectors,
  PassageHit,
  PendingDocument,
  Retriever,
  RetrieverSearchOptions,
} from './retriever';

export interface DiskRetrieverOptions extends SegmentMakerOptions {
  readonly store: IndexStore;
  /** The documents themselves, of which the index holds no text; those that are gone are left out. */
  readonly documents: (keys: readonly string[]) => Promise<ReadonlyMap<string, IndexedDocument>>;
  readonly ranking?: Partial<RankingOptions>;
  readonly cacheBytes?: number;
  /** Whether segments may be kept in the store; while not, they are in memory. */
  readonly isKept?: () => boolean;
}

/** Documents that are made searchable in one go when an owner is opened. */
const PENDING_STROKE = 100;

/**
 * Words and meanings of documents, in segments that are written once and never changed: see disk/build-segment. What
 * it needs of them it reads when it needs it, so a start costs no more than the first search. Each owner's segments
 * are their own. The order in which documents came, and how often the process was killed meanwhile, leave no trace in
 * its answers.
 */
export class DiskRetriever implements Retriever {
  private readonly cache: BlockCache;
  private readonly ranking: RankingOptions;
  private readonly owners = new Map<string, Promise<OwnerSegments>>();
  private readonly maker: SegmentMaker;
  private writing: Promise<unknown> = Promise.resolve();
  /** Changes whose turn has not come. */
  private waiting = 0;

  constructor(private readonly options: DiskRetrieverOptions) {
    this.cache = new BlockCache(options.cacheBytes);
    this.maker = new SegmentMaker(options);
    this.ranking = { ...defaultRankingOptions, ...options.ranking };
  }

  prepare(documents: readonly IndexedDocument[]): Promise<void> {
    return this.maker.prepare(documents);
  }

  /** `settled`: what the store noted as still to be done and this call does. */
  add(documents: readonly IndexedDocument[], settled: readonly PendingDocument[] = []): Promise<void> {
    return this.inTurn(async () => {
      for (const [owner, own] of byOwner(documents)) {
        const keys = own.map(({ documentKey }) => documentKey);
        const segments = await this.opened(owner);
        await segments.change({
          built: await this.maker.build(owner, own),
          removeKeys: keys,
          settled: settled.filter(({ documentKey }) => keys.includes(documentKey)),
        });
        await this.maker.tidy(segments);
      }
    });
  }

  remove(documentKeys: readonly string[], settled: readonly PendingDocument[] = []): Promise<void> {
    if (documentKeys.length === 0) return Promise.resolve();
    return this.inTurn(async () => {
      for (const opened of [...this.owners.values()]) {
        const segments = await opened;
        const own = settled.filter(({ owner }) => owner === segments.owner);
        await segments.change({ removeKeys: documentKeys, settled: own });
        await this.maker.tidy(segments);
      }
    });
  }

  async open(owner: string): Promise<void> {
    await this.opened(owner);
  }

  close(owners?: readonly string[]): Promise<void> {
    const closing = owners ?? [...this.owners.keys()];
    return this.inTurn(async () => {
      for (const owner of closing) {
        const opened = this.owners.get(owner);
        this.owners.delete(owner);
        await opened?.then(
          (segments) => segments.close(),
          () => undefined,
        );
      }
    });
  }

  async vectors(
    documents: readonly Pick<IndexedDocument, 'documentKey' | 'owner'>[],
  ): Promise<Map<string, KeptVectors>> {
    const found = new Map<string, KeptVectors>();
    for (const [owner, own] of byOwner(documents)) {
      const keys = own.map(({ documentKey }) => documentKey);
      for (const segment of (await this.opened(owner)).segments) {
        const { embedder } = segment.row;
        const numbers = embedder === null ? [] : await segment.numbersOf(keys);
        for (const { documentKey, passages } of (await segment.forward(numbers)).values())
          found.set(documentKey, {
            embedder: embedder ?? '',
            passages: passages.map(({ vector }) => vector),
          });
      }
    }
    return found;
  }

  async search(query: SearchQuery, options: RetrieverSearchOptions): Promise<PassageHit[]> {
    const { owners, signal } = options;
    signal?.throwIfAborted();
    // Opening the disk need not wait for the embedder; should it fail, `rank` hears of it.
    for (const owner of owners) void this.opened(owner).catch(() => undefined);
    const vector = await this.queryVector(query, signal);
    const ranked = await this.rank(query, vector, owners, options.k, signal);
    signal?.throwIfAborted();
    return this.toHits(ranked);
  }

  private async rank(
    query: SearchQuery,
    vector: Float32Array | null,
    owners: ReadonlySet<string>,
    k: number,
    signal: AbortSignal | undefined,
  ): Promise<Ranked> {
    for (let attempt = 1; ; attempt += 1) {
      const opened = await Promise.all([...owners].map((owner) => this.opened(owner)));
      const segments = opened.flatMap((each) => each.segments);
      try {
        return await rankSegments({ query, vector, segments, k, signal }, this.ranking);
      } catch (error) {
        if (!(error instanceof DamagedIndexError) || attempt > 2) throw error;
        // Segments that a merge dropped under our feet are read no more; others are damaged.
        const isSame = opened.flatMap((each) => each.segments).every((one, at) => one === segments[at]);
        if (isSame) await this.rebuild(owners, error);
      }
    }
  }

  /** The index is made of the documents: where it is damaged, it is made again. */
  private async rebuild(owners: ReadonlySet<string>, error: unknown): Promise<void> {
    this.options.onTrouble?.('the index is damaged and is built anew', error);
    await this.inTurn(async () => {
      for (const owner of owners) {
        await this.options.store.rebuild(owner);
        this.owners.delete(owner);
      }
    });
  }

  private opened(owner: string): Promise<OwnerSegments> {
    const running = this.owners.get(owner) ?? this.load(owner);
    this.owners.set(owner, running);
    running.catch(() => {
      if (this.owners.get(owner) === running) this.owners.delete(owner);
    });
    return running;
  }

  private async load(owner: string): Promise<OwnerSegments> {
    const { store, embedder } = this.options;
    const isKept = () => this.options.isKept?.() ?? true;
    const segments = new OwnerSegments(owner, {
      store,
      isKept,
      cache: this.cache,
      embedder: embedder?.id ?? null,
      onUnsaved: (error) => this.options.onTrouble?.('the index could not be kept', error),
    });
    const ask = () => (isKept() ? store.pending(owner, PENDING_STROKE) : Promise.resolve([]));
    const [isCurrent, noted] = await Promise.all([segments.load(), ask()]);
    let pending = isCurrent ? noted : await ask();
    let last = '';
    for (;;) {
      const [next] = pending;
      const first = next && `${next.documentKey} ${next.mark}`;
      // The same once more: the store does not take what was done.
      if (first === undefined || first === last) return segments;
      last = first;
      await this.settle(segments, pending);
      pending = await ask();
    }
  }

  private async settle(segments: OwnerSegments, pending: readonly PendingDocument[]): Promise<void> {
    const keys = pending.map(({ documentKey }) => documentKey);
    const found = [...(await this.options.documents(keys)).values()].filter(
      ({ owner }) => owner === segments.owner,
    );
    const built = found.length === 0 ? null : await this.maker.build(segments.owner, found);
    await segments.change({ built, removeKeys: keys, settled: pending });
    await this.maker.tidy(segments);
  }

  consolidate(): Promise<void> {
    return this.inTurn(async () => {
      const breathe = async () => {
        await this.maker.breathe();
        if (this.waiting > 0) throw new OthersWait();
      };
      try {
        for (const opened of [...this.owners.values()]) {
          const segments = await opened;
          const merged = segmentsToJoin(segments.segments);
          if (merged.length > 0) await this.maker.merge(segments, merged, breathe);
        }
      } catch (error) {
        if (!(error instanceof OthersWait)) throw error;
      }
    });
  }

  /** One change at a time. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const begin = () => {
      this.waiting -= 1;
      return work();
    };
    const turn = this.writing.then(begin, begin);
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** Null where there is nothing to compare: no embedder, no text, a language that it does not know. */
  private async queryVector(query: SearchQuery, signal?: AbortSignal): Promise<Float32Array | null> {
    const { embedder } = this.options;
    const text = query.text ?? query.terms.map((term) => term.text).join(' ');
    if (embedder === null || text.trim() === '') return null;
    if (query.language !== null && !embedder.languages.includes(query.language)) return null;
    try {
      const [vector] = await embedder.embed([text], 'query', signal);
      return vector?.some((value) => value !== 0) ? vector : null;
    } catch (error) {
      signal?.throwIfAborted();
      this.options.onTrouble?.('what the query means could not be told', error);
      return null;
    }
  }

  private async toHits({ hits, clauses }: Ranked): Promise<PassageHit[]> {
    const documents = await this.options.documents(hits.map(({ documentKey }) => documentKey));
    return hits.flatMap(({ documentKey, ordinal, language, ...rest }) => {
      const found = documents.get(documentKey);
      if (!found) return [];
      const passage = found.passages[ordinal] ?? titlePassage(documentKey);
      return [{ ...rest, documentKey, passage, marks: findMarks(passage, clauses, language) }];
    });
  }
}

/** Ends what can be done some other time. */
class OthersWait extends Error {}

function byOwner<T extends Pick<IndexedDocument, 'documentKey' | 'owner'>>(
  documents: readonly T[],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  // The same document twice in one call: the later one counts.
  for (const entry of new Map(documents.map((each) => [each.documentKey, each])).values()) {
    groups.set(entry.owner, [...(groups.get(entry.owner) ?? []), entry]);
  }
  return groups;
}

/** A document without text still has its title to be found by. */
function titlePassage(documentKey: string): PassageHit['passage'] {
  return { id: `${documentKey}#0`, documentKey, headingPath: [], text: '', units: [], ordinal: 0 };
}
