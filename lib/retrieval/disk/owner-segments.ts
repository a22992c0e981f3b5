import { fields } from '../bm25';
import type { BlockCache } from './block-cache';
import { SEGMENT_FORMAT, type BuiltSegment } from './build-segment';
import type { PendingDocument } from '../retriever';
import type { IndexChange, IndexStore, SegmentRow } from './index-store';
import { Segment } from './segment';

/** Segments that are no larger stay in memory, too: they are searched most often before they are merged, and merged soon. */
const MOST_IN_MEMORY = 500_000;

export interface OwnerSegmentsOptions {
  readonly store: IndexStore;
  readonly cache: BlockCache;
  readonly embedder: string | null;
  /** False while nothing may be kept: then all there is of an index is in memory. */
  readonly isKept: () => boolean;
  /** The store did not take a change: it is seen all the same, until the process ends. */
  readonly onUnsaved: (error: unknown) => void;
}

/** The segments of one owner: what is stored of them and what is searched change together. */
export class OwnerSegments {
  private list: readonly Segment[] = [];
  private isClosed = false;
  /** What the store did not take: it goes along with whatever it takes next. */
  private owed = nothingOwed();

  constructor(
    readonly owner: string,
    private readonly options: OwnerSegmentsOptions,
  ) {}

  /** As of now: a change makes a new list, so whoever searches keeps the one it began with. */
  get segments(): readonly Segment[] {
    return this.list;
  }

  /** Reads the rows. False where another version or embedder wrote them: all documents are to be indexed anew. */
  async load(): Promise<boolean> {
    const { store, cache, embedder, isKept } = this.options;
    if (!isKept()) return true;
    const rows = await store.segments(this.owner);
    if (rows.every((row) => row.format === SEGMENT_FORMAT && row.embedder === embedder)) {
      this.list = rows.sort(byId).map((row) => new Segment(row, store, cache));
      return true;
    }
    await store.rebuild(this.owner);
    this.list = [];
    return false;
  }

  /** Whoever still holds it changes nothing any more. */
  close(): void {
    this.isClosed = true;
    this.list = [];
  }

  /** One change, stored and then seen: a segment that comes, documents and segments that go. */
  async change(parts: {
    readonly built?: BuiltSegment | null;
    readonly removeKeys?: readonly string[];
    readonly drop?: readonly Segment[];
    readonly settled?: readonly PendingDocument[];
  }): Promise<void> {
    if (this.isClosed) return;
    const { built = null, removeKeys = [], drop = [], settled = [] } = parts;
    const dropped = new Set(drop);
    const update: SegmentRow[] = [];
    for (const segment of this.list) {
      const row = dropped.has(segment) ? null : await withRemoved(segment, removeKeys);
      if (row?.alive === 0) dropped.add(segment);
      else if (row) update.push(row);
    }
    if (!built && update.length + dropped.size + settled.length === 0) return;
    await this.save({
      add: built ? [built] : [],
      update,
      drop: [...dropped].map(({ row }) => row.id),
      settled,
    });
    if (this.isClosed) return;
    const { cache, store } = this.options;
    const changed = new Map(update.map((row) => [row.id, row]));
    const kept = this.list.filter((segment) => !dropped.has(segment));
    // A new row is a new segment object: a search under way still sees what it began with.
    const next = kept.map((segment) => {
      const row = changed.get(segment.row.id);
      return row ? segment.with(row) : segment;
    });
    if (built) {
      const isSaved = this.options.isKept() && !this.owed.add.has(built.row.id);
      const isRead = isSaved && built.row.bytes > MOST_IN_MEMORY;
      next.push(new Segment(built.row, isRead ? store : inMemory(built), cache));
    }
    this.list = next;
    for (const { row } of dropped) cache.forget(`${row.id}/`);
  }

  /** With everything that is owed. What the store does not take is owed from then on. */
  private async save(change: IndexChange): Promise<void> {
    const { store, isKept, onUnsaved } = this.options;
    if (!isKept()) return;
    const owed = together(this.owed, change);
    try {
      await store.commit({
        add: [...owed.add.values()],
        update: [...owed.update.values()],
        drop: [...owed.drop],
        settled: change.settled,
      });
      this.owed = nothingOwed();
    } catch (error) {
      this.owed = owed;
      onUnsaved(error);
    }
  }
}

/** Changes that were seen and not stored. */
interface Owed {
  readonly add: Map<string, IndexChange['add'][number]>;
  readonly update: Map<string, SegmentRow>;
  readonly drop: Set<string>;
}

function nothingOwed(): Owed {
  return { add: new Map(), update: new Map(), drop: new Set() };
}

/** Both, one after the other, as one. */
function together(before: Owed, change: IndexChange): Owed {
  const owed: Owed = {
    add: new Map(before.add),
    update: new Map(before.update),
    drop: new Set(before.drop),
  };
  for (const segment of change.add) owed.add.set(segment.row.id, segment);
  for (const row of change.update) {
    const added = owed.add.get(row.id);
    if (added) owed.add.set(row.id, { ...added, row });
    else owed.update.set(row.id, row);
  }
  for (const id of change.drop) {
    owed.update.delete(id);
    // What the store never had it need not drop.
    if (!owed.add.delete(id)) owed.drop.add(id);
  }
  return owed;
}

function inMemory({ blocks }: BuiltSegment): Pick<IndexStore, 'read'> {
  return { read: (_id, names) => Promise.resolve(names.map((name) => blocks.get(name))) };
}

function byId(a: SegmentRow, b: SegmentRow): number {
  return a.id < b.id ? -1 : 1;
}

/** The segment's row without these documents; null where it holds none of them. */
async function withRemoved(segment: Segment, documentKeys: readonly string[]): Promise<SegmentRow | null> {
  if (documentKeys.length === 0) return null;
  const { lengths } = await segment.columns();
  const { row } = segment;
  const removed = row.removed?.slice() ?? new Uint8Array(Math.ceil(row.documents / 8));
  const left = [...row.lengths];
  let { alive } = row;
  for (const number of await segment.numbersOf(documentKeys)) {
    removed[number >> 3] = (removed[number >> 3] ?? 0) | (1 << (number & 7));
    alive -= 1;
    for (const [place] of fields.entries()) {
      left[place] = (left[place] ?? 0) - (lengths[place * row.documents + number] ?? 0);
    }
  }
  return alive === row.alive ? null : { ...row, alive, removed, lengths: left };
}
