import type { Embedder } from '../embedder';
import type { IndexedDocument } from '../retriever';
import type { SegmentDocument } from './build-segment';
import { toSegmentDocuments } from './to-segment-documents';

/** So many take a few milliseconds. */
const MADE_AT_ONCE = 16;

/** Documents as a segment takes them: made while something else is waited for, or else when they are asked for. */
export class Preparation {
  /** Null from when they were asked for: made then, and kept no longer. */
  private readonly made = new WeakMap<IndexedDocument, Promise<SegmentDocument | null> | null>();

  constructor(private readonly embedder: Embedder | null) {}

  /** A few at a time, as long as nobody has asked for them. */
  async begin(documents: readonly IndexedDocument[], breathe: () => Promise<void>): Promise<void> {
    for (let at = 0; at < documents.length; at += MADE_AT_ONCE) {
      await breathe();
      const some = documents.slice(at, at + MADE_AT_ONCE).filter((one) => !this.made.has(one));
      const making = toSegmentDocuments(some, this.embedder);
      for (const [place, one] of some.entries()) {
        this.made.set(
          one,
          making.then((made) => made[place] ?? null).catch(() => null),
        );
      }
      await making;
    }
  }

  /** In their order. */
  async take(documents: readonly IndexedDocument[]): Promise<SegmentDocument[]> {
    const begun = documents.map((one) => this.made.get(one) ?? Promise.resolve(null));
    for (const one of documents) this.made.set(one, null);
    const made = await Promise.all(begun);
    const missing = documents.filter((_, at) => !made[at]);
    const rest = (await toSegmentDocuments(missing, this.embedder)).values();
    return made.flatMap((one) => one ?? rest.next().value ?? []);
  }
}
