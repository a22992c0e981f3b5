import type { LibraryOptions } from '../lib/host/library-options';
import { createLibrary } from '../lib/host/library';
import type { SearchQuery } from '../lib/core/query';
import { sourceConfigSchema } from '../lib/core/source';
import { chunkDocument } from '../lib/retrieval/chunk';
import type { IndexStore } from '../lib/retrieval/disk/index-store';
import { DiskRetriever } from '../lib/retrieval/disk-retriever';
import type { Embedder } from '../lib/retrieval/embedder';
import { createDocumentStore, type DocumentStore } from '../lib/storage/document-store';
import { createIndexStore } from '../lib/storage/index-store';
import { documentKey, ownerKey, ownerOfDocument } from '../lib/storage/keys';
import { createClock, createDisk, sampleDocument } from './storage-samples';

export const source = sourceConfigSchema.parse({
  id: 'kb',
  product: 'wiki',
  name: 'Wiki',
  baseUrl: 'https://kb.example.com',
});
const query: SearchQuery = {
  terms: [{ text: 'fix', weight: 1, kind: 'word' }],
  language: 'en',
  limit: 10,
  excludeIds: [],
};
const { signal } = new AbortController();
export const user = (userId: string) => ({ userId, displayName: null });

/** One browser's disk; each `start` is a host on it that knows only what is there. */
export function browser(
  change: (store: DocumentStore) => Partial<DocumentStore> = () => ({}),
  changeIndex: (store: IndexStore) => Partial<IndexStore> = () => ({}),
  embedder: Embedder | null = null,
) {
  const clock = createClock();
  const disk = createDisk();
  const warnings: string[] = [];
  let segments = 0;
  const start = (more: Partial<LibraryOptions> = {}) => {
    const database = disk.connect();
    const store = createDocumentStore({ database, now: clock.now });
    const index = createIndexStore(database);
    const library = createLibrary({
      store: { ...store, ...change(store) },
      createRetriever: (parts) =>
        new DiskRetriever({
          ...parts,
          store: { ...index, ...changeIndex(index) },
          embedder,
          newId: () => `${(segments += 1)}`.padStart(6, '0'),
          onTrouble: (what) => void warnings.push(what),
        }),
      chunk: chunkDocument,
      keys: { owner: ownerKey, document: documentKey, ofDocument: ownerOfDocument },
      now: clock.now,
      logger: { warn: (what) => void warnings.push(what) },
      ...more,
    });
    const ann = library.ownerOf(source, user('ann'));
    const bob = library.ownerOf(source, user('bob'));
    const keep = (owner: string, ...ids: string[]) =>
      library.keep(
        owner,
        source,
        ids.map((id) => sampleDocument(id)),
        clock.now(),
      );
    const found = async (...owners: string[]) =>
      (await library.search(query, new Set(owners), 50, signal))
        .map((hit) => library.document(hit.documentKey)?.id)
        .sort();
    return { library, store, ann, bob, keep, found };
  };
  return { clock, warnings, start };
}
