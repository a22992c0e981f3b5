import type { FoundDocument } from '../../lib/assist/assist';
import type { SearchQuery } from '../../lib/core/query';
import { createReadingOrders } from '../../lib/host/reading-order';
import { MemoryRetriever } from '../../lib/retrieval/memory-retriever';
import { defaultRerankOptions, textOf } from '../../lib/retrieval/rerank';
import type { IndexedDocument } from '../../lib/retrieval/retriever';
import { documentFacts } from '../../lib/retrieval/test-documents';
import type { Models } from './models';

/** As many as the panel asks for. */
const leastFound = 24;

/** The extension's own engine over documents of one owner, in memory, with what the encoder makes of its order. */
export function openSearch({ embedder, encoder }: Models, owner: string) {
  const retriever = new MemoryRetriever({ embedder });
  const owners = new Set([owner]);
  const documents = new Map<string, IndexedDocument>();
  const orders =
    encoder &&
    createReadingOrders({
      encoder,
      // Nothing is kept on a disk: what was encoded before the wrapper around the encoder knows.
      store: { read: () => Promise.resolve([]), write: () => Promise.resolve() },
      isKept: () => false,
      logger: {
        warn(what, error) {
          throw new Error(what, { cause: error });
        },
      },
    });
  return {
    embedder: embedder?.id ?? null,
    reranker: encoder?.id ?? null,
    add(added: readonly IndexedDocument[]): Promise<void> {
      for (const entry of added) documents.set(entry.documentKey, entry);
      return retriever.add(added);
    },
    /** At least `k` documents where there are so many, best first. */
    async search(query: SearchQuery, k: number): Promise<FoundDocument[]> {
      const hits = await retriever.search(query, { k: Math.max(k, leastFound), owners });
      const found = hits.map((hit): FoundDocument => {
        const entry = documents.get(hit.documentKey);
        if (entry === undefined) throw new Error(`The index knows ${hit.documentKey}, the corpus does not`);
        return { hit, facts: documentFacts(entry.document, entry.documentKey), passages: entry.passages };
      });
      // All at once, on all cores; the product reads one after the other.
      await encoder?.embed(found.slice(0, defaultRerankOptions.most).map(textOf), 'passage');
      return (await orders?.of(query).read(found, new AbortController().signal)) ?? found;
    },
  };
}
