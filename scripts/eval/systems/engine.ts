import { setOwner } from '../evaluation-set';
import type { Models } from '../models';
import { openSearch } from '../open-search';
import type { System } from './system';

/** The extension's own engine; without an embedder it goes by words alone, without an encoder by both as they are. */
export function openEngine(models: Models): System {
  const { embedder, reranker, add, search } = openSearch(models, setOwner);
  return {
    embedder,
    reranker,
    add,
    search: async (query, k) => (await search(query, k)).slice(0, k).map(({ hit }) => hit.documentKey),
  };
}
