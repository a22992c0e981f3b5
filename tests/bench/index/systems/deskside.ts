import type { SourceDocument } from '../../../../lib/core/document';
import { buildTextQuery } from '../../../../lib/retrieval/build-query';
import { createSegmentIds } from '../../../../lib/retrieval/disk/segment-ids';
import { DiskRetriever } from '../../../../lib/retrieval/disk-retriever';
import { nextTurn } from '../../../../lib/platform/next-turn';
import { createDatabase } from '../../../../lib/storage/database';
import { createDocumentStore } from '../../../../lib/storage/document-store';
import { beginFreshLog } from '../../../../lib/storage/fresh-log';
import { createIndexStore } from '../../../../lib/storage/index-store';
import { documentKey, ownerKey } from '../../../../lib/storage/keys';
import { toPassage, type BenchPassage } from '../passages';
import { resultCount, type OpenIndex } from '../system';

const origin = 'https://bench.example';
const owner = ownerKey(origin, 'somebody');
const sourceId = 'bench';

/** The extension's own engine over its own tables, by words and meaning, each passage a document. */
export const openIndex: OpenIndex = (storage, embedder) => {
  const now = () => Date.now();
  const database = createDatabase({ ...storage, name: 'deskside' });
  // As the host does at its start; nothing waits for it.
  beginFreshLog(storage).catch(console.error);
  const store = createDocumentStore({ database, now });
  const retriever = new DiskRetriever({
    store: createIndexStore(database),
    embedder,
    documents: async (keys) =>
      new Map((await store.getMany(keys)).map((document) => [document.documentKey, document])),
    newId: createSegmentIds(now),
    breathe: nextTurn,
  });
  return Promise.resolve({
    async add(passages) {
      const entries = passages.map((passage) => toEntry(passage, now()));
      const putting = store.put(entries);
      void retriever.prepare(entries);
      const { pending } = await putting;
      await retriever.add(entries, pending);
    },
    save: () => Promise.resolve(),
    // As the host does when nothing was written for a while.
    async tidy() {
      await retriever.consolidate();
      await beginFreshLog(storage);
    },
    async search(text) {
      const query = { text, ...buildTextQuery(text) };
      const hits = await retriever.search(query, { k: resultCount, owners: new Set([owner]) });
      return hits.map(({ passage }) => ({ id: passage.documentKey, text: passage.text }));
    },
    close: () => database.close(),
  });
};

function toEntry(passage: BenchPassage, fetchedAt: number) {
  const key = documentKey(owner, sourceId, passage.id);
  return {
    documentKey: key,
    owner,
    origin,
    document: toDocument(passage),
    passages: [toPassage(passage, key)],
    fetchedAt,
    expiresAt: fetchedAt + 86_400_000,
  };
}

function toDocument({ id, text }: BenchPassage): SourceDocument {
  return {
    id,
    sourceId,
    kind: 'article',
    ref: { kind: 'article', id, idType: 'id', within: null },
    title: '',
    url: `${origin}/${id}`,
    blocks: [{ kind: 'paragraph', text }],
    version: '1',
    author: null,
    created: null,
    updated: null,
    space: null,
    language: 'en',
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
}
