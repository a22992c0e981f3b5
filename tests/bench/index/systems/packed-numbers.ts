import { z } from 'zod';
import { nearest } from '../nearest';
import type { BenchPassage } from '../passages';
import { openRecords } from '../records';
import type { OpenIndex } from '../system';

/** Loose for speed: each number is not looked at. */
const recordSchema = z.object({
  passages: z.custom<BenchPassage[]>(Array.isArray),
  vectors: z.custom<number[][]>(Array.isArray),
});

/** As several extensions keep their vectors: all in one record, as arrays of numbers, compared one by one. */
export const openIndex: OpenIndex = async (storage, embedder) => {
  const records = await openRecords(storage, 'packed-numbers');
  const kept = recordSchema.safeParse(await records.get('all')).data;
  const { passages, vectors } = kept ?? { passages: [], vectors: [] };
  return {
    async add(some) {
      const embedded = await embedder.embed(
        some.map(({ text }) => text),
        'passage',
      );
      passages.push(...some);
      vectors.push(...embedded.map((vector) => [...vector]));
    },
    save: () => records.put([{ key: 'all', value: { passages, vectors } }]),
    async search(query) {
      const [asked = new Float32Array()] = await embedder.embed([query], 'query');
      return nearest(asked, vectors).flatMap((at) => passages[at] ?? []);
    },
    close: () => records.close(),
  };
};
