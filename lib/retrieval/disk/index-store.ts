import type { PendingDocument } from '../retriever';

/** What a search reads of a segment before any block: small, and read whole. */
export interface SegmentRow {
  readonly id: string;
  /** Whose documents it holds: a segment never mixes owners. */
  readonly owner: string;
  /** Version of the layout of blocks and row; another one is built anew. */
  readonly format: number;
  /** Names the embedder of its vectors; null without. */
  readonly embedder: string | null;
  readonly dimensions: number;
  readonly documents: number;
  readonly passages: number;
  /** Number of buckets that terms are spread over, a power of two. */
  readonly buckets: number;
  /** Documents whose forward data share a block, the last one's perhaps fewer. */
  readonly group: number;
  /** Primary tags of the languages its documents were read as. */
  readonly languages: readonly string[];
  /** Documents that are still there, and the sums of their field lengths. */
  readonly alive: number;
  readonly lengths: readonly number[];
  /** One bit a document, 1 where it was removed; null while all are there. */
  readonly removed: Uint8Array | null;
  /** Size of all its blocks. */
  readonly bytes: number;
}

export interface IndexChange {
  /** New segments with their blocks by name. */
  readonly add: readonly { readonly row: SegmentRow; readonly blocks: ReadonlyMap<string, Uint8Array> }[];
  /** Rows of segments in which documents were removed. */
  readonly update: readonly SegmentRow[];
  /** Ids of segments that go, blocks and all. */
  readonly drop: readonly string[];
  readonly settled: readonly PendingDocument[];
}

/** Where an index keeps its segments. */
export interface IndexStore {
  segments(owner: string): Promise<SegmentRow[]>;
  /** In the order of the names; undefined for what is not there. */
  read(segmentId: string, names: readonly string[]): Promise<(Uint8Array | undefined)[]>;
  /** All of it or none, whatever happens meanwhile. */
  commit(change: IndexChange): Promise<void>;
  pending(owner: string, most: number): Promise<PendingDocument[]>;
  /** Forgets all segments of an owner and makes all their documents pending. */
  rebuild(owner: string): Promise<void>;
}
