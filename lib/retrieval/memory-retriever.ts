import { DiskRetriever, type DiskRetrieverOptions } from './disk-retriever';
import { createMemoryIndexStore } from './disk/memory-index-store';
import type { IndexedDocument, PendingDocument } from './retriever';

export type MemoryRetrieverOptions = Partial<Pick<DiskRetrieverOptions, 'store' | 'embedder' | 'ranking'>>;

/** The same index with its documents in memory: for measurements and tests, and where nothing is to be kept. */
export class MemoryRetriever extends DiskRetriever {
  private readonly held: Map<string, IndexedDocument>;

  constructor({
    store = createMemoryIndexStore(),
    embedder = null,
    ranking = {},
  }: MemoryRetrieverOptions = {}) {
    const held = new Map<string, IndexedDocument>();
    let segments = 0;
    super({
      store,
      embedder,
      ranking,
      newId: () => String((segments += 1)).padStart(8, '0'),
      documents: (keys) =>
        Promise.resolve(
          new Map(
            keys.flatMap((key) => {
              const entry = held.get(key);
              return entry ? [[key, entry] as const] : [];
            }),
          ),
        ),
    });
    this.held = held;
  }

  get size(): number {
    return this.held.size;
  }

  override add(documents: readonly IndexedDocument[], settled?: readonly PendingDocument[]): Promise<void> {
    for (const entry of documents) this.held.set(entry.documentKey, entry);
    return super.add(documents, settled);
  }

  override remove(documentKeys: readonly string[], settled?: readonly PendingDocument[]): Promise<void> {
    for (const key of documentKeys) this.held.delete(key);
    return super.remove(documentKeys, settled);
  }
}
