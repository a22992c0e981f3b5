import type { Embedder } from '../embedder';
import type { IndexedDocument } from '../retriever';
import { buildSegment, type BuiltSegment, type SegmentName } from './build-segment';
import { segmentsToMerge } from './merge-policy';
import { mergeSegments } from './merge-segments';
import type { OwnerSegments } from './owner-segments';
import { Preparation } from './preparation';
import type { Segment } from './segment';
import { toSegmentDocuments } from './to-segment-documents';
import { paddedSize } from './vectors';

export interface SegmentMakerOptions {
  /** Null: words alone. */
  readonly embedder: Embedder | null;
  /** Names of new segments, in ascending order. */
  readonly newId: () => string;
  /** Gives others their turn in long work. */
  readonly breathe?: () => Promise<void>;
  /** Something went wrong that costs speed, not the answer. */
  readonly onTrouble?: (what: string, error: unknown) => void;
}

/** Makes segments: of documents, and of other segments. */
export class SegmentMaker {
  private readonly preparation: Preparation;

  constructor(private readonly options: SegmentMakerOptions) {
    this.preparation = new Preparation(options.embedder);
  }

  /** Begins with what `build` of the same objects will need. */
  prepare(documents: readonly IndexedDocument[]): Promise<void> {
    return this.preparation.begin(documents, this.breathe);
  }

  /** Words are found without vectors, too; a segment that lacks them is built anew at the next start. */
  async build(owner: string, documents: readonly IndexedDocument[]): Promise<BuiltSegment> {
    const { embedder, onTrouble } = this.options;
    try {
      return buildSegment(this.newName(owner, embedder), await this.preparation.take(documents));
    } catch (error) {
      if (embedder === null) throw error;
      onTrouble?.('what documents mean could not be told', error);
      return buildSegment(this.newName(owner, null), await toSegmentDocuments(documents, null));
    }
  }

  private newName(owner: string, embedder: Embedder | null): SegmentName {
    const dimensions = embedder === null ? 0 : paddedSize(embedder.dimensions);
    return { id: this.options.newId(), owner, embedder: embedder?.id ?? null, dimensions };
  }

  /** Merges as long as there are too many segments of a size. */
  async tidy(segments: OwnerSegments): Promise<void> {
    for (;;) {
      const merged = segmentsToMerge(segments.segments);
      if (merged.length === 0) return;
      await this.merge(segments, merged, this.breathe);
    }
  }

  async merge(
    segments: OwnerSegments,
    merged: readonly Segment[],
    breathe: () => Promise<void>,
  ): Promise<void> {
    const embedder = merged.every(({ row }) => row.embedder !== null) ? this.options.embedder : null;
    const built = await mergeSegments(this.newName(segments.owner, embedder), merged, breathe);
    await segments.change({ built, drop: merged });
  }

  /** Others have their turn. */
  readonly breathe = () => this.options.breathe?.() ?? Promise.resolve();
}
