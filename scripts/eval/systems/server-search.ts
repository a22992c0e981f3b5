import type { Embedder } from '../../../lib/retrieval/embedder';
import { detectLanguage, primaryTag } from '../../../lib/retrieval/language';
import { openPglite } from '../../../server/database/open-pglite';
import { migrate } from '../../../server/database/migrations';
import { indexPassages, type IndexedPassage } from '../../../server/search/index-passage';
import { readHits } from '../../../server/search/read-hits';
import { rankPassages } from '../../../server/search/search-store';
import { createStatistics } from '../../../server/search/statistics';
import { addFile } from '../../../server/stores/files';
import { writeDocuments, type NewDocument } from '../../../server/stores/passages';
import { attachFiles } from '../../../server/stores/store-files';
import { addStore } from '../../../server/stores/vector-stores';
import type { System } from './system';

const who = { id: 'eval', groups: [], isOperator: true };
/** Of one document several passages may come first. */
const PASSAGES_A_DOCUMENT = 4;
const SAMPLE = 4_000;

/** The server's own search over a database in memory; a document comes where its best passage does. */
export function openServerSearch(embedder: Embedder): System {
  const opening = open(embedder);
  return {
    embedder: embedder.id,
    reranker: null,
    async add(documents) {
      const { database, statistics, store, file } = await opening;
      const all: IndexedPassage[] = [];
      const made: NewDocument[] = [];
      for (const { documentKey, document, passages } of documents) {
        const sample = passages
          .map(({ text }) => text)
          .join('\n')
          .slice(0, SAMPLE);
        const language = primaryTag(document.language) ?? detectLanguage(`${document.title}\n${sample}`);
        const indexed = await indexPassages(
          passages.map((passage) => ({ store: store.number, title: document.title, language, passage })),
          embedder,
        );
        all.push(...indexed);
        const { title, url } = document;
        made.push({
          part: documentKey,
          title,
          url,
          facts: {},
          attributes: {},
          readers: null,
          passages: indexed,
        });
      }
      await database.transaction(async (query) => {
        await writeDocuments(query, store.number, file, made);
        const sum = (of: (passage: IndexedPassage) => number) =>
          all.reduce((total, passage) => total + of(passage), 0);
        await query(
          `update store_files set status = 'completed', passages = passages + $2, title_terms = title_terms + $3,
             heading_terms = heading_terms + $4, body_terms = body_terms + $5 where file = $1`,
          [
            file,
            all.length,
            sum(({ lengths }) => lengths.title),
            sum(({ lengths }) => lengths.headings),
            sum(({ lengths }) => lengths.body),
          ],
        );
      });
      statistics.forget(store.number);
    },
    async search({ text }, k) {
      const { database, statistics, store } = await opening;
      const request = { query: text, k: k * PASSAGES_A_DOCUMENT, filter: null, who };
      const ranked = await rankPassages({ database, statistics, embedder }, store, request);
      const hits = await readHits(database, ranked);
      return [...new Set(hits.map(({ part }) => part))].slice(0, k);
    },
  };
}

async function open(embedder: Embedder) {
  const database = await openPglite(null);
  await migrate(database);
  const statistics = createStatistics(database, () => performance.now());
  const store = await addStore(database, who, { name: embedder.id, metadata: {} });
  const content = Buffer.from('set');
  const { id: file } = await addFile(database.query, who.id, {
    filename: 'set',
    purpose: 'assistants',
    content,
  });
  await attachFiles(database.query, store, [{ id: file, attributes: {}, readers: null }]);
  return { database, statistics, store, file };
}
