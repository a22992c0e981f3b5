import { create, insertMultiple, load, save, search, type RawData } from '@orama/orama';
import { z } from 'zod';
import { openRecords } from '../records';
import { resultCount, type OpenIndex } from '../system';

/** Its own `save` as JSON in one record, as its persistence plugin does, loaded at the start. Words alone. */
export const openIndex: OpenIndex = async (storage) => {
  const records = await openRecords(storage, 'orama');
  const kept = z.string().safeParse(await records.get('all')).data;
  const index = create({ schema: { text: 'string' } as const });
  if (kept !== undefined) load(index, JSON.parse(kept) as RawData);
  return {
    async add(passages) {
      await insertMultiple(index, passages as { id: string; text: string }[], passages.length);
    },
    save: () => records.put([{ key: 'all', value: JSON.stringify(save(index)) }]),
    async search(term) {
      const { hits } = await search(index, { term, limit: resultCount });
      return hits.map(({ id, document }) => ({ id, text: document.text }));
    },
    close: () => records.close(),
  };
};
