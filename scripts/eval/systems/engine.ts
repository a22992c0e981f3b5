import type { Embedder } from '../../../lib/retrieval/embedder';
import { MemoryRetriever } from '../../../lib/retrieval/memory-retriever';
import { setOwner } from '../evaluation-set';
import type { System } from './system';

/** The extension's own engine; without an embedder it goes by words alone. */
export function openEngine(embedder: Embedder | null): System {
  const retriever = new MemoryRetriever({ embedder });
  const owners = new Set([setOwner]);
  return {
    embedder: embedder?.id ?? null,
    reranker: null,
    add: (documents) => retriever.add(documents),
    async search(query, k) {
      const hits = await retriever.search(query, { k, owners });
      return hits.map((hit) => hit.documentKey);
    },
  };
}
