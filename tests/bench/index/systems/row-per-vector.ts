import { z } from 'zod';
import { nearest } from '../nearest';
import type { BenchPassage } from '../passages';
import { openRecords } from '../records';
import type { OpenIndex } from '../system';

interface Row extends BenchPassage {
  readonly vector: Float32Array;
}

/** Loose for speed: each row is not looked at. */
const rowsSchema = z.custom<Row[]>(Array.isArray);

/** One row a vector, all read at the start and compared one by one. */
export const openIndex: OpenIndex = async (storage, embedder) => {
  const records = await openRecords(storage, 'row-per-vector');
  const rows = rowsSchema.parse(await records.getAll());
  const vectors = rows.map(({ vector }) => vector);
  return {
    async add(some) {
      const embedded = await embedder.embed(
        some.map(({ text }) => text),
        'passage',
      );
      const added = some.map((passage, at) => ({ ...passage, vector: embedded[at] ?? new Float32Array() }));
      rows.push(...added);
      vectors.push(...added.map(({ vector }) => vector));
      await records.put(added.map((row) => ({ key: row.id, value: row })));
    },
    save: () => Promise.resolve(),
    async search(query) {
      const [asked = new Float32Array()] = await embedder.embed([query], 'query');
      return nearest(asked, vectors).flatMap((at) => {
        const row = rows[at];
        return row === undefined ? [] : [{ id: row.id, text: row.text }];
      });
    },
    close: () => records.close(),
  };
};
