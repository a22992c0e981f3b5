import type { Embedder } from '../embedder';
import type { IndexedDocument } from '../retriever';
import type { SegmentDocument } from './build-segment';
import { toSegmentDocuments } from './to-segment-documents';

/** So many take a few milliseconds. */
const MADE_AT_ONCE = 16;

/** Documents as a segment takes them: made while something else is waited for, or else when they are asked for. */
export class Preparation {
  /** Null from when they were asked for: made then, and kept no longer. */
  private readonly made = new WeakMap<IndexedDocument, SegmentDocument | null>();

  constructor(private readonly embedder: Embedder | null) {}

  /** A few at a time, as long as nobody has asked for them. */
  async begin(documents: readonly IndexedDocument[], breathe: () => Promise<void>): Promise<void> {
    for (let at = 0; at < documents.length; at += MADE_AT_ONCE) {
      await breathe();
      const some = documents.slice(at, at + MADE_AT_ONCE).filter((one) => !this.made.has(one));
      const made = await toSegmentDocuments(some, this.embedder);
      for (const [place, one] of some.entries()) {
        if (!this.made.has(one)) this.made.set(one, made[place] ?? null);
      }
    }
  }

  /** In their order. */
  async take(documents: readonly IndexedDocument[]): Promise<SegmentDocument[]> {
    const ready = new Map<IndexedDocument, SegmentDocument>();
    for (const one of documents) {
      const made = this.made.get(one);
      if (made) ready.set(one, made);
      this.made.set(one, null);
    }
    const missing = documents.filter((one) => !ready.has(one));
    for (const [at, made] of (await toSegmentDocuments(missing, this.embedder)).entries()) {
      const one = missing[at];
      if (one) ready.set(one, made);
    }
    return documents.flatMap((one) => ready.get(one) ?? []);
  }
}
