import MiniSearch from 'minisearch';
import { z } from 'zod';
import type { BenchPassage } from '../passages';
import { openRecords } from '../records';
import { resultCount, type OpenIndex } from '../system';

const options = { fields: ['text'], storeFields: ['text'] };

/** Its own export as JSON in one record, loaded at the start. Words alone. */
export const openIndex: OpenIndex = async (storage) => {
  const records = await openRecords(storage, 'minisearch');
  const kept = z.string().safeParse(await records.get('all')).data;
  const index =
    kept === undefined
      ? new MiniSearch<BenchPassage>(options)
      : MiniSearch.loadJSON<BenchPassage>(kept, options);
  return {
    add: async (passages) => index.addAll(passages),
    save: () => records.put([{ key: 'all', value: JSON.stringify(index) }]),
    search: async (query) =>
      index
        .search(query)
        .slice(0, resultCount)
        .map(({ id, text }) => ({ id: String(id), text: String(text) })),
    close: () => records.close(),
  };
};
